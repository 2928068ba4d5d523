import { detach } from './detach.ts';

/** A power of two. A program has some ten thousand names; most of a file's are found again. */
const COUNT_SLOTS = 1 << 14;

/** Longer pieces are rarely seen twice. */
export const LONGEST_INTERNED = 40;

/** Each hash has one place, whose last string stays there: bounded, and no upkeep. */
const slots = new Array<string>(COUNT_SLOTS).fill('');

/** Of the code units so far and the next one. */
export function nextHash(hash: number, unit: number): number {
  return (Math.imul(hash, 31) + unit) | 0;
}

/**
 * `text.slice(start, end)` as a string of its own, and mostly the same one for the same characters.
 * `hash` is that of all its code units, from 0 on.
 */
export function intern(text: string, start: number, end: number, hash: number): string {
  const slot = (hash ^ (hash >>> 14)) & (COUNT_SLOTS - 1);
  const known = slots[slot] ?? '';
  const length = end - start;
  if (known.length === length) {
    let at = 0;
    while (at < length && known.charCodeAt(at) === text.charCodeAt(start + at)) {
      at++;
    }
    if (at === length) {
      return known;
    }
  }
  const piece = detach(text.slice(start, end));
  if (length <= LONGEST_INTERNED) {
    slots[slot] = piece;
  }
  return piece;
}
