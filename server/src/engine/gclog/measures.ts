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
}

export function distributionOf(values: Iterable<number>): Distribution {
  const sorted = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const sum = sorted.reduce((total, value) => total + value, 0);
  const at = (share: number) => nearestRank(sorted, share);
  return {
    count: sorted.length,
    mean: sorted.length === 0 ? NaN : sum / sorted.length,
    p50: at(0.5),
    p90: at(0.9),
    p99: at(0.99),
    max: at(1),
    sum,
  };
}

/** The smallest value that a share of all values is not above: a value that was measured, never one between. */
function nearestRank(sorted: Float64Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

/** What was allocated from the start of each cycle to the start of the next, in MiB; NaN where one is missing. */
export function allocatedMB({ cycles }: Run): Float64Array {
  const start = cycles.column('heapStartMB');
  const end = cycles.column('heapEndMB');
  const live = cycles.column('heapLiveMB');
  return whereFollowed(
    cycles,
    (row) => (end[row] ?? NaN) - (start[row] ?? NaN) + (start[row + 1] ?? NaN) - (live[row] ?? NaN),
  );
}

/** Seconds from the start of each cycle to the start of the next; NaN where one is missing. */
export function intervals({ cycles }: Run): Float64Array {
  const seconds = cycles.column('seconds');
  return whereFollowed(cycles, (row) => (seconds[row + 1] ?? NaN) - (seconds[row] ?? NaN));
}

/** A value of each cycle that the very next one follows; NaN for the others. */
function whereFollowed(cycles: Run['cycles'], value: (row: number) => number): Float64Array {
  const number = cycles.column('number');
  return number.map((current, row) => (number[row + 1] === current + 1 ? value(row) : NaN));
}

/** CPU milliseconds that the process had from the start of each cycle to the next; NaN where one is missing. */
function availableCpuMs(run: Run): Float64Array {
  const procs = run.cycles.column('procs');
  return intervals(run).map((seconds, row) => seconds * 1000 * (procs[row] ?? NaN));
}

/** CPU milliseconds of each cycle that the program could have had: without idle workers. */
function gcCpuMs({ cycles }: Run): Float64Array {
  const others = (['assistCpuMs', 'workerCpuMs', 'markTermCpuMs'] as const).map((field) =>
    cycles.column(field),
  );
  return cycles
    .column('sweepTermCpuMs')
    .map((ms, row) => others.reduce((sum, column) => sum + (column[row] ?? NaN), ms));
}

/** GC's share of the CPU time from the start of each cycle to the next, in percent; NaN where that is not known. */
export function gcCpuPercents(run: Run): Float64Array {
  const availableMs = availableCpuMs(run);
  return gcCpuMs(run).map((ms, row) => {
    const available = availableMs[row] ?? NaN;
    return available > 0 ? (100 * ms) / available : NaN;
  });
}

/** What assists take of that time, in percent; NaN where that is not known. */
export function assistCpuPercents(run: Run): Float64Array {
  const availableMs = availableCpuMs(run);
  return run.cycles.column('assistCpuMs').map((ms, row) => {
    const available = availableMs[row] ?? NaN;
    return available > 0 ? (100 * ms) / available : NaN;
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
  const first = cycles.column('sweepTermMs');
  const second = cycles.column('markTermMs');
  const cpuMs = gcCpuMs(run);
  const seconds = run.lastSeconds - (cycles.count > 0 ? cycles.value(0, 'seconds') : 0);
  const spans = intervals(run);
  // Only cycles that are followed by the next have a time that they can be held against.
  const cpuWithin = cpuMs.filter((_, row) => !Number.isNaN(spans[row] ?? NaN));
  const allocated = allocatedMB(run);
  const peakRow = rowOfHighest(cycles.column('heapEndMB'));
  return {
    countCycles: cycles.count,
    countForced: total(cycles.column('isForced')),
    seconds,
    procs: cycles.value(cycles.count - 1, 'procs'),
    pausesMs: distributionOf(joined(first, second)),
    markMs: distributionOf(cycles.column('markMs')),
    intervalSeconds: distributionOf(spans),
    liveMB: distributionOf(cycles.column('heapLiveMB')),
    peakMB: cycles.value(peakRow, 'heapEndMB'),
    peakLine: cycles.value(peakRow, 'line'),
    goalMB: distributionOf(cycles.column('goalMB')),
    gcCpuPercent: (100 * total(cpuWithin)) / total(availableCpuMs(run)),
    reportedCpuPercent: cycles.value(cycles.count - 1, 'cpuPercent'),
    assistPercent: (100 * total(cycles.column('assistCpuMs'))) / total(cpuMs),
    allocatedMBPerSecond: total(allocated) / total(spans),
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
