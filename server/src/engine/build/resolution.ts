import type { ModuleVersion } from './modulePath.ts';

/** Where the package of an import path is. */
export interface FoundPackage {
  /**
   * What the package is known by. It is not always what the import says: packages of the standard
   * library import `vendor/golang.org/x/…` as `golang.org/x/…`.
   */
  readonly importPath: string;
  readonly directory: string;
  /** Undefined in the standard library. */
  readonly module: ResolvedModule | undefined;
  readonly isStandard: boolean;
  /** The go command would not build this import, though it is clear what it means. */
  readonly problem: string | undefined;
}

export interface ResolvedModule extends ModuleVersion {
  /** Empty where vendored packages of all modules are in one directory. */
  readonly directory: string;
  readonly isMain: boolean;
  /** The `go` line of its go.mod; undefined where there is none. */
  readonly goVersion: string | undefined;
  /** A directory is absolute, and has no version. */
  readonly replacedBy: ModuleVersion | undefined;
}

/** Why a package cannot be had. */
export interface MissingPackage {
  readonly reason: MissingReason;
  /** A sentence without its full stop. */
  readonly missingBecause: string;
}

export type MissingReason =
  /** There is no Go on this machine, and with it no standard library. */
  | 'no installation'
  /** It is a path as of the standard library, and there is no such package. */
  | 'not in std'
  /** GOPATH mode, for example. */
  | 'unsupported'
  /** There is no go.mod, and it is no package of the standard library. */
  | 'no module'
  /** No module of the build list has such a package. */
  | 'no provider'
  /** A module that may have it has not been downloaded. */
  | 'not in cache'
  /** The directory that a module is replaced by is not there. */
  | 'no replacement'
  /** More than one module has it. */
  | 'ambiguous'
  | 'invalid path'
  | 'relative path'
  /** Names of C are known to the C compiler only. */
  | 'cgo';

export type Resolution = FoundPackage | MissingPackage;

export function isMissing(resolution: object): resolution is MissingPackage {
  return 'missingBecause' in resolution;
}
