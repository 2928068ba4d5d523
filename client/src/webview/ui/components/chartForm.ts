/** Charts over time whose lines are columns of numbers. */
import type uPlot from 'uplot';

export interface ChartLine<Column> {
  readonly column: Column;
  readonly label: string;
  readonly color: string;
}

export interface ChartForm<Column> {
  readonly title: string;
  readonly unit: string;
  readonly lines: readonly ChartLine<Column>[];
}

/** Times, then the values of each line: null for NaN, where nothing is known. */
export function alignedColumns<Column>(
  seconds: number[] | Float64Array,
  lines: readonly ChartLine<Column>[],
  valuesOf: (column: Column) => ArrayLike<number>,
): uPlot.AlignedData {
  return [
    seconds,
    ...lines.map(({ column }) =>
      Array.from(valuesOf(column), (value) => (Number.isNaN(value) ? null : value)),
    ),
  ];
}
