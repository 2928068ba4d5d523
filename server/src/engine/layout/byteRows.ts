/** Which rows of bytes a drawing of a type has, and which it leaves out. */
import { tailBytes, type LayoutReport } from './report.ts';

/** A row that is drawn, or a stretch that is not. */
export interface ByteRow {
  readonly fromBytes: number;
  readonly toBytes: number;
  readonly isDrawn: boolean;
  /** The only field in a stretch that is not drawn, by its index. */
  readonly field?: number | undefined;
}

/**
 * Rows from the start of the type to the end of what an object takes. Of a large field only the
 * first rows are drawn, and of a large type the beginning and the end: `maximumRows` rows and
 * stretches in all, but no less than three.
 */
export function byteRows(
  report: LayoutReport<unknown>,
  bytesPerRow: number,
  maximumRows: number,
): readonly ByteRow[] {
  const rows = allRows(report, bytesPerRow);
  const maximum = Math.max(3, maximumRows);
  const last = rows.at(-1);
  if (last === undefined || rows.length <= maximum) {
    return rows;
  }
  const head = rows.slice(0, maximum - 2);
  const fromBytes = head.at(-1)?.toBytes ?? 0;
  return [...head, { fromBytes, toBytes: last.fromBytes, isDrawn: false }, last];
}

/** No more than three for each field, however large it is. */
function allRows(report: LayoutReport<unknown>, bytesPerRow: number): ByteRow[] {
  const stretches = stretchesOf(report);
  const endBytes = stretches.at(-1)?.endBytes ?? 0;
  const rows: ByteRow[] = [];
  let index = 0;
  let at = 0;
  /** The stretch that the row before lies in as a whole. */
  let before: number | undefined;
  while (at < endBytes) {
    while ((stretches[index]?.endBytes ?? endBytes) <= at) {
      index++;
    }
    const stretch = stretches[index];
    const countWhole = Math.floor(((stretch?.endBytes ?? at) - at) / bytesPerRow);
    const isRepeated = countWhole > 1 && before === index;
    const toBytes = isRepeated
      ? at + countWhole * bytesPerRow
      : Math.min(at + bytesPerRow, endBytes);
    rows.push({
      fromBytes: at,
      toBytes,
      isDrawn: !isRepeated,
      ...(isRepeated && { field: stretch?.field }),
    });
    before = countWhole > 0 ? index : undefined;
    at = toBytes;
  }
  return rows;
}

interface Stretch {
  readonly endBytes: number;
  readonly field?: number | undefined;
}

/** The fields, what is between them, and what the allocator adds; an array as one. */
function stretchesOf(report: LayoutReport<unknown>): Stretch[] {
  const { array, fields, sizeBytes } = report;
  const stretches: Stretch[] = [];
  for (const [index, field] of array === undefined ? fields.entries() : []) {
    const endBytes = field.offsetBytes + field.sizeBytes;
    stretches.push({ endBytes, field: index }, { endBytes: endBytes + field.padAfterBytes });
  }
  stretches.push({ endBytes: sizeBytes }, { endBytes: sizeBytes + tailBytes(report) });
  return stretches;
}
