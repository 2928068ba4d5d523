import { isWholeCycle } from './runtimeForms.ts';

/** Twice what the longest line of gctrace has in practice. */
const LONGEST_CYCLE = 512;
/** What Go's log package and most loggers begin their lines with. */
const DATE = /^\d{4}[-/]\d\d[-/]\d\d/;

/**
 * A line of gctrace that a line of the program stands in: the runtime writes it in pieces, each a number or
 * what is between two. `head` begins with it and ends with the other line, `tail` is the rest of it. Undefined
 * where they do not make one, and where it cannot be told which digits of a number are its own.
 */
export function mendedCycle(head: string, tail: string): string | undefined {
  if (tail.length > LONGEST_CYCLE) {
    return undefined;
  }
  const makes = (end: number) => isWholeCycle(head.slice(0, end) + tail);
  const ends = Array.from({ length: head.length - 1 }, (_, index) => index + 1);
  const end =
    ends.find((each) => DATE.test(head.slice(each)) && makes(each)) ??
    ends.findLast((each) => isBetweenPieces(head, each, tail) && makes(each));
  return end === undefined ? undefined : head.slice(0, end) + tail;
}

/**
 * Whether no number goes over the place, be it in the line or in what is left of it. Behind a number, what
 * begins with anything but a letter or a bracket may have its first digits in that number.
 */
function isBetweenPieces(head: string, end: number, tail: string): boolean {
  const isBehindNumber = /[\d.]/.test(head.charAt(end - 1));
  return !isBehindNumber || (!/^[\d.]/.test(tail) && /[A-Za-z[{("<]/.test(head.charAt(end)));
}
