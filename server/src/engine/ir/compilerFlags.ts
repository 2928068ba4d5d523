/**
 * Flags of the compiler that change what it inlines, and where it puts things: cmd/compile/internal/base/flag.go and
 * cmd/internal/objabi/pkgspecial.go (Go 1.22 to 1.26).
 */

import type { CallProfile } from './callProfile.ts';

export type Sanitizer = 'race' | 'msan' | 'asan';

/** As one package is compiled. */
export interface CompilerFlags {
  /** Off with `-l`. */
  readonly isInlining: boolean;
  /** `-l=4`: a call costs next to nothing. */
  readonly areCallsCheap: boolean;
  /** Off with `-N`. */
  readonly isOptimizing: boolean;
  readonly sanitizer: Sanitizer | undefined;
  /** `-d=checkptr`: conversions of unsafe pointers are checked from 1 on, and are on the heap from 2 on. */
  readonly checkptr: number;
  /** `-pgoprofile`. */
  readonly profile: CallProfile | undefined;
}

export const DEFAULT_COMPILER_FLAGS: CompilerFlags = {
  isInlining: true,
  areCallsCheap: false,
  isOptimizing: true,
  sanitizer: undefined,
  checkptr: 0,
  profile: undefined,
};

/** `words` are the compiler's arguments. */
export function compilerFlags(
  words: readonly string[],
  sanitizer: Sanitizer | undefined,
  profile?: CallProfile,
): CompilerFlags {
  let countL = 0;
  let countN = 0;
  let checkptr: number | undefined;
  for (let at = 0; at < words.length; at++) {
    const [, name = '', value] = /^--?([^=]*)(?:=(.*))?$/s.exec(words[at] ?? '') ?? [];
    switch (name) {
      case 'l':
        countL = counted(countL, value);
        break;
      case 'N':
        countN = counted(countN, value);
        break;
      case 'd':
        checkptr = checkptrIn(value ?? words[++at] ?? '') ?? checkptr;
    }
  }
  const flags: CompilerFlags = {
    isInlining: countL !== 1,
    areCallsCheap: countL === 4,
    isOptimizing: countN === 0,
    sanitizer,
    checkptr: checkptr ?? (sanitizer ? 1 : 0),
    profile,
  };
  return isSameCompilation(flags, DEFAULT_COMPILER_FLAGS) ? DEFAULT_COMPILER_FLAGS : flags;
}

/** `-l` counts how often it stands there: `-l -l` is `-l=2` (cmd/internal/objabi/flag.go). */
function counted(before: number, value: string | undefined): number {
  switch (value) {
    case undefined:
    case 'true':
      return before + 1;
    case 'false':
      return 0;
    default:
      return Number(value);
  }
}

function checkptrIn(settings: string): number | undefined {
  const [, value] = /(?:^|,)checkptr(?:=(\d+))?(?:,|$)/.exec(settings) ?? [];
  return /(?:^|,)checkptr(?:[=,]|$)/.test(settings) ? Number(value ?? 1) : undefined;
}

export function isSameCompilation(a: CompilerFlags, b: CompilerFlags): boolean {
  return (
    a.isInlining === b.isInlining &&
    a.areCallsCheap === b.areCallsCheap &&
    a.isOptimizing === b.isOptimizing &&
    a.sanitizer === b.sanitizer &&
    a.checkptr === b.checkptr &&
    a.profile === b.profile
  );
}

/** The flags of a build. */
export interface BuildCompilerFlags {
  /** Of the user's own packages. */
  readonly own: CompilerFlags;
  /** Of dependencies. */
  readonly imported: CompilerFlags;
}

export const DEFAULT_BUILD_COMPILER_FLAGS: BuildCompilerFlags = {
  own: DEFAULT_COMPILER_FLAGS,
  imported: DEFAULT_COMPILER_FLAGS,
};

/** Which of them each package is compiled with. */
export class PackageFlags {
  readonly #build: BuildCompilerFlags;
  readonly #isOwn: (importPath: string) => boolean;
  readonly #known = new Map<string, CompilerFlags>();

  constructor(build: BuildCompilerFlags, isOwn: (importPath: string) => boolean) {
    this.#build = build;
    this.#isOwn = isOwn;
  }

  /** What nobody says the package of is the user's own. */
  of(importPath: string | undefined): CompilerFlags {
    const { own, imported } = this.#build;
    if (own === imported && own === DEFAULT_COMPILER_FLAGS) {
      return own;
    }
    if (importPath === undefined) {
      return own;
    }
    let flags = this.#known.get(importPath);
    if (!flags) {
      flags = forPackage(this.#isOwn(importPath) ? own : imported, importPath);
      this.#known.set(importPath, flags);
    }
    return flags;
  }
}

/** What the runtime is made of is always optimized, and not checked. */
function forPackage(flags: CompilerFlags, importPath: string): CompilerFlags {
  const isRuntime = isRuntimePackage(importPath);
  return {
    ...flags,
    isOptimizing: flags.isOptimizing || isRuntime,
    sanitizer: isUninstrumented(importPath) ? undefined : flags.sanitizer,
    checkptr: isRuntime ? 0 : flags.checkptr,
  };
}

const RUNTIME_PACKAGES = new Set([
  'runtime',
  'internal/abi',
  'internal/bytealg',
  'internal/byteorder',
  'internal/chacha8rand',
  'internal/coverage/rtcov',
  'internal/cpu',
  'internal/goarch',
  'internal/godebugs',
  'internal/goexperiment',
  'internal/goos',
  'internal/profilerecord',
  'internal/strconv',
  'internal/stringslite',
]);

/** Where they are has changed with Go's versions. */
const FOLDERS_OF_RUNTIME =
  /^(?:internal\/runtime|runtime\/internal)\/(?!(?:cgobench|pprof|startlinetest|wasitest)$)/;

/** "runtime", and what it imports. */
export function isRuntimePackage(importPath: string): boolean {
  return RUNTIME_PACKAGES.has(importPath) || FOLDERS_OF_RUNTIME.test(importPath);
}

/** Packages that sanitizers leave alone. */
export function isUninstrumented(importPath: string): boolean {
  return (
    (isRuntimePackage(importPath) && importPath !== 'internal/bytealg') ||
    /^runtime\/(?:race|msan|asan)$/.test(importPath)
  );
}

const NO_RACE_PACKAGES = new Set([
  'sync',
  'sync/atomic',
  'internal/sync',
  'internal/runtime/atomic',
]);

/** Packages whose functions the race detector is not told of. */
export function isNoRacePackage(importPath: string): boolean {
  return NO_RACE_PACKAGES.has(importPath);
}
