/** The bytes of a stretch, one by one. */
import { byteRuns, type ByteKind } from './byteRuns.ts';
import type { LayoutReport } from './report.ts';

export interface ByteCell {
  readonly kind: ByteKind;
  readonly path: readonly number[];
  /** The first byte of a field, of an element of an array, of padding. */
  readonly isFirst: boolean;
}

/** Of the bytes `[from, to)`, as far as there are any. */
export function byteCells(
  report: LayoutReport<unknown>,
  from: number,
  to: number,
): readonly ByteCell[] {
  const cells: ByteCell[] = [];
  for (const { kind, startBytes, endBytes, path, valueBytes } of byteRuns(report, from, to)) {
    const end = Math.min(endBytes, to);
    for (let at = Math.max(startBytes, from); at < end; at++) {
      cells.push({ kind, path, isFirst: at === valueBytes });
    }
  }
  return cells;
}
