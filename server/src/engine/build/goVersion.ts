/** Versions of Go itself, such as 1.21, 1.26.1 and 1.27rc1: internal/gover/gover.go (Go 1.26). */
import { compareNumbers } from './semver.ts';

/** From here on a go.mod names all that its packages need: `gover.ExplicitIndirectVersion`. */
export const PRUNING_VERSION = '1.17';
/** What a go.mod without a `go` line means: `gover.DefaultGoModVersion`. */
export const DEFAULT_MODULE_VERSION = '1.16';
/** What a go.work without a `go` line means: `gover.DefaultGoWorkVersion`. */
export const DEFAULT_WORKSPACE_VERSION = '1.18';
/** From here on only packages that vendor/modules.txt lists are vendored. */
export const EXPLICIT_VENDOR_VERSION = '1.23';

const VERSION = /^(0|[1-9]\d*)(?:\.(0|[1-9]\d*)(?:\.(0|[1-9]\d*)|([a-z]+)(0|[1-9]\d*)?)?)?$/;

interface GoVersion {
  /** Major, minor and patch; the last is empty for a language version from 1.21 on. */
  readonly numbers: readonly string[];
  readonly kind: string;
  readonly prerelease: string;
}

const NONE: GoVersion = { numbers: ['', '', ''], kind: '', prerelease: '' };

function parse(text: string): GoVersion {
  const match = VERSION.exec(text);
  if (!match) {
    return NONE;
  }
  const [, major = '', minor, patch, kind = '', prerelease = ''] = match;
  if (minor === undefined) {
    return { numbers: [major, '0', '0'], kind, prerelease };
  }
  const implied = kind === '' && compareNumbers(minor, '21') < 0 ? '0' : '';
  return { numbers: [major, minor, patch ?? implied], kind, prerelease };
}

export function isGoVersion(text: string): boolean {
  return parse(text) !== NONE;
}

/** Negative if `a` comes before `b`. What is no version comes first. */
export function compareGoVersions(a: string, b: string): number {
  const [first, second] = [parse(a), parse(b)];
  for (const [index, number] of first.numbers.entries()) {
    const order = compareNumbers(number, second.numbers[index] ?? '');
    if (order !== 0) {
      return order;
    }
  }
  if (first.kind !== second.kind) {
    return first.kind < second.kind ? -1 : 1;
  }
  return compareNumbers(first.prerelease, second.prerelease);
}

/** 26 of `1.26.1`; 0 of what is no version of Go 1. */
export function minorOf(version: string): number {
  const [major, minor] = parse(version).numbers;
  return major === '1' ? Number(minor) : 0;
}

/** Whether it is a version of the language, with no patch: 1.22 from Go 1.21 on. */
export function isLanguageVersion(version: string): boolean {
  const { numbers, kind } = parse(version);
  return numbers[0] !== '' && numbers[2] === '' && kind === '';
}

/** `1.26.1` of `go1.26.1` and of `go1.26.1-custom`; undefined for other names. */
export function versionOfToolchain(name: string): string | undefined {
  const version = /[\\/]/.test(name) ? undefined : /^go([^ \t-]+)/.exec(name)?.[1];
  return version !== undefined && isGoVersion(version) ? version : undefined;
}
