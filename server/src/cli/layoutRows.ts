import { relative } from 'node:path';
import type { Place } from '../engine/compilerlog/rows.ts';
import { byteMap, fieldList } from '../engine/layout/byteMap.ts';
import {
  bytesText,
  orderText,
  savedBytes,
  wasteBytes,
  type BestOrder,
  type FieldReport,
  type LayoutReport,
} from '../engine/layout/report.ts';
import { placeText } from './places.ts';

export type LayoutRow = LayoutReport<Place>;

/** How rows may be sorted. */
export const LAYOUT_ORDERS = ['source', 'waste'] as const;
export type LayoutOrder = (typeof LAYOUT_ORDERS)[number];

const ROW_OF_64_BITS = 64;
/** There are twice as many gaps between words of 32 bits. */
const ROW_OF_32_BITS = 32;
const MAXIMUM_ROWS = 24;
const MAXIMUM_FIELDS = 100;
const INDENTATION = '  ';

/** By place; or what holds least in most bytes first, and of equals what could be saved. */
export function sortRows(rows: readonly LayoutRow[], order: LayoutOrder): LayoutRow[] {
  const byPlace = (a: LayoutRow, b: LayoutRow) =>
    compareText(a.place?.file ?? '', b.place?.file ?? '') ||
    (a.place?.line ?? 0) - (b.place?.line ?? 0) ||
    (a.place?.column ?? 0) - (b.place?.column ?? 0) ||
    compareText(a.type, b.type);
  return [...rows].sort(
    order === 'source'
      ? byPlace
      : (a, b) => wasteBytes(b) - wasteBytes(a) || savedBytes(b) - savedBytes(a) || byPlace(a, b),
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The fields are a contract for scripts (docs/architecture.md). */
export function layoutJson(row: LayoutRow, cwd: string): object {
  return {
    type: row.type,
    file: row.place === undefined ? null : relative(cwd, row.place.file),
    line: row.place?.line ?? null,
    col: row.place?.column ?? null,
    goarch: row.goarch,
    sizeBytes: row.sizeBytes,
    alignBytes: row.alignBytes,
    ptrdataBytes: row.ptrdataBytes,
    scan: row.scan,
    allocatedBytes: row.allocatedBytes,
    classBytes: row.classBytes,
    headerBytes: row.headerBytes,
    tiny: row.isTiny,
    paddingBytes: row.paddingBytes,
    innerPaddingBytes: row.innerPaddingBytes,
    wasteBytes: wasteBytes(row),
    fields: row.fields.map(fieldJson),
    best: bestJson(row),
    ...(row.orderKeptBecause === undefined ? {} : { orderKeptBecause: row.orderKeptBecause }),
  };
}

function fieldJson(field: FieldReport<Place>): object {
  const { name, type, offsetBytes, sizeBytes, alignBytes, padAfterBytes, ptrdataBytes } = field;
  return {
    name,
    type,
    offsetBytes,
    sizeBytes,
    alignBytes,
    padAfterBytes,
    ptrdataBytes,
    embedded: field.isEmbedded,
    ...(field.place === undefined ? {} : { line: field.place.line, col: field.place.column }),
    ...(field.array === undefined ? {} : { array: field.array }),
    ...(field.fields === undefined ? {} : { fields: field.fields.map(fieldJson) }),
  };
}

/** The order as written where no other is better. */
function bestJson(row: LayoutRow): object {
  const best: Omit<BestOrder, 'indexes'> = row.best ?? {
    ...row,
    order: row.fields.map(({ name }) => name),
    cautions: [],
  };
  const { sizeBytes, allocatedBytes, classBytes, ptrdataBytes, paddingBytes } = best;
  const { order, cautions } = best;
  return { sizeBytes, allocatedBytes, classBytes, ptrdataBytes, paddingBytes, order, cautions };
}

/** One line: `file:line:col: T: 48 B, takes 48 B, …`. */
export function layoutLine(row: LayoutRow, cwd: string): string {
  const { place } = row;
  const at = place === undefined ? '' : `${placeText(place, cwd)}: `;
  const parts = [
    `${row.sizeBytes} B`,
    `takes ${bytesText(row.allocatedBytes)} B${classText(row)}`,
    ...(row.paddingBytes > 0 ? [`${row.paddingBytes} B padding`] : []),
    ...(row.innerPaddingBytes > 0 ? [`${row.innerPaddingBytes} B padding in fields`] : []),
    row.scan ? `scan ${row.ptrdataBytes} B` : 'noscan',
    row.goarch,
  ];
  return `${at}${row.type}: ${parts.join(', ')}${bestText(row)}`;
}

/** The bytes drawn, and a line for each field. */
export function layoutDrawing(row: LayoutRow, isAscii: boolean): readonly string[] {
  const map = byteMap(row, {
    bytesPerRow: row.wordBytes === 8 ? ROW_OF_64_BITS : ROW_OF_32_BITS,
    maximumRows: MAXIMUM_ROWS,
    isAscii,
  });
  const list = fieldList(row, {
    maximumFields: MAXIMUM_FIELDS,
    isAscii,
    header: ['offset', 'size', 'pad'],
  });
  return [...map, ...list].map((line) => `${INDENTATION}${line}`);
}

function classText({ sizeBytes, classBytes, headerBytes, isTiny }: LayoutRow): string {
  if (sizeBytes === 0) {
    return '';
  }
  if (isTiny) {
    return ` (shared block of ${classBytes})`;
  }
  const header = headerBytes > 0 ? `, header ${headerBytes}` : '';
  return classBytes > 0 ? ` (class ${classBytes}${header})` : ' (whole pages)';
}

function bestText(row: LayoutRow): string {
  const { best } = row;
  if (best === undefined) {
    return '';
  }
  const saved = savedBytes(row);
  const gain =
    saved > 0
      ? `takes ${bytesText(best.allocatedBytes)} B`
      : best.sizeBytes < row.sizeBytes
        ? `${best.sizeBytes} B`
        : `scan ${best.ptrdataBytes} B`;
  return `; reordered ${gain}: ${orderText(best)}`;
}
