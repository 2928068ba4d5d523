/** Versions of modules: golang.org/x/mod/semver (Go 1.26). */

const VERSION =
  /^v(0|[1-9]\d*)(?:\.(0|[1-9]\d*)(?:\.(0|[1-9]\d*)(-[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?(\+[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?)?)?$/;

interface Version {
  /** Decimal numbers: major, minor and patch. */
  readonly numbers: readonly string[];
  /** With its `-`, or empty. */
  readonly prerelease: string;
  /** With its `+`, or empty. */
  readonly build: string;
}

function parse(text: string): Version | undefined {
  const match = VERSION.exec(text);
  if (!match) {
    return undefined;
  }
  const [, major = '0', minor = '0', patch = '0', prerelease = '', build = ''] = match;
  const hasLeadingZero = prerelease
    .slice(1)
    .split('.')
    .some((part) => /^0\d+$/.test(part));
  return hasLeadingZero ? undefined : { numbers: [major, minor, patch], prerelease, build };
}

/** Also of the short forms `v1` and `v1.2`. */
export function isVersion(text: string): boolean {
  return parse(text) !== undefined;
}

/** `v1.2.3-pre`, and `+incompatible` if the version has it; undefined for what is no version. */
export function canonicalVersion(text: string): string | undefined {
  const version = parse(text);
  return (
    version &&
    `v${version.numbers.join('.')}${version.prerelease}` +
      (version.build === '+incompatible' ? version.build : '')
  );
}

/** `v2` of `v2.1.0`. */
export function majorOf(text: string): string {
  return /^v\d+/.exec(text)?.[0] ?? '';
}

/** Negative if `a` comes before `b`. What is no version comes first. */
export function compareVersions(a: string, b: string): number {
  const [first, second] = [parse(a), parse(b)];
  if (!first || !second) {
    return Number(first !== undefined) - Number(second !== undefined);
  }
  for (const [index, number] of first.numbers.entries()) {
    const order = compareNumbers(number, second.numbers[index] ?? '');
    if (order !== 0) {
      return order;
    }
  }
  return comparePrereleases(first.prerelease, second.prerelease);
}

function comparePrereleases(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  if (a === '' || b === '') {
    return a === '' ? 1 : -1;
  }
  const [first, second] = [a.slice(1).split('.'), b.slice(1).split('.')];
  for (const [index, part] of first.entries()) {
    const other = second[index];
    if (other === undefined) {
      return 1;
    }
    const order = comparePart(part, other);
    if (order !== 0) {
      return order;
    }
  }
  return -1;
}

function comparePart(a: string, b: string): number {
  const [isNumber, isOtherNumber] = [isDecimal(a), isDecimal(b)];
  if (isNumber !== isOtherNumber) {
    return isNumber ? -1 : 1;
  }
  return isNumber ? compareNumbers(a, b) : compareTexts(a, b);
}

function isDecimal(text: string): boolean {
  return /^\d+$/.test(text);
}

/** Of decimal numbers without zeros before them, of any length. */
export function compareNumbers(a: string, b: string): number {
  return a.length - b.length || compareTexts(a, b);
}

function compareTexts(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
