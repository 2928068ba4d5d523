import { spawn } from 'node:child_process';
import { basename } from 'node:path';

export interface CommandRequest {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly timeoutMs?: number;
}

export interface CommandOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly elapsedMs: number;
}

const DEFAULT_TIMEOUT_MS = 600_000;
/** The code of a command that could not be started, as shells have it. */
const NOT_STARTED = 127;

/** Runs a command to its end; its text is kept, and printed nowhere. */
export function runCommand(request: CommandRequest): Promise<CommandOutcome> {
  const { command, args, cwd, env, timeoutMs = DEFAULT_TIMEOUT_MS } = request;
  return new Promise((resolve) => {
    const chunks = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
    const start = performance.now();
    const settle = (code: number, message?: string) => {
      resolve({
        code,
        stdout: Buffer.concat(chunks.stdout).toString(),
        stderr: message ?? Buffer.concat(chunks.stderr).toString(),
        elapsedMs: performance.now() - start,
      });
    };
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: AbortSignal.timeout(timeoutMs),
      windowsHide: true,
    });
    child.stdout.on('data', (chunk: Buffer) => chunks.stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.stderr.push(chunk));
    child.on('error', (error) => {
      settle(NOT_STARTED, error.message);
    });
    child.on('close', (code) => {
      settle(code ?? 1);
    });
  });
}

/**
 * Something that this machine cannot give. The message goes into the results; `detail`, which may
 * hold anything a command printed, to the terminal only.
 */
export class Unavailable extends Error {
  readonly detail: string;

  constructor(message: string, detail = '') {
    super(message);
    this.name = 'Unavailable';
    this.detail = detail;
  }
}

/** The same, for a command that must succeed: what it printed on its standard output. */
export async function outputOf(what: string, request: CommandRequest): Promise<string> {
  const { code, stdout, stderr } = await runCommand(request);
  if (code !== 0) {
    const message =
      code === NOT_STARTED
        ? `${what}: ${basename(request.command)} cannot be run`
        : `${what} failed with code ${code}`;
    throw new Unavailable(message, stderr || stdout);
  }
  return stdout;
}
