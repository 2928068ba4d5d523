/**
 * Child processes of the editor harness. Every one of them leads a process group of its own that
 * ends together with this process, whichever way this process ends: a workbench forks an extension
 * host, and that one forks language servers, and none of them may outlive a test run.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What differs from this process's own environment; `undefined` takes a variable away. */
export type EnvironmentChanges = Readonly<Record<string, string | undefined>>;

export interface ProcessOptions {
  readonly cwd?: string;
  readonly env?: EnvironmentChanges;
}

/** A running process group: its output so far, its end, and the way to end it. */
export interface ProcessGroup {
  readonly output: () => string;
  readonly exited: Promise<number>;
  dispose(): Promise<void>;
}

const GRACE_MS = 3000;
const KEPT_OUTPUT = 100_000;

const runningGroups = new Set<number>();
const temporaryFolders = new Set<string>();
let watchingOurEnd = false;

function endEverything(): void {
  for (const pid of runningGroups) {
    signalGroup(pid, 'SIGKILL');
  }
  for (const folder of temporaryFolders) {
    removeFolder(folder);
  }
}

function watchOurEnd(): void {
  if (watchingOurEnd) {
    return;
  }
  watchingOurEnd = true;
  process.on('exit', endEverything);
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
    ['SIGHUP', 1],
  ] as const) {
    process.once(signal, () => {
      process.exit(128 + number);
    });
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** Whether a process of that id exists. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function environment(changes: EnvironmentChanges = {}): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env };
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) {
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- an environment has no other way to lack a name
      delete env[name];
    } else {
      env[name] = value;
    }
  }
  return env;
}

function follow(child: ChildProcess): () => string {
  let text = '';
  const add = (chunk: unknown): void => {
    text = (text + String(chunk)).slice(-KEPT_OUTPUT);
  };
  child.stdout?.on('data', add);
  child.stderr?.on('data', add);
  return () => text;
}

/** Removes a temporary folder now, with patience for processes that are still dying in it. */
export function removeFolder(folder: string): void {
  temporaryFolders.delete(folder);
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  } catch {
    // What is left of it is in the way of nobody, and no reason to fail.
  }
}

/** Removes `folder` when this process ends, unless {@link keepFolder} was called before. */
export function removeAtExit(folder: string): void {
  watchOurEnd();
  temporaryFolders.add(folder);
}

/** The folder is to stay. */
export function keepFolder(folder: string): void {
  temporaryFolders.delete(folder);
}

/** Starts a process as the leader of a group that {@link ProcessGroup.dispose} ends as a whole. */
export function startGroup(
  command: string,
  args: readonly string[],
  options: ProcessOptions = {},
): ProcessGroup {
  watchOurEnd();
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: environment(options.env),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  const output = follow(child);
  const exited = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve(code ?? 1);
    });
  });
  exited.catch(() => undefined);
  const { pid } = child;
  if (pid !== undefined) {
    runningGroups.add(pid);
  }
  return {
    output,
    exited,
    async dispose() {
      if (pid === undefined) {
        return;
      }
      signalGroup(pid, 'SIGTERM');
      const deadline = Date.now() + GRACE_MS;
      while (signalGroup(pid, 0) && Date.now() < deadline) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      signalGroup(pid, 'SIGKILL');
      runningGroups.delete(pid);
    },
  };
}

/** Runs a command to its end and returns what it printed; a failure carries that output. */
export async function run(
  command: string,
  args: readonly string[],
  options: ProcessOptions = {},
): Promise<string> {
  const group = startGroup(command, args, options);
  try {
    const code = await group.exited;
    if (code !== 0) {
      throw new Error(
        `${[command, ...args].join(' ')} failed with exit code ${code}:\n${group.output()}`,
      );
    }
    return group.output();
  } finally {
    await group.dispose();
  }
}

/** Where a command is on the PATH, if it is there. */
export function findOnPath(command: string): string | undefined {
  const names =
    process.platform === 'win32' ? [`${command}.exe`, `${command}.cmd`, command] : [command];
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of names) {
      const file = join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        continue;
      }
    }
  }
  return undefined;
}
