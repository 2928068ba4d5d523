/** How far the entries of an outgrown array of buckets have moved: runtime/map.go (growWork). */
export interface Unmoved {
  readonly mean: number;
  readonly chanceOfAny: number;
}

/** Of larger arrays the number is next to certain. */
const MOST_BY_CHANCE = 256;

/**
 * How many of the outgrown buckets still have their entries after some writes. Each write moves those
 * of the bucket that it is in, which hashes decide, and those of the next bucket that is left.
 */
export function unmovedBuckets(buckets: number, writes: number): Unmoved {
  if (writes >= buckets) {
    return { mean: 0, chanceOfAny: 0 };
  }
  if (buckets > MOST_BY_CHANCE) {
    const mean = Math.max(0, buckets * (2 * (1 - 1 / buckets) ** writes - 1));
    return { mean, chanceOfAny: mean > 0 ? 1 : 0 };
  }
  /** How likely each number of buckets is left. */
  let chances = new Array<number>(buckets + 1).fill(0);
  chances[buckets] = 1;
  for (let write = 0; write < writes; write += 1) {
    chances = chances.map((_, left) => {
      const stay = chances[left + 1] ?? 0;
      const hit = chances[left + 2] ?? 0;
      return (stay * (buckets - left - 1)) / buckets + (hit * (left + 2)) / buckets;
    });
  }
  const any = chances.slice(1);
  return {
    mean: any.reduce((sum, chance, index) => sum + chance * (index + 1), 0),
    chanceOfAny: any.reduce((sum, chance) => sum + chance, 0),
  };
}
