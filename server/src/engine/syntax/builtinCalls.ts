/**
 * `new(expr)`, as Go has it since 1.26, and functions of one's own named `make` or `new`, for a
 * grammar that wants a type after `new(` and `make(`. To such a grammar the call of any other
 * function is fine, so the name is hidden under another of the same length where a type does not
 * follow.
 */
import {
  charClass,
  CharClass,
  closerOf,
  isBlockComment,
  isLetter,
  isLineComment,
  isWordPart,
  lineEnd,
  skipBlanks,
  skipBlockComment,
  skipQuoted,
  skipRawString,
  skipWord,
} from './scanner.ts';

/** Names that nobody gives; what stands in the text is seen all the same. */
const MASKS: ReadonlyMap<string, string> = new Map([
  ['new', 'n3w'],
  ['make', 'm4ke'],
]);

/** More calls than any person writes in one declaration; each costs two small parses. */
const MAX_CALLS = 200;

/**
 * `text` with `new` and `make` masked where a call of them does not parse but would under another
 * name. Of use only if `text` has an error; `parses` tells whether a call has none.
 */
export function maskBuiltinCalls(text: string, parses: (call: string) => boolean): string {
  let masked = text;
  // Inner calls come first: an outer one parses only when they do.
  for (const { start, end, mask } of findCalls(text).reverse()) {
    const call = masked.slice(start, end);
    if (!parses(call)) {
      const other = mask + call.slice(mask.length);
      if (parses(other)) {
        masked = masked.slice(0, start) + other + masked.slice(end);
      }
    }
  }
  return masked;
}

interface Call {
  readonly start: number;
  readonly end: number;
  /** What hides the function's name. */
  readonly mask: string;
}

/** Calls of `new` and `make` that are closed, in the order of their starts. */
function findCalls(text: string): Call[] {
  const calls: Call[] = [];
  const open: { readonly closer: number; readonly start: number; readonly mask?: string }[] = [];
  /** The call whose parenthesis comes next. */
  let start = -1;
  let mask: string | undefined;
  for (let at = 0; at < text.length && calls.length < MAX_CALLS; at++) {
    const unit = text.charCodeAt(at);
    switch (charClass(unit)) {
      case CharClass.open:
        open.push({ closer: closerOf(unit), start, ...(mask === undefined ? {} : { mask }) });
        mask = undefined;
        break;
      case CharClass.close: {
        const top = open.pop();
        if (top?.closer === unit && top.mask !== undefined) {
          calls.push({ start: top.start, end: at + 1, mask: top.mask });
        }
        break;
      }
      case CharClass.string:
      case CharClass.rune: {
        const end = skipQuoted(text, at);
        at = (end < 0 ? ~end : end) - 1;
        break;
      }
      case CharClass.raw: {
        const end = skipRawString(text, at);
        at = (end < 0 ? text.length : end) - 1;
        break;
      }
      case CharClass.slash:
        if (isLineComment(text, at)) {
          at = lineEnd(text, at) - 1;
        } else if (isBlockComment(text, at)) {
          const end = skipBlockComment(text, at);
          at = (end < 0 ? text.length : end) - 1;
        }
        break;
      default:
        if (isLetter(unit)) {
          const end = skipWord(text, at);
          const isCalled = text.charCodeAt(skipBlanks(text, end)) === 40;
          const isSelected = text.charCodeAt(at - 1) === 46;
          start = at;
          mask = isCalled && !isSelected ? MASKS.get(text.slice(at, end)) : undefined;
          at = end - 1;
        } else if (isWordPart(unit)) {
          at = skipWord(text, at) - 1;
        }
        break;
    }
  }
  return calls.sort((one, other) => one.start - other.start);
}
