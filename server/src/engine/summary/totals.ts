/** What a function allocates, with all that it calls as far as that is known. */
import { FREQUENCIES, type Frequency } from '../frequency/frequency.ts';
import type { CostSite } from './ownCost.ts';

/** What is allocated each time. */
export interface Amount {
  objects: number;
  /** Of those of `objects` whose bytes are known. */
  bytes: number;
  /** Of how many of `objects` only the program knows how large they are. */
  unsized: number;
  /** Some of it may be passed by. */
  isUpTo: boolean;
}

export interface Totals {
  /** How often within one call, by what is allocated then; what is not there is nothing. */
  readonly amounts: ReadonlyMap<Frequency, Readonly<Amount>>;
  /** Of calls of an interface's method, or of a function value, that are made per call or iteration. */
  readonly dynamicCalls: number;
  /** Of functions without Go code, or farther away than somebody looked. */
  readonly unseenCalls: number;
  /** Whether there are branches in code that is not the user's: what happens in them is not counted. */
  readonly hasOtherBranches: boolean;
  /** Strings and slices that are on the heap where they are larger than 32 bytes. */
  readonly buffered: number;
}

export class Sum {
  readonly amounts = new Map<Frequency, Amount>();
  dynamicCalls = 0;
  unseenCalls = 0;
  buffered = 0;
  hasOtherBranches = false;

  addSite({ bytes, isBuffered, isConditional }: CostSite, frequency: Frequency): void {
    if (isBuffered) {
      this.buffered += isUsual(frequency) ? 1 : 0;
      return;
    }
    const amount = this.#at(frequency);
    const isFixed = bytes.kind === 'fixed';
    amount.objects += isFixed ? bytes.countObjects : 1;
    amount.bytes += isFixed ? bytes.takenBytes : 0;
    amount.unsized += isFixed ? 0 : 1;
    amount.isUpTo ||= isConditional || (isFixed && bytes.condition !== undefined);
  }

  /** Of a function that is called. */
  addTotals(
    { amounts, dynamicCalls, unseenCalls, buffered, hasOtherBranches }: Totals,
    seenFrom: (inner: Frequency) => Frequency,
    isConditional: boolean,
  ): void {
    for (const [inner, { objects, bytes, unsized, isUpTo }] of amounts) {
      const amount = this.#at(seenFrom(inner));
      amount.objects += objects;
      amount.bytes += bytes;
      amount.unsized += unsized;
      amount.isUpTo ||= isUpTo || isConditional;
    }
    if (isUsual(seenFrom('call'))) {
      this.dynamicCalls += dynamicCalls;
      this.unseenCalls += unseenCalls;
      this.buffered += buffered;
      this.hasOtherBranches ||= hasOtherBranches;
    }
  }

  addUnknown(kind: 'dynamicCalls' | 'unseenCalls', frequency: Frequency): void {
    this[kind] += isUsual(frequency) ? 1 : 0;
  }

  #at(frequency: Frequency): Amount {
    let amount = this.amounts.get(frequency);
    if (!amount) {
      amount = { objects: 0, bytes: 0, unsized: 0, isUpTo: false };
      this.amounts.set(frequency, amount);
    }
    return amount;
  }
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
