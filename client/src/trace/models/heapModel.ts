import type { Intervals } from '../../../../server/src/engine/trace/intervals.ts';
import type { HeapModel, Series, Spans } from '../../webview/traceProtocol.ts';

export const NS_PER_SECOND = 1e9;
export const BYTES_PER_MB = 2 ** 20;

/** Times in nanoseconds of the trace's clock. */
interface SeriesNs {
  readonly times: readonly number[];
  readonly values: readonly number[];
}

/** What the engine knows of the heap. */
interface HeapOverTime {
  readonly heapAlloc: SeriesNs;
  readonly heapGoal: SeriesNs;
  readonly marking: Intervals;
  readonly stopped: Intervals;
}

/** `startNs` is of the trace. */
export function heapModel(
  { heapAlloc, heapGoal, marking, stopped }: HeapOverTime,
  startNs: number,
  durationNs: number,
): HeapModel {
  return {
    heap: seriesOf(heapAlloc, startNs, BYTES_PER_MB),
    goal: seriesOf(heapGoal, startNs, BYTES_PER_MB),
    marking: spansOf(marking, startNs),
    stops: { ...spansOf(stopped, startNs), kinds: stopped.kinds },
    durationSeconds: durationNs / NS_PER_SECOND,
  };
}

/** Values in units of so many. */
export function seriesOf(series: SeriesNs, startNs: number, unit = 1): Series {
  return {
    times: Float64Array.from(series.times, (time) => (time - startNs) / NS_PER_SECOND),
    values: Float64Array.from(series.values, (value) => value / unit),
  };
}

function spansOf({ startsNs, endsNs }: Intervals, startNs: number): Spans {
  const seconds = (ns: number) => (ns - startNs) / NS_PER_SECOND;
  return {
    starts: Float64Array.from(startsNs, seconds),
    ends: Float64Array.from(endsNs, seconds),
  };
}
