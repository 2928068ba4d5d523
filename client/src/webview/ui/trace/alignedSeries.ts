import uPlot from 'uplot';
import { firstRow, rowsToDraw, type TimeRange } from '../../timeRows.ts';
import type { Series } from '../../traceProtocol.ts';

/** Series of times of their own as one table of a part of the time, each up to the end of the trace with its last value. */
export function alignedSeries(
  series: readonly Series[],
  endSeconds: number,
  shown: TimeRange,
): uPlot.AlignedData {
  return uPlot.join(
    series.map(({ times, values }): uPlot.AlignedData => {
      const rows = rowsToDraw(times, [values], shown);
      const drawn = (column: Float64Array) => Array.from(rows, (row) => column[row] ?? NaN);
      const last = values.at(-1);
      const isToEnd = last === undefined || (times.at(-1) ?? 0) >= endSeconds;
      return isToEnd
        ? [drawn(times), drawn(values)]
        : [
            [...drawn(times), endSeconds],
            [...drawn(values), last],
          ];
    }),
  );
}

/** The value of a series at a time: the last one before it; NaN where there is none. */
export function valueAt({ times, values }: Series, seconds: number): number {
  return values[firstRow(times, (time) => time > seconds) - 1] ?? NaN;
}
