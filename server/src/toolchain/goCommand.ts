import type { BuildFlags } from '../engine/build/flags.ts';
import type { CompileErrors, ToolchainFailure } from '../engine/compilerlog/compilation.ts';
import { failure, goCommandFailure } from './failure.ts';
import { refusalOf } from './loadErrors.ts';
import { runProcess, type ProcessOutcome } from './process.ts';

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

  /**
   * The same, writing its own temporary files to a folder of ours: a go command that is killed leaves
   * them behind.
   */
  withTemporary(folder: string): GoCommand {
    return new GoCommand(this.path, {
      ...this.#environment,
      GOTMPDIR: folder,
      TMPDIR: folder,
      TMP: folder,
      TEMP: folder,
    });
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
        return this.#missing(args, cwd, outcome);
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
    const { code, stdout, stderr } = outcome.value;
    const parsed = code === 0 ? parseEnvironment(stdout) : undefined;
    if (parsed) {
      return { type: 'done', value: parsed };
    }
    return code === 0
      ? failure(
          `"${this.path}" is no go command: it does not answer as one.`,
          [this.path, ...args],
          cwd,
          stderr || stdout,
        )
      : this.failed(args, cwd, stderr || stdout);
  }

  failed(args: readonly string[], cwd: string, output: string): ToolchainFailure {
    return goCommandFailure([this.path, ...args], cwd, output);
  }

  /** As `failed`, for a command that loads packages: the fault may be in their sources. */
  refused(args: readonly string[], cwd: string, output: string): CompileErrors | ToolchainFailure {
    return refusalOf([this.path, ...args], cwd, output);
  }

  #missing(
    args: readonly string[],
    cwd: string,
    { what, message }: ProcessOutcome & { type: 'missing' },
  ): ToolchainFailure {
    return failure(
      what === 'folder'
        ? `The folder does not exist any more: ${cwd}`
        : `The go command cannot be run: no Go toolchain was found as "${this.path}".`,
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
