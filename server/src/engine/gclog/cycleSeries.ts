import type { Run } from './run.ts';

/**
 * What can be said of each cycle of a run from its line and the next: of the time, and of the allocation, from its
 * start to the start of the next. NaN where the very next line is missing.
 */
export interface CycleSeries {
  readonly intervalSeconds: Float64Array;
  /** What was allocated, in MiB. */
  readonly allocatedMB: Float64Array;
  /** CPU milliseconds that the process had: procs × time. */
  readonly availableCpuMs: Float64Array;
  /** CPU milliseconds of the cycle that the program could have had, without idle workers; never NaN. */
  readonly gcCpuMs: Float64Array;
  /** What of the CPU time the cycle takes, and its assists, in percent. */
  readonly gcCpuPercent: Float64Array;
  readonly assistCpuPercent: Float64Array;
}

export function cycleSeriesOf({ cycles }: Run): CycleSeries {
  const empty = () => new Float64Array(cycles.count).fill(NaN);
  const series = {
    intervalSeconds: empty(),
    allocatedMB: empty(),
    availableCpuMs: empty(),
    gcCpuMs: empty(),
    gcCpuPercent: empty(),
    assistCpuPercent: empty(),
  };
  const number = cycles.column('number');
  const seconds = cycles.column('seconds');
  const procs = cycles.column('procs');
  const start = cycles.column('heapStartMB');
  const end = cycles.column('heapEndMB');
  const live = cycles.column('heapLiveMB');
  const sweepTerm = cycles.column('sweepTermCpuMs');
  const assist = cycles.column('assistCpuMs');
  const worker = cycles.column('workerCpuMs');
  const markTerm = cycles.column('markTermCpuMs');
  for (let row = 0; row < cycles.count; row++) {
    const at = (column: Float64Array) => column[row] ?? NaN;
    const assistMs = at(assist);
    const gcMs = at(sweepTerm) + assistMs + at(worker) + at(markTerm);
    series.gcCpuMs[row] = gcMs;
    if (number[row + 1] !== at(number) + 1) {
      continue;
    }
    const intervalSeconds = (seconds[row + 1] ?? NaN) - at(seconds);
    const availableMs = intervalSeconds * 1000 * at(procs);
    series.intervalSeconds[row] = intervalSeconds;
    series.availableCpuMs[row] = availableMs;
    series.allocatedMB[row] = at(end) - at(start) + (start[row + 1] ?? NaN) - at(live);
    if (availableMs > 0) {
      series.gcCpuPercent[row] = (100 * gcMs) / availableMs;
      series.assistCpuPercent[row] = (100 * assistMs) / availableMs;
    }
  }
  return series;
}
