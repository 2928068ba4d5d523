import { detach } from './detach.ts';

/** A power of two. A program has some ten thousand names; most of a file's are found again. */
const COUNT_SLOTS = 1 << 14;

/** Names this long are told apart by their last characters alone: seven bits each, in two words. */
const COUNT_PACKED = 8;

/** Each hash has one place, whose last name stays there: bounded, and no upkeep. */
const slots = new Array<string>(COUNT_SLOTS).fill('');
/** Of the name in each place: its last four characters, and the four before them. */
const lastPacked = new Int32Array(COUNT_SLOTS);
const firstPacked = new Int32Array(COUNT_SLOTS);

/**
 * The name `text.slice(start, end)`, all of it ASCII, as a string of its own, and mostly the same
 * one for the same name.
 */
export function internName(text: string, start: number, end: number): string {
  let hash = 0;
  let last = 0;
  let first = 0;
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at);
    hash = (Math.imul(hash, 31) + unit) | 0;
    first = ((first << 7) | (last >>> 21)) & 0xfffffff;
    last = ((last << 7) | unit) & 0xfffffff;
  }
  const slot = (hash ^ (hash >>> 14)) & (COUNT_SLOTS - 1);
  if (lastPacked[slot] === last && firstPacked[slot] === first) {
    const known = slots[slot] ?? '';
    if (known.length === end - start && startsAlike(text, start, known)) {
      return known;
    }
  }
  const name = detach(text.slice(start, end));
  slots[slot] = name;
  lastPacked[slot] = last;
  firstPacked[slot] = first;
  return name;
}

/** Whether what is not packed is the same. */
function startsAlike(text: string, start: number, known: string): boolean {
  for (let at = known.length - COUNT_PACKED - 1; at >= 0; at--) {
    if (known.charCodeAt(at) !== text.charCodeAt(start + at)) {
      return false;
    }
  }
  return true;
}
