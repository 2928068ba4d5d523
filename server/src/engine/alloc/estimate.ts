/** What an allocation is taken to cost with each call of its function, where nothing was measured. */
import type { Frequency } from '../frequency/frequency.ts';
import type { Allocation } from './allocations.ts';

/** How often a loop is taken to go round. */
export const ROUNDS = 10;
/** What has no size that is known: an array of some elements, an object of some words. */
const ELEMENTS = 8;
export const UNKNOWN_BYTES = 64;

/** What happens seldom is not counted. */
export const TIMES: Readonly<Record<Frequency, number>> = {
  iteration: ROUNDS,
  call: 1,
  // Doubling, so many appends in one allocation.
  growth: 0.5,
  miss: 0,
  error: 0,
  panic: 0,
  once: 0,
};

/** Each time. */
export function bytesEachTime({ bytes, countObjects }: Allocation): number {
  switch (bytes?.kind) {
    case 'fixed':
      return bytes.takenBytes;
    case 'array':
      return bytes.elementBytes * ELEMENTS;
    case 'none':
      return 0;
    case 'unknown':
    case undefined:
      return UNKNOWN_BYTES * Math.max(1, countObjects);
  }
}
