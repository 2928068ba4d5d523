import { OS_BEHIND, UNIX_OS } from './platforms.ts';

/** What build constraints are held against. */
export interface BuildContext {
  readonly goos: string;
  readonly goarch: string;
  /** Whether files that import "C" belong to their packages. */
  readonly cgoEnabled: boolean;
  /** All other tags that hold: the user's, releases, experiments, features of the processor. */
  readonly tags: ReadonlySet<string>;
}

export interface ContextOptions {
  readonly goos: string;
  readonly goarch: string;
  readonly cgoEnabled: boolean;
  /** 26 for Go 1.26. */
  readonly goMinor: number;
  readonly userTags?: readonly string[];
  /** `goexperiment.…` and those of `featureTags`. */
  readonly toolTags?: readonly string[];
  readonly race?: boolean;
  readonly msan?: boolean;
  readonly asan?: boolean;
}

export function buildContext(options: ContextOptions): BuildContext {
  const { goos, goarch, cgoEnabled, goMinor, userTags = [], toolTags = [] } = options;
  const tags = new Set(['gc', ...userTags, ...toolTags]);
  for (let minor = 1; minor <= goMinor; minor++) {
    tags.add(`go1.${minor}`);
  }
  for (const name of ['race', 'msan', 'asan'] as const) {
    if (options[name] === true) {
      tags.add(name);
    }
  }
  return { goos, goarch, cgoEnabled, tags };
}

/** `Context.matchTag` of go/build/build.go (Go 1.26). */
export function hasTag(context: BuildContext, tag: string): boolean {
  const { goos, goarch, cgoEnabled, tags } = context;
  switch (tag) {
    case goos:
    case goarch:
      return true;
    case 'cgo':
      return cgoEnabled || tags.has(tag);
    case 'unix':
      return UNIX_OS.has(goos) || tags.has(tag);
    case 'boringcrypto':
      return tags.has('goexperiment.boringcrypto');
    default:
      return tags.has(tag) || OS_BEHIND.get(goos) === tag;
  }
}
