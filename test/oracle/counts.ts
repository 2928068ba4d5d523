/** How often two sides agree, by kind of thing; such figures are committed, and may only rise. */

export interface Counts {
  equal: number;
  /** The judge says it, and we do not, or something else. */
  missing: number;
  /** We say it, and the judge does not. */
  invented: number;
}

export type Figures<Kind extends string> = Readonly<Record<Kind, Counts>>;

/** By import path. */
export type PackageFigures<Kind extends string> = Readonly<Record<string, Figures<Kind>>>;

export function recall({ equal, missing }: Counts): number {
  return equal + missing === 0 ? 1 : equal / (equal + missing);
}

export function precision({ equal, invented }: Counts): number {
  return equal + invented === 0 ? 1 : equal / (equal + invented);
}

/** The kinds of one comparison, each with the least precision and recall that a subject has to reach. */
export class CountedKinds<Kind extends string> {
  readonly kinds: readonly Kind[];
  readonly #bars: Readonly<Record<Kind, number>>;

  constructor(kinds: readonly Kind[], bars: Readonly<Record<Kind, number>>) {
    this.kinds = kinds;
    this.#bars = bars;
  }

  none(): Figures<Kind> {
    const none = this.kinds.map((kind) => [kind, { equal: 0, missing: 0, invented: 0 }]);
    return Object.fromEntries(none) as Record<Kind, Counts>;
  }

  totalOf(packages: PackageFigures<Kind>): Figures<Kind> {
    const total = this.none();
    for (const figures of Object.values(packages)) {
      for (const kind of this.kinds) {
        total[kind].equal += figures[kind].equal;
        total[kind].missing += figures[kind].missing;
        total[kind].invented += figures[kind].invented;
      }
    }
    return total;
  }

  /** The bars that a subject does not reach, for a person. */
  brokenBars(packages: PackageFigures<Kind>): string[] {
    const total = this.totalOf(packages);
    return this.kinds.flatMap((kind) => {
      const least = Math.min(precision(total[kind]), recall(total[kind]));
      return least < this.#bars[kind]
        ? [`${describeCounts(kind, total[kind])}; at least ${percent(this.#bars[kind])} wanted`]
        : [];
    });
  }

  /** What fell since the figures were committed, for a person. */
  fallen(measured: PackageFigures<Kind>, committed: PackageFigures<Kind> | undefined): string[] {
    return Object.entries(measured).flatMap(([importPath, figures]) =>
      this.kinds.flatMap((kind) => {
        const before = committed?.[importPath]?.[kind];
        const now = figures[kind];
        return before && (recall(now) < recall(before) || precision(now) < precision(before))
          ? [`${importPath}: ${describeCounts(kind, now)}; before ${describeCounts(kind, before)}`]
          : [];
      }),
    );
  }

  describe(name: string, packages: PackageFigures<Kind>): string {
    const total = this.totalOf(packages);
    const lines = this.kinds.map((kind) => `  ${describeCounts(kind, total[kind])}`);
    return [name, ...lines].join('\n');
  }
}

function describeCounts(kind: string, counts: Counts): string {
  const { equal, missing, invented } = counts;
  return `${kind}: recall ${percent(recall(counts))}, precision ${percent(precision(counts))} (${equal} equal, ${missing} missing, ${invented} invented)`;
}

/** Rounded down, so that 100 % is all. */
function percent(share: number): string {
  return `${(Math.floor(share * 1e4 + 1e-6) / 1e2).toFixed(2)} %`;
}
