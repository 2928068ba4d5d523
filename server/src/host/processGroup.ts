import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';

export interface GroupRequest {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** A process, and what it starts in turn. */
export interface ProcessGroup {
  readonly child: ChildProcessByStdio<null, Readable | null, Readable | null>;
  /** Sends a signal to all of them; where there are no signals, it ends them. */
  readonly send: (signal: 'SIGINT' | 'SIGKILL') => void;
}

/** Of those that run: they end with us. */
const running = new Set<ProcessGroup>();

process.on('exit', () => {
  for (const { send } of running) {
    send('SIGKILL');
  }
});

/**
 * Starts a process without a shell, in a process group of its own, so that what it starts in turn can end with
 * it. Both of its streams go to `output`. Throws for a name that no program can have; that there is no such
 * program is told by the child.
 */
export function startGroup(
  { command, args, cwd, env }: GroupRequest,
  output: number | 'pipe' = 'pipe',
): ProcessGroup {
  const child = spawn(command, args, {
    cwd,
    env: { ...env, PWD: cwd },
    detached: process.platform !== 'win32',
    windowsHide: true,
    stdio: ['ignore', output, output],
  }) as ProcessGroup['child'];
  const group: ProcessGroup = {
    child,
    send: (signal) => {
      signalTree(child.pid, signal);
    },
  };
  running.add(group);
  const forget = () => running.delete(group);
  child.on('close', forget);
  child.on('error', forget);
  return group;
}

function signalTree(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) {
    return;
  }
  try {
    if (process.platform === 'win32') {
      spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { windowsHide: true, stdio: 'ignore' });
    } else {
      process.kill(-pid, signal);
    }
  } catch {
    // It ended by itself in the meantime.
  }
}
