/**
 * How fast the program of a gctrace log allocates. A line says when its cycle began, how long it marked and what
 * was allocated meanwhile: while marking, a program is slower than by its assists alone, as two Ps may share a
 * core, and all of them share the memory.
 */
import type { Run } from '../gclog/run.ts';

const MIB = 2 ** 20;

/** CPU time of the program, in nanoseconds for each byte that it allocates. */
export interface Pace {
  readonly nsPerByte: number;
  /** While a cycle marks, without assists; undefined where too little is allocated then. */
  readonly markingNsPerByte: number | undefined;
}

/** CPU time that the program has, and what it allocates in it. */
interface Spent {
  ms: number;
  allocatedMB: number;
}

/** What is cut off of a line's sizes averages out over so much. */
const FEWEST_MB = 8;

/** Of a program that runs on so many Ps at once, if it may. Undefined where no cycles follow each other. */
export function paceOf(run: Run, goroutines: number): Pace | undefined {
  const between: Spent = { ms: 0, allocatedMB: 0 };
  const marking: Spent = { ms: 0, allocatedMB: 0 };
  for (let row = 0; row + 1 < run.cycles.count; row++) {
    addCycle(run, row, goroutines, { between, marking });
  }
  const overall = nsPerByteOf({
    ms: between.ms + marking.ms,
    allocatedMB: between.allocatedMB + marking.allocatedMB,
  });
  if (overall === undefined) {
    return undefined;
  }
  const nsPerByte = nsPerByteOf(between);
  const markingNsPerByte = nsPerByteOf(marking);
  return between.allocatedMB < FEWEST_MB || marking.allocatedMB < FEWEST_MB
    ? { nsPerByte: overall, markingNsPerByte: undefined }
    : { nsPerByte: nsPerByte ?? overall, markingNsPerByte };
}

function nsPerByteOf({ ms, allocatedMB }: Spent): number | undefined {
  return ms > 0 && allocatedMB > 0 ? (ms * 1e6) / (allocatedMB * MIB) : undefined;
}

function addCycle(
  { cycles }: Run,
  row: number,
  goroutines: number,
  { between, marking }: { readonly between: Spent; readonly marking: Spent },
): void {
  const value = (field: Parameters<typeof cycles.value>[1], at = row) => cycles.value(at, field);
  if (value('number', row + 1) !== value('number') + 1) {
    return;
  }
  const markMs = value('markMs');
  const stoppedMs = value('sweepTermMs') + value('markTermMs');
  const assistMs = value('assistCpuMs');
  const workers = (value('workerCpuMs') + value('idleCpuMs')) / Math.max(markMs, SHORTEST_MS);
  const procs = value('procs');
  const cycleMs = 1000 * (value('seconds', row + 1) - value('seconds'));
  const busy = Math.min(goroutines, procs);
  const betweenMs = busy * (cycleMs - markMs - stoppedMs);
  const markingMs = Math.min(busy, Math.max(0, procs - workers)) * markMs - assistMs;
  if (!Number.isFinite(betweenMs + markingMs)) {
    return;
  }
  between.ms += betweenMs;
  between.allocatedMB += value('heapStartMB', row + 1) - value('heapLiveMB');
  marking.ms += markingMs;
  marking.allocatedMB += value('heapEndMB') - value('heapStartMB');
}

const SHORTEST_MS = 1e-3;
