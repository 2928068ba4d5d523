import { LONGEST_LINE } from './lines.ts';

/** A place in a source file that a line names: `main.go:12`, `./a/b.go:12:3`, `C:\src\main.go:12`. */
export interface FileLink {
  /** Offsets in the line, of the file and its numbers. */
  readonly start: number;
  readonly end: number;
  readonly path: string;
  /** From 1 on; the column in bytes, 1 where there is none. */
  readonly line: number;
  readonly column: number;
}

/** Stack traces have a path to themselves, so that it may have blanks in it. */
const FRAME = /^[\t ]+(?:at )?((?:[A-Za-z]:)?[/\\][^:\t]*\.(?:go|s)):(\d{1,9})(?::(\d{1,9}))?/d;
const PLACE = /((?:[A-Za-z]:[/\\])?[\w./\\@+~%-]+\.(?:go|s)):(\d{1,9})(?::(\d{1,9}))?(?![\w.])/dg;

export function fileLinksIn(text: string): FileLink[] {
  const line = text.slice(0, LONGEST_LINE);
  const frame = FRAME.exec(line);
  const matches = frame ? [frame] : line.matchAll(PLACE);
  return Array.from(matches, (match) => {
    const [, path = '', lineNumber = '1', column = '1'] = match;
    const [start = 0] = match.indices?.[1] ?? [];
    return {
      start,
      end: match.index + match[0].length,
      path,
      line: Number(lineNumber),
      column: Number(column),
    };
  });
}
