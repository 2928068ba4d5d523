/** What a function allocates, with all that it calls as far as that is known. */
import { FREQUENCIES, type Frequency, within } from '../frequency/frequency.ts';
import type { CostSite } from './ownCost.ts';

/** What is allocated each time. */
export interface Amount {
  readonly objects: number;
  /** Of those of `objects` whose bytes are known. */
  readonly bytes: number;
  /** Of how many of `objects` only the program knows how large they are. */
  readonly unsized: number;
  /** Some of it may be passed by. */
  readonly isUpTo: boolean;
}

export interface Totals {
  /** How often within one call, by what is allocated then; what is not there is nothing. */
  readonly amounts: ReadonlyMap<Frequency, Amount>;
  /** Of calls of an interface's method, or of a function value, that are made per call or iteration. */
  readonly dynamicCalls: number;
  /** Of functions without Go code, or farther away than somebody looked. */
  readonly unseenCalls: number;
  /** Whether there are branches in code that is not the user's: what happens in them is not counted. */
  readonly hasOtherBranches: boolean;
  /** Strings and slices that are on the heap where they are larger than 32 bytes. */
  readonly buffered: number;
}

const NO_AMOUNT: Amount = { objects: 0, bytes: 0, unsized: 0, isUpTo: false };

export const NOTHING: Totals = {
  amounts: new Map(),
  dynamicCalls: 0,
  unseenCalls: 0,
  buffered: 0,
  hasOtherBranches: false,
};

export function totalsOfSite({ bytes, isBuffered, frequency }: CostSite): Totals {
  if (isBuffered) {
    return { ...NOTHING, buffered: isUsual(frequency) ? 1 : 0 };
  }
  const amount: Amount =
    bytes.kind === 'fixed'
      ? {
          objects: bytes.countObjects,
          bytes: bytes.takenBytes,
          unsized: 0,
          isUpTo: bytes.condition !== undefined,
        }
      : { objects: 1, bytes: 0, unsized: 1, isUpTo: false };
  return { ...NOTHING, amounts: new Map([[frequency, amount]]) };
}

/** A function's totals as they count for who calls it so often. */
export function totalsOfCall(totals: Totals, frequency: Frequency): Totals {
  const amounts = new Map<Frequency, Amount>();
  for (const [inner, amount] of totals.amounts) {
    const seen = within(frequency, inner);
    amounts.set(seen, sum(amounts.get(seen) ?? NO_AMOUNT, amount));
  }
  return isUsual(frequency) ? { ...totals, amounts } : { ...NOTHING, amounts };
}

export function totalsOfUnknown(
  kind: 'dynamicCalls' | 'unseenCalls',
  frequency: Frequency,
): Totals {
  return { ...NOTHING, [kind]: isUsual(frequency) ? 1 : 0 };
}

/** Of one after the other. */
export function plus(one: Totals, other: Totals): Totals {
  return combined(one, other, sum, (a, b) => a + b);
}

/** What is enough for either. */
export function most(one: Totals, other: Totals): Totals {
  return combined(one, other, larger, Math.max);
}

function sum(one: Amount, other: Amount): Amount {
  return {
    objects: one.objects + other.objects,
    bytes: one.bytes + other.bytes,
    unsized: one.unsized + other.unsized,
    isUpTo: one.isUpTo || other.isUpTo,
  };
}

function larger(one: Amount, other: Amount): Amount {
  const isSame =
    one.objects === other.objects && one.bytes === other.bytes && one.unsized === other.unsized;
  return {
    objects: Math.max(one.objects, other.objects),
    bytes: Math.max(one.bytes, other.bytes),
    unsized: Math.max(one.unsized, other.unsized),
    isUpTo: one.isUpTo || other.isUpTo || !isSame,
  };
}

function combined(
  one: Totals,
  other: Totals,
  ofAmounts: (one: Amount, other: Amount) => Amount,
  ofCounts: (one: number, other: number) => number,
): Totals {
  const amounts = new Map<Frequency, Amount>();
  for (const frequency of new Set([...one.amounts.keys(), ...other.amounts.keys()])) {
    const [a = NO_AMOUNT, b = NO_AMOUNT] = [
      one.amounts.get(frequency),
      other.amounts.get(frequency),
    ];
    amounts.set(frequency, ofAmounts(a, b));
  }
  return {
    amounts,
    dynamicCalls: ofCounts(one.dynamicCalls, other.dynamicCalls),
    unseenCalls: ofCounts(one.unseenCalls, other.unseenCalls),
    buffered: ofCounts(one.buffered, other.buffered),
    hasOtherBranches: one.hasOtherBranches || other.hasOtherBranches,
  };
}

/** What is not apart: with each call, or each round of a loop. */
export function isUsual(frequency: Frequency): boolean {
  return frequency === 'call' || frequency === 'iteration';
}

/** The bytes that are known, most often first: for sorting. */
export function weightOf({ amounts }: Totals): number {
  return FREQUENCIES.reduce((weight, frequency) => {
    const { bytes = 0, unsized = 0 } = amounts.get(frequency) ?? {};
    return weight + (isUsual(frequency) ? bytes + unsized : 0);
  }, 0);
}
