/** What the layout of a type depends on: the galign.go of each back end in cmd/compile/internal, internal/goarch (Go 1.26). */
export interface Architecture {
  readonly goarch: string;
  /** Of a pointer, an `int` and a `uintptr`. */
  readonly wordBytes: 4 | 8;
  /** Greatest alignment of a scalar: of `int64`, `float64` and `complex128`. */
  readonly registerBytes: 4 | 8;
  /** As golang.org/x/sys/cpu and internal/cpu assume it. */
  readonly cacheLineBytes: 32 | 64 | 128 | 256;
}

function architecture(
  goarch: string,
  wordBytes: 4 | 8,
  cacheLineBytes: Architecture['cacheLineBytes'],
): Architecture {
  return { goarch, wordBytes, registerBytes: wordBytes, cacheLineBytes };
}

const ARCHITECTURES: ReadonlyMap<string, Architecture> = new Map(
  [
    architecture('amd64', 8, 64),
    architecture('arm64', 8, 128),
    architecture('386', 4, 64),
    architecture('arm', 4, 32),
    architecture('wasm', 8, 64),
    architecture('riscv64', 8, 64),
    architecture('ppc64', 8, 128),
    architecture('ppc64le', 8, 128),
    architecture('s390x', 8, 256),
    architecture('mips', 4, 32),
    architecture('mipsle', 4, 32),
    architecture('mips64', 8, 32),
    architecture('mips64le', 8, 32),
    architecture('loong64', 8, 64),
  ].map((each) => [each.goarch, each]),
);

/** Each GOARCH that Go 1.26 compiles for. */
export const GOARCHES: readonly string[] = [...ARCHITECTURES.keys()];

export function architectureOf(goarch: string): Architecture | undefined {
  return ARCHITECTURES.get(goarch);
}
