/**
 * The comments above a declaration. They are found by looking up from the declaration, so that
 * what they are does not depend on whether the text above them is broken.
 */
import { detach } from './detach.ts';
import { isBlockComment, isLineComment, isSpace, lineEnd, skipBlanks } from './scanner.ts';

export interface Doc {
  /** Start of the comment block directly above; the declaration's own start if there is none. */
  readonly start: number;
  /**
   * The `//go:` lines that apply to the declaration, top to bottom. As for the compiler, blank
   * lines between a directive and its declaration do not matter.
   */
  readonly directives: readonly string[];
  /** Start of the first line of all comments and blank lines above. */
  readonly top: number;
}

/** The comments above the declaration at `start`, looking up no further than `floor`. */
export function docAbove(text: string, start: number, floor: number): Doc {
  const directives: string[] = [];
  let docStart = start;
  let isAdjacent = true;
  let top = ownLine(text, start, floor);
  if (top < 0) {
    return { start, directives, top: start };
  }
  for (;;) {
    const line = lineAbove(text, top, floor);
    if (line < 0) {
      break;
    }
    const first = skipBlanks(text, line);
    if (first === top - 1) {
      isAdjacent = false;
      top = line;
      continue;
    }
    const comment = commentAbove(text, top, line, first, floor);
    if (comment < 0) {
      break;
    }
    if (text.startsWith('//go:', first)) {
      directives.push(detach(text.slice(first, lineEnd(text, first)).trimEnd()));
    }
    if (isAdjacent) {
      docStart = skipBlanks(text, comment);
    }
    top = comment;
  }
  return { start: docStart, directives: directives.reverse(), top };
}

/** Start of the line of a declaration; -1 if something else stands before it on the line. */
function ownLine(text: string, start: number, floor: number): number {
  let at = start;
  while (at > floor && text.charCodeAt(at - 1) !== 10) {
    if (!isSpace(text.charCodeAt(at - 1))) {
      return -1;
    }
    at--;
  }
  return at;
}

/** Start of the line above the one that starts at `top`; -1 if it starts before `floor`. */
function lineAbove(text: string, top: number, floor: number): number {
  if (top - 1 < floor) {
    return -1;
  }
  let at = top - 1;
  while (at > floor && text.charCodeAt(at - 1) !== 10) {
    at--;
  }
  return at === 0 || text.charCodeAt(at - 1) === 10 ? at : -1;
}

/**
 * Start of the line on which the comment starts that ends on the line `[line, top)`, of which
 * `first` is the first character that is no blank; -1 if that line does not end a comment.
 */
function commentAbove(
  text: string,
  top: number,
  line: number,
  first: number,
  floor: number,
): number {
  if (isLineComment(text, first)) {
    return line;
  }
  let end = top - 1;
  while (end > first && isSpace(text.charCodeAt(end - 1))) {
    end--;
  }
  if (!text.endsWith('*/', end)) {
    return -1;
  }
  let at = line;
  while (at >= 0) {
    const opener = skipBlanks(text, at);
    if (isBlockComment(text, opener)) {
      return text.indexOf('*/', opener + 2) === end - 2 ? at : -1;
    }
    at = lineAbove(text, at, floor);
    if (at >= 0 && text.slice(at, lineEnd(text, at)).includes('*/')) {
      return -1;
    }
  }
  return -1;
}
