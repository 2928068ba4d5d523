/** Comments between two pieces of syntax. */
import {
  isBlockComment,
  isLineComment,
  lineEnd,
  NEWLINE,
  skipBlockComment,
} from '../syntax/scanner.ts';
import type { Span } from '../syntax/ast.ts';

/** Comments in the order of the text. */
export interface Gap {
  readonly comments: readonly Span[];
  /** Line breaks before each of the comments, and behind the last one. */
  readonly breaks: readonly number[];
}

/** What stands between `from` and `to`, where there are no tokens but commas and semicolons. */
export function readGap(text: string, from: number, to: number): Gap {
  const comments: Span[] = [];
  const breaks: number[] = [];
  let countBreaks = 0;
  for (let at = from; at < to;) {
    const isLine = isLineComment(text, at);
    if (isLine || isBlockComment(text, at)) {
      const end = isLine ? lineEnd(text, at) : skipBlockComment(text, at);
      comments.push({ start: at, end: at + text.slice(at, end).trimEnd().length });
      breaks.push(countBreaks);
      countBreaks = 0;
      at = Math.max(end, at + 1);
    } else {
      countBreaks += text.charCodeAt(at) === NEWLINE ? 1 : 0;
      at++;
    }
  }
  return { comments, breaks: [...breaks, countBreaks] };
}
