/** How often two sides agree, by kind of thing. */

export interface Counts {
  equal: number;
  /** The judge says it, and we do not, or something else. */
  missing: number;
  /** We say it, and the judge does not. */
  invented: number;
}

export type Figures<Kind extends string> = Readonly<Record<Kind, Counts>>;

export function noFigures<Kind extends string>(kinds: readonly Kind[]): Figures<Kind> {
  const none = kinds.map((kind) => [kind, { equal: 0, missing: 0, invented: 0 }]);
  return Object.fromEntries(none) as Record<Kind, Counts>;
}

/** Of what the judge says, the share that we say as well; 1 where it says nothing. */
export function recall({ equal, missing }: Counts): number {
  return equal + missing === 0 ? 1 : equal / (equal + missing);
}

/** Of what we say, the share that the judge says as well; 1 where we say nothing. */
export function precision({ equal, invented }: Counts): number {
  return equal + invented === 0 ? 1 : equal / (equal + invented);
}

/** Rounded down, so that 100 % is all. */
export function percent(share: number): string {
  return `${(Math.floor(share * 1e4 + 1e-6) / 1e2).toFixed(2)} %`;
}
