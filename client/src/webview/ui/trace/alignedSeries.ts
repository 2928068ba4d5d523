import uPlot from 'uplot';
import type { Series } from '../../traceProtocol.ts';

/** Series of times of their own as one table, each up to the end of the trace with its last value. */
export function alignedSeries(series: readonly Series[], endSeconds: number): uPlot.AlignedData {
  return uPlot.join(
    series.map(({ times, values }): uPlot.AlignedData => {
      const last = values.at(-1);
      const isToEnd = last === undefined || (times.at(-1) ?? 0) >= endSeconds;
      return isToEnd
        ? [times, values]
        : [Float64Array.from([...times, endSeconds]), Float64Array.from([...values, last])];
    }),
  );
}

/** The value of a series at a time: the last one before it; NaN where there is none. */
export function valueAt({ times, values }: Series, seconds: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) <= seconds) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return values[low - 1] ?? NaN;
}
