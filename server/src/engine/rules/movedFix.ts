/** Fixes at their places in a text, and which of them go together. */
import type { TextChange } from '../refactor/unkeyedLiterals.ts';
import type { Fix } from './rule.ts';
import { wordsOf } from '../syntax/words.ts';

export interface MovedFix {
  readonly fix: Fix;
  /** Offsets in the text. */
  readonly changes: readonly TextChange[];
  /** In the texts that go and in those that come. */
  readonly words: ReadonlySet<string>;
}

/** `start` is where its declaration begins in the text. */
export function movedFix(fix: Fix, start: number, text: string): MovedFix {
  const changes = fix.changes.map((change) => ({
    start: start + change.start,
    end: start + change.end,
    text: change.text,
  }));
  const words = changes.flatMap((change) => [
    ...wordsOf(text.slice(change.start, change.end)),
    ...wordsOf(change.text),
  ]);
  return { fix, changes, words: new Set(words) };
}

/** Two insertions at one place overlap as well: nobody says which comes first. */
export function areApart(one: MovedFix, other: MovedFix): boolean {
  return !one.changes.some((change) => other.changes.some((each) => areOverlapping(change, each)));
}

function areOverlapping(a: TextChange, b: TextChange): boolean {
  return a.start < b.end ? b.start < a.end || a.start === b.start : a.start === b.start;
}

/** Whether neither of two fixes of a declaration says something of what the other one makes, or makes another thing of. */
export function areIndependent(one: MovedFix, other: MovedFix): boolean {
  return !saysNameOf(one, other) && !saysNameOf(other, one);
}

function saysNameOf({ words }: MovedFix, { fix }: MovedFix): boolean {
  return fix.names?.some((name) => words.has(name)) ?? false;
}
