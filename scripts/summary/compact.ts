import {
  isBlockComment,
  isLineComment,
  isSpace,
  lineEnd,
  skipBlockComment,
  skipQuoted,
  skipRawString,
} from '../../server/src/engine/syntax/scanner.ts';

const QUOTES = new Set(['"', "'"]);

/** Go text with neither comments nor more space than it takes; lines end where they did. */
export function withoutComments(text: string): string {
  let result = '';
  let gap = '';
  for (let at = 0; at < text.length;) {
    let end = at + 1;
    if (isSpace(text.charCodeAt(at))) {
      gap = text[at] === '\n' || gap === '\n' ? '\n' : ' ';
    } else if (isLineComment(text, at)) {
      end = lineEnd(text, at);
    } else if (isBlockComment(text, at)) {
      end = skipBlockComment(text, at);
      gap = text.slice(at, end).includes('\n') || gap === '\n' ? '\n' : ' ';
    } else {
      if (QUOTES.has(text.charAt(at))) {
        end = skipQuoted(text, at);
      } else if (text[at] === '`') {
        end = skipRawString(text, at);
      }
      if (end < at) {
        throw new Error(`nothing closes ${text.slice(at, at + 20)}`);
      }
      result += (result === '' ? '' : gap) + text.slice(at, end);
      gap = '';
    }
    at = end;
  }
  return result;
}
