/** Whether a series of values grows, and how sure that is. */
import { mannKendall, theilSenSlope } from './statistics.ts';

export interface Growth {
  /** From the first to the last snapshot, by the median slope. */
  readonly amount: number;
  /** For each unit of the times. */
  readonly slope: number;
  /** Where it is much slower in the later half than in the first, as what fills up to a bound: that half alone. */
  readonly later: Later | undefined;
  /** One standard deviation of the amount, as far as sampling and chance make it. */
  readonly error: number;
  readonly risingShare: number;
  /** How probable such an order is without a trend. */
  readonly chance: number;
  readonly confidence: Confidence;
}

export interface Later {
  readonly slope: number;
  /** What it comes to, in standard deviations. */
  readonly sigmas: number;
}

/** `low` is for a look only; what is `settled` has grown, and has come to rest. */
export type Confidence = 'high' | 'medium' | 'low' | 'none' | 'settled';

/** Of the standard error, how many the growth has to be. */
const HIGH_SIGMAS = 5;
const MEDIUM_SIGMAS = 3;
const LOW_SIGMAS = 2;
/** How probable the order of the values may be without a trend; less where there is little growth. */
const MOST_CHANCE = 0.05;
const MOST_CHANCE_OF_LOW = 0.01;
/** Of pairs of snapshots, how many have to rise; with so few that chance cannot be excluded, all. */
const LEAST_RISING = 0.8;
/** What grows by less than this share of its slope in the later half has come to rest. */
const LEAST_LATER = 0.25;
/** What grows by less than this share of the slope of its first half grows more slowly. */
const SLOWER = 0.5;

/** `error` is one standard deviation of the growth; there are at least three values. */
export function growthOf(
  times: readonly number[],
  values: readonly number[],
  error: number,
): Growth {
  const slope = theilSenSlope(times, values);
  const amount = slope * ((times.at(-1) ?? 0) - (times[0] ?? 0));
  const { risingShare, chance } = mannKendall(values);
  const later = values.length >> 1;
  const laterSlope = theilSenSlope(times.slice(later), values.slice(later));
  const isSlower =
    laterSlope < SLOWER * theilSenSlope(times.slice(0, later + 1), values.slice(0, later + 1));
  const elapsed = (from: number) => (times.at(-1) ?? 0) - (times[from] ?? 0);
  // A walk goes half as far in a quarter of the time.
  const laterSigmas =
    (laterSlope * elapsed(later)) / (error * Math.sqrt(elapsed(later) / elapsed(0)));
  const sigmas = amount / error;
  const confidence = confidenceOf(
    isSlower ? Math.min(sigmas, laterSigmas) : sigmas,
    risingShare,
    chance,
  );
  const hasGrown = confidenceOf(sigmas, risingShare, chance) !== 'none';
  const isSettled = hasGrown && (laterSlope < LEAST_LATER * slope || confidence === 'none');
  return {
    amount,
    slope,
    later: isSlower ? { slope: laterSlope, sigmas: laterSigmas } : undefined,
    error,
    risingShare,
    chance,
    confidence: isSettled ? 'settled' : confidence,
  };
}

function confidenceOf(sigmas: number, risingShare: number, chance: number): Confidence {
  const isRising = risingShare >= LEAST_RISING && (chance <= MOST_CHANCE || risingShare === 1);
  if (!isRising || sigmas < LOW_SIGMAS) {
    return 'none';
  }
  if (sigmas < MEDIUM_SIGMAS) {
    return chance <= MOST_CHANCE_OF_LOW ? 'low' : 'none';
  }
  return sigmas >= HIGH_SIGMAS && chance <= MOST_CHANCE ? 'high' : 'medium';
}
