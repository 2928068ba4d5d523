/** Rows of numbers over time, of which a chart needs no more than there is room for. */

/** In seconds. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** Columns of pixels of a wide screen. */
const PLACES = 2048;

/** A value for each row. */
type Column = ArrayLike<number>;

/**
 * The rows, in their order, of which a chart of a part of the time looks as it does of all: of those that are drawn
 * in one place the first, the last, and those with the least and the highest value of each column. A row before the
 * part and one after it are with them, as lines go on to them. `times` are in order.
 */
export function rowsToDraw(
  times: Column,
  columns: readonly Column[],
  { from, to }: TimeRange,
  places = PLACES,
): Uint32Array {
  const begin = Math.max(0, firstRow(times, (time) => time >= from) - 1);
  const end = Math.min(times.length, firstRow(times, (time) => time > to) + 1);
  if (end - begin <= 2 * places) {
    return Uint32Array.from({ length: Math.max(0, end - begin) }, (_, row) => begin + row);
  }
  const rows: number[] = [];
  const placeOf = (row: number) => Math.floor((((times[row] ?? to) - from) / (to - from)) * places);
  let start = begin;
  for (let row = begin + 1; row <= end; row++) {
    if (row === end || placeOf(row) !== placeOf(start)) {
      rows.push(...rowsOfPlace(columns, start, row));
      start = row;
    }
  }
  return Uint32Array.from(rows);
}

function rowsOfPlace(columns: readonly Column[], begin: number, end: number): number[] {
  if (end - begin <= 2) {
    return end - begin === 1 ? [begin] : [begin, begin + 1];
  }
  const rows = new Set([begin, end - 1]);
  for (const column of columns) {
    let least = begin;
    let highest = begin;
    for (let row = begin; row < end; row++) {
      const value = column[row] ?? NaN;
      const low = column[least] ?? NaN;
      const high = column[highest] ?? NaN;
      // Where nothing is known yet, the next row may know more.
      least = value < low || Number.isNaN(low) ? row : least;
      highest = value > high || Number.isNaN(high) ? row : highest;
    }
    rows.add(least).add(highest);
  }
  return [...rows].sort((a, b) => a - b);
}

/** The first row that has such a time, as all later ones have; the number of rows if there is none. */
export function firstRow(times: Column, isIt: (time: number) => boolean): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isIt(times[middle] ?? NaN)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}
