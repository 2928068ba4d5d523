/** Tags for what the processor has at least: `gogoarchTags` of internal/buildcfg/cfg.go (Go 1.26). */

/** The variable that says it, such as GOAMD64; undefined for a GOARCH that has none. */
export function featureVariable(goarch: string): string | undefined {
  switch (goarch) {
    case '386':
    case 'amd64':
    case 'arm':
    case 'arm64':
    case 'riscv64':
    case 'wasm':
      return `GO${goarch.toUpperCase()}`;
    case 'mips':
    case 'mipsle':
      return 'GOMIPS';
    case 'mips64':
    case 'mips64le':
      return 'GOMIPS64';
    case 'ppc64':
    case 'ppc64le':
      return 'GOPPC64';
    default:
      return undefined;
  }
}

/** `value` is that of `featureVariable`; nothing comes of one that makes no sense. */
export function featureTags(goarch: string, value: string, goMinor: number): string[] {
  return features(goarch, value, goMinor).map((feature) => `${goarch}.${feature}`);
}

function features(goarch: string, value: string, goMinor: number): string[] {
  switch (goarch) {
    case '386':
    case 'mips':
    case 'mipsle':
    case 'mips64':
    case 'mips64le':
      return value === '' ? [] : [value];
    case 'amd64':
      return upTo(1, numberIn(/^v([1-4])$/, value)).map((level) => `v${level}`);
    case 'arm':
      return upTo(5, numberIn(/^([5-7])(?:,|$)/, value)).map(String);
    case 'arm64':
      return arm64Features(value);
    case 'ppc64':
    case 'ppc64le':
      return upTo(8, numberIn(/^power(8|9|10)$/, value)).map((level) => `power${level}`);
    case 'riscv64':
      return [20, 22, 23]
        .filter((year) => year <= numberIn(/^rva(\d\d)u64$/, value))
        .map((year) => `rva${year}u64`);
    case 'wasm':
      // From Go 1.26 on all engines have them.
      return ['satconv', 'signext'].filter(
        (feature) => goMinor >= 26 || value.split(',').includes(feature),
      );
    default:
      return [];
  }
}

function arm64Features(value: string): string[] {
  const [, major, minor] = /^v([89])\.(\d)(?:,|$)/.exec(value) ?? [];
  if (major === undefined) {
    return [];
  }
  const levels = upTo(0, Number(minor)).map((level) => `v${major}.${level}`);
  // v9.0 has all that v8.5 has, and so on.
  const older = major === '9' ? upTo(0, Math.min(Number(minor) + 5, 9)) : [];
  return [...levels, ...older.map((level) => `v8.${level}`)];
}

/** -1 where it does not fit. */
function numberIn(pattern: RegExp, value: string): number {
  return Number(pattern.exec(value)?.[1] ?? -1);
}

function upTo(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}
