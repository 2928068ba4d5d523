/** The text of a struct with its fields in another order, as gofmt prints it. */
import { alignedLines, type Cell, type Row } from './columns.ts';
import type { FieldText, StructText } from './structText.ts';

/** A line of the new text: of several names those that stay beside each other. */
interface Part {
  readonly line: FieldText;
  /** Empty for an embedded field. */
  readonly names: readonly string[];
  /** The first one of its line: comments go with it. */
  readonly isFirst: boolean;
}

/** Names of one line that cannot be parted: a comment among them would be there twice. */
export interface Unsplittable {
  readonly names: readonly string[];
}

/**
 * What stands between the braces with the fields in this order. Where the text is as gofmt has it,
 * the new one is as well; where it is not, lines move as they are.
 */
export function reorderedStruct(
  struct: StructText,
  order: readonly number[],
): string | Unsplittable {
  const parts = partsOf(struct, order);
  const split = parts.find((part) => !isWhole(part) && !canBeSplit(part.line));
  if (split) {
    return { names: split.line.names };
  }
  if (parts.length === 1 && !struct.original.includes('\n')) {
    return ` ${rowsAsTheyAre(parts, { ...struct, indentation: '' }).join('')} `;
  }
  const asWritten = partsOf(struct, [...order.keys()]);
  const isFormatted = written(struct, asWritten, alignedRows) === struct.original;
  return written(struct, parts, isFormatted ? alignedRows : rowsAsTheyAre);
}

function isWhole({ line, names }: Part): boolean {
  return names.join() === line.names.join();
}

function canBeSplit({ isPlain, type }: FieldText): boolean {
  return isPlain && !/\/[/*]/.test(type);
}

function partsOf({ lines }: StructText, order: readonly number[]): readonly Part[] {
  const parts: { line: FieldText; names: string[]; isFirst: boolean }[] = [];
  const seen = new Set<FieldText>();
  for (const index of order) {
    const line = lines.findLast((each) => each.index <= index);
    if (line === undefined) {
      continue;
    }
    const names = line.names.slice(index - line.index, index - line.index + 1);
    const before = parts.at(-1);
    if (before?.line === line) {
      before.names.push(...names);
    } else {
      parts.push({ line, names, isFirst: !seen.has(line) });
      seen.add(line);
    }
  }
  return parts;
}

/** The lines of fields that nothing stands between. */
type WriteRows = (parts: readonly Part[], struct: StructText) => readonly string[];

function written(struct: StructText, parts: readonly Part[], writeRows: WriteRows): string {
  const { indentation, lineBreak, opening, closing, headings } = struct;
  const lines: string[] = [opening];
  const told = new Set<number>();
  let rows: Part[] = [];
  const add = (...others: readonly string[]) => {
    lines.push(...writeRows(rows, struct), ...others);
    rows = [];
  };
  let before: FieldText | undefined;
  for (const part of parts) {
    const { line, isFirst } = part;
    // What is directly below a field would be taken for the comment of the next one.
    if (before && (before.group !== line.group || before.below !== '')) {
      add('');
    }
    const above = told.has(line.group) ? [] : (headings.get(line.group) ?? []);
    told.add(line.group);
    if (!before && struct.isOpeningLoose && (above.length > 0 || line.doc !== '')) {
      add('');
    }
    for (const heading of above) {
      add(indentation + heading, '');
    }
    if (isFirst && line.doc !== '') {
      add(indentation + line.doc);
    }
    rows.push(part);
    if (isFirst && line.below !== '') {
      add(indentation + line.below);
    }
    before = line;
  }
  add();
  return lines.join(lineBreak) + closing;
}

function rowsAsTheyAre(parts: readonly Part[], { indentation }: StructText): readonly string[] {
  return parts.map((part) => {
    const { line, names, isFirst } = part;
    const { type, tag = '', comment } = line;
    const text = isWhole(part)
      ? line.raw
      : [names.join(', '), type, tag, isFirst ? comment : '']
          .filter((each) => each !== '')
          .join(' ');
    return indentation + text;
  });
}

/** go/printer's `fieldList` (nodes.go, Go 1.26): what has several lines ends an alignment. */
function alignedRows(
  parts: readonly Part[],
  { indentation, lineBreak }: StructText,
): readonly string[] {
  const lines: string[] = [];
  let rows: Row[] = [];
  const endSection = () => {
    lines.push(...alignedLines(rows).map((line) => indentation + line));
    rows = [];
  };
  for (const part of parts) {
    const [firstLine = '', ...others] = part.line.type.split(lineBreak);
    const lastLine = others.pop();
    if (lastLine === undefined) {
      const row = rowOf(part, firstLine);
      rows.push(row);
      if (row.last.includes('\n')) {
        endSection();
      }
      continue;
    }
    const [, brace, comment] = /^(.*\{)\s+(\/[/*].*)$/.exec(firstLine) ?? [];
    rows.push(
      brace === undefined || comment === undefined
        ? { cells: nameCells(part), last: firstLine }
        : { cells: [...nameCells(part), { text: brace, isSoft: false }], last: comment },
    );
    endSection();
    lines.push(...others);
    const { cells, last } = rowOf(part, lastLine.slice(indentation.length));
    rows.push({ cells: cells.slice(nameCells(part).length), last });
    endSection();
  }
  endSection();
  return lines;
}

function rowOf(part: Part, type: string): Row {
  const { tag, comment: written } = part.line;
  const comment = part.isFirst ? written : '';
  const names = nameCells(part);
  if (tag !== undefined) {
    const cells = [...names, soft(type), ...names.map(() => soft(''))];
    return comment === ''
      ? { cells, last: tag }
      : { cells: [...cells, { text: tag, isSoft: false }], last: comment };
  }
  if (comment === '') {
    return { cells: names, last: type };
  }
  const seps = names.length > 0 ? [] : [soft('')];
  return { cells: [...names, soft(type), ...seps], last: comment };
}

function nameCells({ names }: Part): readonly Cell[] {
  return names.length > 0 ? [soft(names.join(', '))] : [];
}

function soft(text: string): Cell {
  return { text, isSoft: true };
}
