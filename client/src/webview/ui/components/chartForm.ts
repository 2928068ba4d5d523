/** Charts over time whose lines are columns of numbers. */
import type uPlot from 'uplot';
import type { ChartSeries } from './timeCharts.ts';
import { rowsToDraw, type TimeRange } from '../../timeRows.ts';

export interface ChartLine<Column> extends Pick<
  ChartSeries,
  'label' | 'color' | 'isStepped' | 'bar'
> {
  readonly column: Column;
}

export interface ChartForm<Column> {
  readonly title: string;
  readonly unit: string;
  readonly lines: readonly ChartLine<Column>[];
}

/** Times, then the values of each line, as a chart of a part of the time needs them: null where nothing is known. */
export function alignedColumns<Column>(
  seconds: ArrayLike<number>,
  lines: readonly ChartLine<Column>[],
  valuesOf: (column: Column) => ArrayLike<number>,
  shown: TimeRange,
): uPlot.AlignedData {
  const columns = lines.map(({ column }) => valuesOf(column));
  const rows = rowsToDraw(seconds, columns, shown);
  return [
    Float64Array.from(rows, (row) => seconds[row] ?? NaN),
    ...columns.map((values) => Array.from(rows, (row) => knownOf(values[row]))),
  ];
}

/** NaN is what nobody knows. */
function knownOf(value = NaN): number | null {
  return Number.isNaN(value) ? null : value;
}
