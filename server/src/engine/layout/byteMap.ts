/**
 * A type drawn as text, one cell a byte: a letter where a field begins, behind it what its bytes are.
 *
 *       0┬a······· b▒▒▒▒▒▒▒ c···d▒▒▒ e·······
 */
import { byteCells, type ByteCell } from './byteCells.ts';
import { byteRows, type ByteRow } from './byteRows.ts';
import type { ByteKind } from './byteRuns.ts';
import type { LayoutReport } from './report.ts';

export interface ByteMapOptions {
  /** A multiple of a word. */
  readonly bytesPerRow: number;
  readonly maximumRows: number;
  readonly isAscii?: boolean;
  /** Index of the field that is meant; the others are drawn faintly. */
  readonly highlight?: number | undefined;
}

export interface FieldListOptions {
  readonly maximumFields: number;
  readonly isAscii?: boolean;
  /** Of the columns; none where it is undefined. */
  readonly header?: readonly [offset: string, size: string, padding: string] | undefined;
  /** Index of the field that is meant: its line is marked. */
  readonly highlight?: number | undefined;
}

interface Signs {
  readonly kinds: Readonly<Record<ByteKind, string>>;
  readonly faint: string;
  readonly rowStart: string;
  /** Where a cache line begins: before a row, and in it. */
  readonly lineStart: string;
  readonly lineInRow: string;
  readonly elided: string;
  readonly mark: string;
}

const UNICODE: Signs = {
  kinds: { pointer: '█', scalar: '▒', padding: '·', lost: '-', unopened: '?' },
  faint: '░',
  rowStart: '│',
  lineStart: '┬',
  lineInRow: '│',
  elided: '⋮',
  mark: '◂',
};

const ASCII: Signs = {
  kinds: { pointer: '#', scalar: '=', padding: '.', lost: '-', unopened: '?' },
  faint: ':',
  rowStart: '|',
  lineStart: '+',
  lineInRow: '|',
  elided: '...',
  mark: '<',
};

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const MAXIMUM_TYPE_LENGTH = 48;

/** The letter of a field; after `Z` they begin again. */
export function fieldLetter(index: number): string {
  return LETTERS[index % LETTERS.length] ?? '';
}

/** Lines without an end of line; none for a type without size. */
export function byteMap(report: LayoutReport<unknown>, options: ByteMapOptions): readonly string[] {
  const rows = byteRows(report, options.bytesPerRow, options.maximumRows);
  const width = String(rows.at(-1)?.fromBytes ?? 0).length;
  return rows.map((row) => rowText(report, row, width, options));
}

/** A line for each field: letter, offset, size, the padding behind it, name and type. */
export function fieldList(
  report: LayoutReport<unknown>,
  options: FieldListOptions,
): readonly string[] {
  if (report.fields.length === 0) {
    return [];
  }
  const { elided, mark } = options.isAscii ? ASCII : UNICODE;
  const isCut = report.fields.length > options.maximumFields;
  const shown = isCut ? report.fields.slice(0, options.maximumFields - 1) : report.fields;
  const cells = shown.map((field, index) => [
    fieldLetter(index),
    String(field.offsetBytes),
    String(field.sizeBytes),
    field.padAfterBytes > 0 ? `+${field.padAfterBytes}` : '',
    field.isEmbedded ? shortened(field.type, elided) : field.name,
    field.isEmbedded ? '' : shortened(field.type, elided),
    index === options.highlight ? mark : '',
  ]);
  const header = options.header && ['', ...options.header, '', '', ''];
  const table = header ? [header, ...cells] : cells;
  const widths = [0, 1, 2, 3, 4, 5, 6].map((column) =>
    Math.max(0, ...table.map((row) => row[column]?.length ?? 0)),
  );
  const lines = table.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column >= 1 && column <= 3 ? cell.padStart(width) : cell.padEnd(width);
      })
      .filter((_, column) => widths[column] !== 0)
      .join(' ')
      .trimEnd(),
  );
  return isCut ? [...lines, `${elided} +${report.fields.length - shown.length}`] : lines;
}

function rowText(
  report: LayoutReport<unknown>,
  { fromBytes, toBytes, isDrawn, field }: ByteRow,
  width: number,
  options: ByteMapOptions,
): string {
  const signs = options.isAscii ? ASCII : UNICODE;
  if (!isDrawn) {
    const sign = fromBytes >= report.sizeBytes ? signs.kinds.lost : '';
    const of = field === undefined ? sign : fieldLetter(field);
    return `${''.padStart(width)}${signs.elided} ${toBytes - fromBytes} B ${of}`.trimEnd();
  }
  const { wordBytes, cacheLineBytes } = report;
  const gutter = String(fromBytes).padStart(width);
  let text = `${gutter}${fromBytes % cacheLineBytes === 0 ? signs.lineStart : signs.rowStart}`;
  for (const [index, cell] of byteCells(report, fromBytes, toBytes).entries()) {
    const at = fromBytes + index;
    if (index > 0 && at % wordBytes === 0) {
      text += at % cacheLineBytes === 0 ? signs.lineInRow : ' ';
    }
    text += cellText(report, cell, at, signs, options.highlight);
  }
  return text;
}

function cellText(
  { fields, array, sizeBytes }: LayoutReport<unknown>,
  { kind, path: [index] }: ByteCell,
  at: number,
  signs: Signs,
  highlight: number | undefined,
): string {
  const field = index === undefined ? undefined : fields[index];
  if (index === undefined || field === undefined || kind === 'padding') {
    return signs.kinds[kind];
  }
  if (at % (array?.elementBytes ?? sizeBytes) === field.offsetBytes) {
    return fieldLetter(index);
  }
  return highlight === undefined || highlight === index ? signs.kinds[kind] : signs.faint;
}

function shortened(type: string, elided: string): string {
  const text = type.replace(/\s+/g, ' ');
  return text.length <= MAXIMUM_TYPE_LENGTH
    ? text
    : `${text.slice(0, MAXIMUM_TYPE_LENGTH)}${elided === '⋮' ? '…' : elided}`;
}
