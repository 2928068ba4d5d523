import { existsSync } from 'node:fs';
import { startGroup, type GroupRequest, type ProcessGroup } from '../host/processGroup.ts';
import { OutputFile } from './outputFile.ts';
import { reasonOf } from '../engine/text/reason.ts';

export interface ProcessRequest extends GroupRequest {
  readonly signal?: AbortSignal | undefined;
  /** Without it the text is collected into the outcome. */
  readonly lines?: {
    /** What both streams are written to, and read from. */
    readonly file: string;
    /** Given each line soon after it is written; once it answers `stop`, the process is killed. */
    readonly onLine: (line: string) => 'stop' | undefined;
  };
}

export type ProcessOutcome =
  | {
      readonly type: 'exited';
      readonly code: number;
      readonly stdout: string;
      readonly stderr: string;
    }
  /** Killed because `onLine` had what it wanted; nothing of it is left once it has ended. */
  | { readonly type: 'stopped'; readonly ended: Promise<void> }
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
  const { signal, lines } = request;
  if (signal?.aborted) {
    return Promise.resolve({ type: 'cancelled' });
  }
  return new Promise((resolve) => {
    const output = lines && OutputFile.create(lines.file);
    let group: ProcessGroup;
    try {
      group = startGroup(request, output?.descriptor ?? 'pipe');
    } catch (error) {
      // A name that no program can have, such as an empty one.
      output?.close();
      resolve(missing(request, error));
      return;
    }
    const { child } = group;
    let isKilled = false;
    const kill = () => {
      isKilled = true;
      group.send('SIGKILL');
    };
    signal?.addEventListener('abort', kill, { once: true });
    const ended = new Promise<void>((resolve) => {
      child.on('close', () => {
        resolve();
      });
    });
    const settle = (outcome: ProcessOutcome) => {
      signal?.removeEventListener('abort', kill);
      resolve(outcome);
    };

    const texts = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name]?.setEncoding('utf8').on('data', (chunk: string) => {
        texts[name] += chunk;
      });
    }
    output?.follow((line) => {
      if (!isKilled && lines?.onLine(line) === 'stop') {
        kill();
        // It takes the system some time to give back the memory of a compiler.
        settle({ type: 'stopped', ended });
      }
    });
    child.on('error', (error) => {
      output?.close();
      settle(missing(request, error));
    });
    child.on('close', (code) => {
      output?.close();
      settle(isKilled ? { type: 'cancelled' } : { type: 'exited', code: code ?? 1, ...texts });
    });
  });
}

/** Node names the program whichever of the two is not there. */
function missing({ cwd }: ProcessRequest, error: unknown): ProcessOutcome {
  return {
    type: 'missing',
    what: existsSync(cwd) ? 'program' : 'folder',
    message: reasonOf(error),
  };
}
