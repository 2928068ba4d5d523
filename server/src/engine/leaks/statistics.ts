/** What can be said of a few values in the order of time, without knowing how they are distributed. */

/** The median of the slopes between all pairs (Theil and Sen): a few outliers do not move it. */
export function theilSenSlope(times: readonly number[], values: readonly number[]): number {
  const slopes: number[] = [];
  for (const [later, value] of values.entries()) {
    for (let earlier = 0; earlier < later; earlier++) {
      const elapsed = (times[later] ?? 0) - (times[earlier] ?? 0);
      if (elapsed > 0) {
        slopes.push((value - (values[earlier] ?? 0)) / elapsed);
      }
    }
  }
  return median(slopes);
}

/** 0 for none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

/** One standard deviation of what a walk comes to by chance whose steps vary as those of the values do. */
export function walkError(values: readonly number[]): number {
  const steps = values.slice(1).map((value, place) => value - (values[place] ?? 0));
  const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length;
  const squares = steps.reduce((sum, step) => sum + (step - mean) ** 2, 0);
  return steps.length < 2 ? 0 : Math.sqrt((squares / (steps.length - 1)) * steps.length);
}

export interface Trend {
  /** Of all pairs, the share in which the later value is the larger one. */
  readonly risingShare: number;
  /** How probable so many rising pairs are in values without a trend (Mann and Kendall, one-sided). */
  readonly chance: number;
}

/** Beyond it the normal distribution is close enough to the exact one. */
const MOST_EXACT = 40;

export function mannKendall(values: readonly number[]): Trend {
  const count = values.length;
  const pairs = (count * (count - 1)) / 2;
  let rising = 0;
  let falling = 0;
  for (const [later, value] of values.entries()) {
    for (const earlier of values.slice(0, later)) {
      rising += value > earlier ? 1 : 0;
      falling += value < earlier ? 1 : 0;
    }
  }
  const score = rising - falling;
  return {
    risingShare: pairs === 0 ? 0 : rising / pairs,
    chance: count <= MOST_EXACT ? exactChance(count, score) : normalChance(count, score),
  };
}

/** Of the orders of `count` different values, the share of those with this score or a higher one. */
function exactChance(count: number, score: number): number {
  const pairs = (count * (count - 1)) / 2;
  // The share of orders by how many of their pairs fall.
  let shares = [1];
  for (let length = 2; length <= count; length++) {
    const longer = Array.from({ length: (length * (length - 1)) / 2 + 1 }, () => 0);
    for (const [falling, share] of shares.entries()) {
      for (let more = 0; more < length; more++) {
        longer[falling + more] = (longer[falling + more] ?? 0) + share / length;
      }
    }
    shares = longer;
  }
  const mostFalling = Math.floor((pairs - score) / 2);
  return shares.slice(0, mostFalling + 1).reduce((sum, share) => sum + share, 0);
}

function normalChance(count: number, score: number): number {
  const variance = (count * (count - 1) * (2 * count + 5)) / 18;
  const deviations = (score - Math.sign(score)) / Math.sqrt(variance);
  return 1 - normalShareBelow(deviations);
}

/** Abramowitz and Stegun, 26.2.17: to 7.5e-8. */
function normalShareBelow(deviations: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(deviations));
  const factors = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429];
  const sum = factors.reduceRight((inner, factor) => t * (factor + inner), 0);
  const above = (sum * Math.exp(-(deviations ** 2) / 2)) / Math.sqrt(2 * Math.PI);
  return deviations >= 0 ? 1 - above : above;
}
