/** How often we and the compiler agree; the figures are committed, and may only rise. */

/**
 * `heap` and `stack` are of code where it stands, `copies` of what inlined calls bring there, of
 * both verdicts; a parameter counts once, with all that is said of where it goes.
 */
export const KINDS = ['heap', 'stack', 'parameters', 'copies'] as const;

export type KindOfVerdict = (typeof KINDS)[number];

export interface Counts {
  equal: number;
  /** The compiler says it, and we do not, or something else. */
  missing: number;
  /** We say it, and the compiler does not. */
  invented: number;
}

export type EscapeFigures = Readonly<Record<KindOfVerdict, Counts>>;

export const NO_FIGURES: EscapeFigures = {
  heap: { equal: 0, missing: 0, invented: 0 },
  stack: { equal: 0, missing: 0, invented: 0 },
  parameters: { equal: 0, missing: 0, invented: 0 },
  copies: { equal: 0, missing: 0, invented: 0 },
};

/** By import path. */
export type SubjectFigures = Readonly<Record<string, EscapeFigures>>;

export function totalOf(subject: SubjectFigures): EscapeFigures {
  const total = structuredClone(NO_FIGURES);
  for (const figures of Object.values(subject)) {
    for (const kind of KINDS) {
      total[kind].equal += figures[kind].equal;
      total[kind].missing += figures[kind].missing;
      total[kind].invented += figures[kind].invented;
    }
  }
  return total;
}

export function recall({ equal, missing }: Counts): number {
  return equal + missing === 0 ? 1 : equal / (equal + missing);
}

export function precision({ equal, invented }: Counts): number {
  return equal + invented === 0 ? 1 : equal / (equal + invented);
}

/** Least precision and recall of a subject. */
const BARS: Readonly<Record<KindOfVerdict, number>> = {
  heap: 0.99,
  stack: 0.98,
  parameters: 0.98,
  copies: 0.95,
};

/** The bars that a subject does not reach, for a person. */
export function brokenBars(subject: SubjectFigures): string[] {
  const total = totalOf(subject);
  return KINDS.flatMap((kind) => {
    const least = Math.min(precision(total[kind]), recall(total[kind]));
    return least < BARS[kind]
      ? [`${describeCounts(kind, total[kind])}; at least ${percent(BARS[kind])} wanted`]
      : [];
  });
}

/** What fell since the figures were committed, for a person. */
export function fallenFigures(
  measured: SubjectFigures,
  committed: SubjectFigures | undefined,
): string[] {
  return Object.entries(measured).flatMap(([importPath, figures]) =>
    KINDS.flatMap((kind) => {
      const before = committed?.[importPath]?.[kind];
      const now = figures[kind];
      return before && (recall(now) < recall(before) || precision(now) < precision(before))
        ? [`${importPath}: ${describeCounts(kind, now)}; before ${describeCounts(kind, before)}`]
        : [];
    }),
  );
}

export function describeFigures(name: string, figures: EscapeFigures): string {
  return `${name}\n${KINDS.map((kind) => `  ${describeCounts(kind, figures[kind])}`).join('\n')}`;
}

function describeCounts(kind: KindOfVerdict, counts: Counts): string {
  const { equal, missing, invented } = counts;
  return `${kind}: recall ${percent(recall(counts))}, precision ${percent(precision(counts))} (${equal} equal, ${missing} missing, ${invented} invented)`;
}

/** Rounded down, so that 100 % is all. */
function percent(share: number): string {
  return `${(Math.floor(share * 1e4 + 1e-6) / 1e2).toFixed(2)} %`;
}
