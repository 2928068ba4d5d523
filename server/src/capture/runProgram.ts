import { existsSync } from 'node:fs';
import { startGroup, type GroupRequest } from '../host/processGroup.ts';

export interface ProgramRequest extends GroupRequest {
  /** Ends it with all that it has started: as an interrupt at a terminal does, and soon after for good. */
  readonly signal?: AbortSignal | undefined;
  readonly onOutput: (bytes: Buffer, stream: 'stdout' | 'stderr') => void;
}

export type ProgramEnding =
  | { readonly type: 'exited'; readonly code: number }
  /** By a signal that was not ours. */
  | { readonly type: 'killed'; readonly signal: string }
  | { readonly type: 'stopped' }
  /** There is no such program, or not the folder to run it in. */
  | { readonly type: 'missing'; readonly message: string };

/** What a program has to clean up after itself. */
const GRACE_MS = 2_000;

/** Runs a program of the user's until it ends, and hands on what it writes as it comes. */
export function runProgram(request: ProgramRequest): Promise<ProgramEnding> {
  const { signal, cwd, command, onOutput } = request;
  if (signal?.aborted) {
    return Promise.resolve({ type: 'stopped' });
  }
  return new Promise((resolve) => {
    const group = startGroup(request);
    const { child } = group;
    let timer: NodeJS.Timeout | undefined;
    const stop = () => {
      group.send('SIGINT');
      timer = setTimeout(() => {
        group.send('SIGKILL');
      }, GRACE_MS);
    };
    signal?.addEventListener('abort', stop, { once: true });
    const settle = (ending: ProgramEnding) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      resolve(ending);
    };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream]?.on('data', (bytes: Buffer) => {
        onOutput(bytes, stream);
      });
    }
    child.on('error', (error) => {
      const place = existsSync(cwd) ? command : cwd;
      settle({ type: 'missing', message: `${place}: ${error.message}` });
    });
    child.on('exit', () => {
      if (signal?.aborted) {
        // What it has started, and left behind.
        group.send('SIGKILL');
      }
    });
    child.on('close', (code, killedBy) => {
      if (signal?.aborted) {
        settle({ type: 'stopped' });
      } else {
        settle(
          killedBy === null
            ? { type: 'exited', code: code ?? 1 }
            : { type: 'killed', signal: killedBy },
        );
      }
    });
  });
}
