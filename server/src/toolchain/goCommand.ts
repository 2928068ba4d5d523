import type { BuildFlags } from '../engine/build/flags.ts';
import type { ToolchainFailure } from '../engine/compilerlog/compilation.ts';
import { failure, goCommandFailure } from './failure.ts';
import { runProcess } from './process.ts';

/** What `go env -json` says in one directory. */
export type GoEnvironment = Readonly<Record<string, string>>;

export interface Cancelled {
  readonly type: 'cancelled';
}
export interface Done<T> {
  readonly type: 'done';
  readonly value: T;
}

/** The go command of one installation, run with one set of build flags. */
export class GoCommand {
  readonly path: string;
  readonly #environment: NodeJS.ProcessEnv;

  constructor(path: string, environment: NodeJS.ProcessEnv) {
    this.path = path;
    this.#environment = environment;
  }

  environmentFor(flags: BuildFlags): NodeJS.ProcessEnv {
    return { ...this.#environment, ...flags.environment };
  }

  /** The environment that the go command gives to the tools it runs. */
  toolEnvironment(flags: BuildFlags, goEnvironment: GoEnvironment): NodeJS.ProcessEnv {
    return { ...this.environmentFor(flags), ...goEnvironment };
  }

  async run(
    args: readonly string[],
    cwd: string,
    flags: BuildFlags,
    signal?: AbortSignal,
  ): Promise<
    Done<{ code: number; stdout: string; stderr: string }> | Cancelled | ToolchainFailure
  > {
    const outcome = await runProcess({
      command: this.path,
      args,
      cwd,
      env: this.environmentFor(flags),
      signal,
    });
    switch (outcome.type) {
      case 'exited':
        return { type: 'done', value: outcome };
      case 'missing':
        return this.#missing(args, cwd, outcome.message);
      case 'stopped':
      case 'cancelled':
        return { type: 'cancelled' };
    }
  }

  async environment(
    cwd: string,
    flags: BuildFlags,
    signal?: AbortSignal,
  ): Promise<Done<GoEnvironment> | Cancelled | ToolchainFailure> {
    const args = ['env', '-json'];
    const outcome = await this.run(args, cwd, flags, signal);
    if (outcome.type !== 'done') {
      return outcome;
    }
    const parsed = outcome.value.code === 0 ? parseEnvironment(outcome.value.stdout) : undefined;
    return parsed
      ? { type: 'done', value: parsed }
      : this.failed(args, cwd, outcome.value.stderr || outcome.value.stdout);
  }

  failed(args: readonly string[], cwd: string, output: string): ToolchainFailure {
    return goCommandFailure([this.path, ...args], cwd, output);
  }

  #missing(args: readonly string[], cwd: string, message: string): ToolchainFailure {
    return failure(
      `The go command cannot be run: no Go toolchain was found as "${this.path}".`,
      [this.path, ...args],
      cwd,
      message,
    );
  }
}

function parseEnvironment(text: string): GoEnvironment | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null) {
      return undefined;
    }
    return Object.fromEntries(
      Object.entries(parsed).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    );
  } catch {
    return undefined;
  }
}
