/** How often two sides agree, by kind of thing; such figures are committed, and may only rise. */
import {
  type Counts,
  type Figures,
  noFigures,
  percent,
  precision,
  recall,
} from '../../server/src/engine/comparison/counts.ts';

/** By import path. */
export type PackageFigures<Kind extends string> = Readonly<Record<string, Figures<Kind>>>;

/** The kinds of one comparison, each with the least precision and recall that a subject has to reach. */
export class CountedKinds<Kind extends string> {
  readonly kinds: readonly Kind[];
  readonly #bars: Readonly<Record<Kind, number>>;

  constructor(kinds: readonly Kind[], bars: Readonly<Record<Kind, number>>) {
    this.kinds = kinds;
    this.#bars = bars;
  }

  none(): Figures<Kind> {
    return noFigures(this.kinds);
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
