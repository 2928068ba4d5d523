/**
 * Text in columns as gofmt aligns it: text/tabwriter (Go 1.26) as go/printer sets it up, with no
 * least width, one blank between columns, and columns left out that nothing stands in.
 */

/** Text in front of a column's end. */
export interface Cell {
  readonly text: string;
  /** An empty column of soft ends alone takes no room: `\v` of text/tabwriter, the other is `\t`. */
  readonly isSoft: boolean;
}

export interface Row {
  readonly cells: readonly Cell[];
  /** Behind the last column: it has no width of its own. */
  readonly last: string;
}

/** The lines of rows that follow each other. */
export function alignedLines(rows: readonly Row[]): readonly string[] {
  const lines = rows.map(() => '');
  pad(rows, lines, 0, rows.length, []);
  return lines.map((line) => line.trimEnd());
}

/** The rows from `first` to `end`, whose columns so far have these widths. */
function pad(
  rows: readonly Row[],
  lines: string[],
  first: number,
  end: number,
  widths: readonly number[],
): void {
  const column = widths.length;
  const hasColumn = (index: number) => column < (rows[index]?.cells.length ?? 0);
  let at = first;
  while (at < end) {
    let next = at;
    if (!hasColumn(at)) {
      lines[at] = lineOf(rows[at], widths);
      at++;
      continue;
    }
    while (next < end && hasColumn(next)) {
      next++;
    }
    const cells = rows.slice(at, next).flatMap((row) => row.cells[column] ?? []);
    const isEmpty = cells.every(({ text, isSoft }) => text === '' && isSoft);
    const width = isEmpty ? 0 : Math.max(...cells.map(({ text }) => widthOf(text) + 1));
    pad(rows, lines, at, next, [...widths, width]);
    at = next;
  }
}

function lineOf(row: Row | undefined, widths: readonly number[]): string {
  const { cells = [], last = '' } = row ?? {};
  const padded = cells.map(
    ({ text }, column) => text + ' '.repeat(Math.max(0, (widths[column] ?? 0) - widthOf(text))),
  );
  return padded.join('') + last;
}

/** In code points, as text/tabwriter counts. */
function widthOf(text: string): number {
  return Array.from(text).length;
}
