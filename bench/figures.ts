/** What a run measures, and how it is put before a person. */

/** Times of one subject doing one thing again and again. */
export interface Figure {
  readonly type: 'figure';
  readonly subject: string;
  readonly unit: 'ms' | 'µs';
  readonly count: number;
  readonly median: number;
  readonly p95: number;
  readonly min: number;
  readonly max: number;
  /** Answers that were not what the compiler says of that text. */
  readonly countWrong: number;
  /** What else there is to say: a rate, what was done. */
  readonly note: string;
}

/** One number that is no time. */
export interface Amount {
  readonly type: 'amount';
  readonly subject: string;
  readonly amount: number;
  readonly unit: string;
}

/** A row that could not be had here; the reason is for a person. */
export interface Skipped {
  readonly type: 'skipped';
  readonly subject: string;
  readonly reason: string;
}

export type Row = Figure | Amount | Skipped;

export interface Bar {
  readonly name: string;
  readonly isMet: boolean;
  readonly value: string;
}

/** One part of a run. Its first row is ours, the others are what it is held against. */
export interface Part {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly bars: readonly Bar[];
}

export function figureOf(
  subject: string,
  times: readonly number[],
  { unit = 'ms', countWrong = 0, note = '' }: Partial<Figure> = {},
): Figure | Skipped {
  const sorted = [...times].sort((a, b) => a - b);
  const [min] = sorted;
  if (min === undefined) {
    return { type: 'skipped', subject, reason: 'nothing was measured' };
  }
  return {
    type: 'figure',
    subject,
    unit,
    count: sorted.length,
    median: quantile(sorted, 0.5),
    p95: quantile(sorted, 0.95),
    min,
    max: sorted.at(-1) ?? min,
    countWrong,
    note,
  };
}

function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] ?? 0;
  const above = sorted[Math.ceil(at)] ?? below;
  return below + (above - below) * (at - Math.floor(at));
}

export function median(times: readonly number[]): number {
  return quantile(
    [...times].sort((a, b) => a - b),
    0.5,
  );
}

/** Undefined where there is no figure. */
export function p95Of(row: Row): number | undefined {
  return row.type === 'figure' ? row.p95 : undefined;
}

/** How many of our times go into one of theirs; `undefined` where one of them is no figure. */
export function ratio(ours: Row | undefined, theirs: Row): number | undefined {
  return ours?.type === 'figure' && theirs.type === 'figure' && ours.unit === theirs.unit
    ? theirs.median / ours.median
    : undefined;
}

/** The bar of a figure's median; unmet where there is no figure. */
export function barAtMost(name: string, value: number | undefined, most: number): Bar {
  return {
    name: `${name} <= ${most}`,
    isMet: value !== undefined && value <= most,
    value: value === undefined ? 'not measured' : rounded(value),
  };
}

const COLUMNS = ['', 'median', 'p95', 'min', 'max', 'count', 'wrong', '÷ ours', ''];

/** A table for the terminal. */
export function renderPart({ title, rows, bars }: Part): string {
  const [ours] = rows;
  const cells = rows.map((row): string[] => {
    switch (row.type) {
      case 'skipped':
        return [row.subject, `skipped: ${row.reason}`];
      case 'amount':
        return [row.subject, `${row.amount.toLocaleString('en')} ${row.unit}`];
      case 'figure': {
        const times = [row.median, row.p95, row.min, row.max];
        const share = row === ours ? undefined : ratio(ours, row);
        return [
          row.subject,
          ...times.map((time) => `${rounded(time)} ${row.unit}`),
          String(row.count),
          String(row.countWrong),
          share === undefined ? '' : rounded(share),
          row.note,
        ];
      }
    }
  });
  const hasFigures = rows.some(({ type }) => type === 'figure');
  const table = hasFigures ? [COLUMNS, ...cells] : cells;
  const full = table.filter(({ length }) => length === COLUMNS.length);
  const widths = COLUMNS.map((_, column) =>
    Math.max(...(column === 0 ? table : full).map((row) => row[column]?.length ?? 0), 0),
  );
  const lines = table.map((row) =>
    row
      .map((cell, column) => {
        const isText = column === 0 || column === COLUMNS.length - 1;
        return isText ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
      })
      .join('  ')
      .trimEnd(),
  );
  return [
    title,
    ...lines.map((line) => `  ${line}`),
    ...bars.map(({ name, isMet, value }) => `  ${isMet ? 'met' : 'MISSED'}: ${name} (${value})`),
  ].join('\n');
}

/** Three digits that count. */
function rounded(value: number): string {
  if (value === 0 || value >= 100) {
    return value.toFixed(0);
  }
  return value.toFixed(value >= 10 ? 1 : value >= 1 ? 2 : 3);
}
