import quickselect from 'quickselect';
import { cycleSeriesOf, type CycleSeries } from './cycleSeries.ts';
import type { Run } from './run.ts';

/** How a run's numbers are distributed; NaN throughout where there are none. */
export interface Distribution {
  readonly count: number;
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
  readonly sum: number;
}

/** What a run's cycles come to. Sizes are MiB, as the runtime cuts them; times have two digits that count. */
export interface RunMeasures {
  readonly countCycles: number;
  readonly countForced: number;
  /** From the start of the first cycle to the start of the last; the process ran longer. */
  readonly seconds: number;
  readonly procs: number;
  /** Each stop of the world: two a cycle. */
  readonly pausesMs: Distribution;
  readonly markMs: Distribution;
  /** Between the starts of cycles that follow each other. */
  readonly intervalSeconds: Distribution;
  readonly liveMB: Distribution;
  readonly peakMB: number;
  readonly peakLine: number;
  readonly goalMB: Distribution;
  /** GC's share of the CPU time that the process had (procs × time), in percent; without idle workers. */
  readonly gcCpuPercent: number;
  /** The last line's own figure, since the process began. */
  readonly reportedCpuPercent: number;
  /** Share of GC's CPU time that goroutines spent marking because they allocated, in percent. */
  readonly assistPercent: number;
  /** MiB a second that the heap grew by between the collections; what a cycle is off by averages out. */
  readonly allocatedMBPerSecond: number;
  /** What that may be off by where cycles are all alike, as sizes are cut to whole MB: one MB a cycle. */
  readonly allocatedErrorMBPerSecond: number;
  /** By cycle. */
  readonly each: CycleSeries;
}

export function distributionOf(values: Float64Array): Distribution {
  const known: number[] = [];
  let sum = 0;
  let max = NaN;
  for (const value of values) {
    if (!Number.isNaN(value)) {
      known.push(value);
      sum += value;
      max = value <= max ? max : value;
    }
  }
  const count = known.length;
  const [p50 = NaN, p90 = NaN, p99 = NaN] = nearestRanks(known, [0.5, 0.9, 0.99]);
  return { count, mean: count === 0 ? NaN : sum / count, p50, p90, p99, max, sum };
}

/**
 * The smallest values that shares of all values, in ascending order, are not above: values that were measured, never
 * ones between. Moves the values about.
 */
function nearestRanks(values: number[], shares: readonly number[]): number[] {
  let from = 0;
  return shares.map((share) => {
    const rank = Math.max(0, Math.ceil(share * values.length) - 1);
    // What is below the rank before is smaller than all that is looked for.
    quickselect(values, rank, from);
    from = rank;
    return values[rank] ?? NaN;
  });
}

/** The row of the highest value; 0 where there is none. */
export function rowOfHighest(values: Float64Array): number {
  return values.reduce(
    (best, value, row) =>
      value > (values[best] ?? NaN) || Number.isNaN(values[best]) ? row : best,
    0,
  );
}

export function measureRun(run: Run): RunMeasures {
  const { cycles } = run;
  const each = cycleSeriesOf(run);
  const { intervalSeconds, gcCpuMs, availableCpuMs } = each;
  // Only cycles that are followed by the next have a time that they can be held against.
  const cpuWithin = gcCpuMs.filter((_, row) => !Number.isNaN(intervalSeconds[row] ?? NaN));
  const peakRow = rowOfHighest(cycles.column('heapEndMB'));
  return {
    countCycles: cycles.count,
    countForced: total(cycles.column('isForced')),
    seconds: run.lastSeconds - (cycles.count > 0 ? cycles.value(0, 'seconds') : 0),
    procs: cycles.value(cycles.count - 1, 'procs'),
    pausesMs: distributionOf(joined(cycles.column('sweepTermMs'), cycles.column('markTermMs'))),
    markMs: distributionOf(cycles.column('markMs')),
    intervalSeconds: distributionOf(intervalSeconds),
    liveMB: distributionOf(cycles.column('heapLiveMB')),
    peakMB: cycles.value(peakRow, 'heapEndMB'),
    peakLine: cycles.value(peakRow, 'line'),
    goalMB: distributionOf(cycles.column('goalMB')),
    gcCpuPercent: (100 * total(cpuWithin)) / total(availableCpuMs),
    reportedCpuPercent: cycles.value(cycles.count - 1, 'cpuPercent'),
    assistPercent: (100 * total(cycles.column('assistCpuMs'))) / total(gcCpuMs),
    allocatedMBPerSecond: total(each.allocatedMB) / total(intervalSeconds),
    allocatedErrorMBPerSecond:
      intervalSeconds.filter((value) => !Number.isNaN(value)).length / total(intervalSeconds),
    each,
  };
}

function joined(first: Float64Array, second: Float64Array): Float64Array {
  const both = new Float64Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** Of what is known. */
function total(values: Float64Array): number {
  return values.reduce((sum, value) => (Number.isNaN(value) ? sum : sum + value), 0);
}
