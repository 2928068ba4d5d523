import type { Span } from '../syntax/ast.ts';
import {
  isBlockComment,
  isLineComment,
  lineEnd,
  skipBlockComment,
  skipQuoted,
  skipRawString,
} from '../syntax/scanner.ts';

const BACKQUOTE = 96;
const QUOTES: ReadonlySet<number> = new Set([34, 39]);

/** The comments of a text, which begins outside of strings and comments. */
export function commentsIn(text: string): Span[] {
  const found: Span[] = [];
  for (let at = 0; at < text.length;) {
    const unit = text.charCodeAt(at);
    let next = at + 1;
    if (isLineComment(text, at)) {
      next = lineEnd(text, at);
      found.push({ start: at, end: next });
    } else if (isBlockComment(text, at)) {
      next = skipBlockComment(text, at);
      found.push({ start: at, end: next < 0 ? text.length : next });
    } else if (unit === BACKQUOTE) {
      next = skipRawString(text, at);
    } else if (QUOTES.has(unit)) {
      next = skipQuoted(text, at);
    }
    // What is not closed reaches to the end of the text, or of its line: `~next`.
    at = next > at ? next : Math.max(at + 1, ~next);
  }
  return found;
}
