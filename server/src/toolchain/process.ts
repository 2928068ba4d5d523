import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

export interface ProcessRequest {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
  /**
   * Given each line of either stream as it arrives; once it answers `stop`, the process is killed.
   * Without it the text is collected into the outcome.
   */
  readonly onLine?: (line: string) => 'stop' | undefined;
}

export type ProcessOutcome =
  | {
      readonly type: 'exited';
      readonly code: number;
      readonly stdout: string;
      readonly stderr: string;
    }
  /** Killed because `onLine` had what it wanted. */
  | { readonly type: 'stopped' }
  /** Killed by `signal`. */
  | { readonly type: 'cancelled' }
  /** It could not be started at all: there is no such program, or not the folder to run it in. */
  | {
      readonly type: 'missing';
      readonly what: 'program' | 'folder';
      readonly message: string;
    };

/**
 * Runs one process without a shell, in a process group of its own, so that what it starts in turn
 * ends with it.
 */
export function runProcess(request: ProcessRequest): Promise<ProcessOutcome> {
  const { signal, onLine } = request;
  if (signal?.aborted) {
    return Promise.resolve({ type: 'cancelled' });
  }
  return new Promise((resolve) => {
    let child: ChildProcessByStdio<null, Readable, Readable>;
    try {
      child = start(request);
    } catch (error) {
      // A name that no program can have, such as an empty one.
      resolve(missing(request, error));
      return;
    }
    let killedBecause: 'stopped' | 'cancelled' | undefined;
    const kill = (because: 'stopped' | 'cancelled') => {
      killedBecause ??= because;
      running.delete(killAtExit);
      killTree(child.pid);
    };
    const killAtExit = () => {
      kill('cancelled');
    };
    const onAbort = () => {
      kill('cancelled');
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    running.add(killAtExit);

    const texts = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      if (onLine) {
        readLines(child[name], (line) => {
          if (killedBecause === undefined && onLine(line) === 'stop') {
            kill('stopped');
          }
        });
      } else {
        child[name].setEncoding('utf8');
        child[name].on('data', (chunk: string) => {
          texts[name] += chunk;
        });
      }
    }

    const settle = (outcome: ProcessOutcome) => {
      signal?.removeEventListener('abort', onAbort);
      running.delete(killAtExit);
      resolve(outcome);
    };
    child.on('error', (error) => {
      settle(missing(request, error));
    });
    child.on('close', (code) => {
      settle(
        killedBecause === undefined
          ? { type: 'exited', code: code ?? 1, ...texts }
          : { type: killedBecause },
      );
    });
  });
}

function start({ command, args, cwd, env }: ProcessRequest) {
  return spawn(command, args, {
    cwd,
    env: { ...env, PWD: cwd },
    detached: process.platform !== 'win32',
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Node names the program whichever of the two is not there. */
function missing({ cwd }: ProcessRequest, error: unknown): ProcessOutcome {
  return {
    type: 'missing',
    what: existsSync(cwd) ? 'program' : 'folder',
    message: error instanceof Error ? error.message : String(error),
  };
}

const running = new Set<() => void>();

process.on('exit', () => {
  for (const kill of running) {
    kill();
  }
});

function killTree(pid: number | undefined): void {
  if (pid === undefined) {
    return;
  }
  try {
    if (process.platform === 'win32') {
      spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { windowsHide: true, stdio: 'ignore' });
    } else {
      process.kill(-pid, 'SIGKILL');
    }
  } catch {
    // It ended by itself in the meantime.
  }
}

function readLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  stream.on('data', (chunk: Buffer) => {
    const text = rest + decoder.write(chunk);
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      onLine(text.slice(start, end));
      start = end + 1;
    }
    rest = text.slice(start);
  });
  stream.on('end', () => {
    if (rest !== '') {
      onLine(rest);
    }
  });
}
