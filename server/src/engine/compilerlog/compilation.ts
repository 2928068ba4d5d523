import type { BuildFlags } from '../build/flags.ts';
import type { CompileError, CompilerLog } from './rows.ts';

/** Which of a directory's packages: the package itself, or it with its `_test.go` files. */
export type PackageVariant = 'build' | 'test';

/** One compilation to be had: a package as it stands in the editor's buffers. */
export interface CompileRequest {
  /** Absolute path of the package's directory. */
  readonly directory: string;
  readonly variant: PackageVariant;
  readonly flags: BuildFlags;
  /**
   * Texts that stand in for files on the disk, by absolute path: open editors of this package, and
   * unsaved ones of any other.
   */
  readonly buffers: ReadonlyMap<string, string>;
  /** Changes whenever something outside the package changed on the disk. */
  readonly outsideGeneration: number;
}

/** Why the compiler's answer cannot be had: shown to the user as it stands. */
export interface ToolchainFailure {
  readonly type: 'failure';
  /** One sentence that names the cause. */
  readonly message: string;
  /** The command that failed, as the user could run it. */
  readonly command: string;
  readonly cwd: string;
  /** What the command said, shortened. */
  readonly output: string;
}

/** The package does not compile: no verdicts. */
export interface CompileErrors {
  readonly type: 'errors';
  readonly errors: readonly CompileError[];
  /** Set where the go command refused the sources before the compiler saw the package. */
  readonly refusal?: ToolchainFailure;
}

export type CompileOutcome =
  | { readonly type: 'verdicts'; readonly log: CompilerLog }
  | CompileErrors
  | { readonly type: 'cancelled' }
  | ToolchainFailure;

/** All packages of a module, as they stand in the editor's buffers. */
export interface ModuleRequest {
  /** Absolute path of a directory in the module. */
  readonly directory: string;
  readonly flags: BuildFlags;
  /** Texts that stand in for files on the disk, by absolute path. */
  readonly buffers: ReadonlyMap<string, string>;
}

/** What became of one package of a module. */
export interface PackageOutcome {
  /** Absolute path of the package's directory. */
  readonly directory: string;
  readonly importPath: string;
  readonly outcome: CompileOutcome;
}

export interface ModuleOutcome {
  readonly packages: readonly PackageOutcome[];
  /** Why some or all of the packages were not compiled. */
  readonly refusals: readonly (CompileErrors | ToolchainFailure)[];
}
