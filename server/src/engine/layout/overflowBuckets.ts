/** How many buckets are chained behind others, where hashes spread the entries: runtime/map.go (newoverflow). */
import { SLOTS } from './mapShape.ts';

/** A number that hashes decide. */
export interface Chained {
  readonly mean: number;
  readonly variance: number;
}

/** There are 6.5 on average at most, and practically never more than this. */
const MOST_IN_A_BUCKET = 64;

const NONE: Chained = { mean: 0, variance: 0 };

export function chainedBuckets(buckets: number, entries: number): Chained {
  if (entries <= SLOTS || buckets === 1) {
    return NONE;
  }
  const average = entries / buckets;
  const odds = 1 / (buckets - 1);
  let chance = (1 - 1 / buckets) ** entries;
  let mean = 0;
  let square = 0;
  let product = 0;
  for (let count = 1; count <= Math.min(entries, MOST_IN_A_BUCKET); count += 1) {
    chance *= (odds * (entries - count + 1)) / count;
    const chained = Math.ceil(Math.max(0, count - SLOTS) / SLOTS);
    mean += chance * chained;
    square += chance * chained * chained;
    product += chance * chained * (count - average);
  }
  // The buckets share a given number of entries: many in one leave few to the others.
  const variance = square - mean * mean - (product * product) / average;
  return { mean: buckets * mean, variance: buckets * variance };
}

/** What is expected of a function of the number, which is distributed binomially, as near as makes no difference. */
export function expectedOf({ mean, variance }: Chained, of: (count: number) => number): number {
  if (mean === 0 || variance > LARGE) {
    return of(Math.round(mean));
  }
  const chance = Math.min(Math.max(1 - variance / mean, SMALLEST), 1 - SMALLEST);
  const trials = mean / chance;
  const odds = chance / (1 - chance);
  const middle = Math.floor(mean);
  let weights = 1;
  let sum = of(middle);
  for (let count = middle, weight = 1; weight > SMALLEST; count += 1) {
    weight *= (odds * (trials - count)) / (count + 1);
    if (weight > 0) {
      weights += weight;
      sum += weight * of(count + 1);
    }
  }
  for (let count = middle, weight = 1; count > 0 && weight > SMALLEST; count -= 1) {
    weight *= count / (odds * (trials - count + 1));
    weights += weight;
    sum += weight * of(count - 1);
  }
  return sum / weights;
}

const SMALLEST = 1e-9;

/** Variance of numbers that are so large that chance changes next to nothing. */
const LARGE = 1000;
