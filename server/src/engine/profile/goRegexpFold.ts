/** The flag `i` of Go's regular expressions: appendFoldedRange of regexp/syntax/parse.go. */
import type { CharacterSet } from './goRegexpSets.ts';

/** Where case is folded, what is of a set in any case. */
export function folded(set: CharacterSet, foldsCase: boolean): CharacterSet {
  if (!foldsCase) {
    return set;
  }
  const ofAscii = Array.from({ length: 128 }, (_, codePoint) => inAnyCase(codePoint, set));
  return (codePoint) => ofAscii[codePoint] ?? inAnyCase(codePoint, set);
}

/** The characters beyond ASCII that are the same as one of ASCII in another case. */
const FOLDED_TO_ASCII = new Map([
  [0x6b, 0x212a],
  [0x73, 0x17f],
]);

function inAnyCase(codePoint: number, set: CharacterSet): boolean {
  const text = String.fromCodePoint(codePoint);
  const upper = text.toUpperCase();
  return [text, text.toLowerCase(), upper, upper.toLowerCase()]
    .filter(isOneCharacter)
    .some((form) => {
      const code = form.codePointAt(0) ?? 0;
      return set(code) || set(FOLDED_TO_ASCII.get(code) ?? code);
    });
}

function isOneCharacter(text: string): boolean {
  return text.length === 1 || (text.length === 2 && (text.codePointAt(0) ?? 0) > 0xffff);
}
