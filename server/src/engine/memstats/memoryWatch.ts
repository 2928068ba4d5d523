import { breakdownOf } from './breakdown.ts';
import type { MemStats } from './memStats.ts';

/** What is known of the memory at a time, and of the time since it was last looked at. */
export const MEMORY_COLUMNS = [
  /** Since it was first looked at. */
  'seconds',
  'heapMB',
  'goalMB',
  /** Spans with objects. */
  'inUseMB',
  'mappedMB',
  /** As the system says; mapped files and what C has included. */
  'residentMB',
  'objects',
  'allocatedMBPerSecond',
  'objectsPerSecond',
  'cyclesPerSecond',
  /** Of each second the milliseconds that the world was stopped. */
  'stoppedMsPerSecond',
  'longestStopMs',
] as const;
export type MemoryColumn = (typeof MEMORY_COLUMNS)[number];

/** Values in the order of the columns: NaN where nothing is known; MB are MiB, as in the runtime's own logs. */
export type MemoryRow = Float64Array;

export function valueIn(row: MemoryRow, column: MemoryColumn): number {
  return row[MEMORY_COLUMNS.indexOf(column)] ?? NaN;
}

type RateColumn =
  | 'allocatedMBPerSecond'
  | 'objectsPerSecond'
  | 'cyclesPerSecond'
  | 'stoppedMsPerSecond'
  | 'longestStopMs';

const BYTES_PER_MB = 2 ** 20;
/** With GOGC=off and no limit the goal is nearly all that 64 bits can say. */
const MOST_GOAL_BYTES = 2 ** 60;
const NS_PER_MS = 1e6;

/** Follows a program by what it says of its memory from time to time. */
export class MemoryWatch {
  #startMs: number | undefined;
  #before: { readonly atMs: number; readonly stats: MemStats } | undefined;
  #countRestarts = 0;

  /** How often another program answered: its counts began anew. */
  get countRestarts(): number {
    return this.#countRestarts;
  }

  /** `atMs` is a time of any clock, later than that of the one before; `residentBytes` is NaN where it is not known. */
  add(atMs: number, stats: MemStats, residentBytes = NaN): MemoryRow {
    this.#startMs ??= atMs;
    const isAnother = this.#before !== undefined && stats.mallocs < this.#before.stats.mallocs;
    if (isAnother) {
      this.#countRestarts++;
      this.#before = undefined;
    }
    const values: Readonly<Record<MemoryColumn, number>> = {
      seconds: (atMs - this.#startMs) / 1000,
      heapMB: stats.heapAllocBytes / BYTES_PER_MB,
      goalMB: stats.nextGcBytes > MOST_GOAL_BYTES ? NaN : stats.nextGcBytes / BYTES_PER_MB,
      inUseMB: stats.heapInuseBytes / BYTES_PER_MB,
      mappedMB: breakdownOf(stats).mappedBytes / BYTES_PER_MB,
      residentMB: residentBytes / BYTES_PER_MB,
      objects: stats.mallocs - stats.frees,
      ...this.#since(atMs, stats),
    };
    this.#before = { atMs, stats };
    return Float64Array.from(MEMORY_COLUMNS, (column) => values[column]);
  }

  #since(atMs: number, stats: MemStats): Readonly<Record<RateColumn, number>> {
    const before = this.#before;
    const seconds = before ? (atMs - before.atMs) / 1000 : NaN;
    const rate = (of: (stats: MemStats) => number) =>
      before ? (of(stats) - of(before.stats)) / seconds : NaN;
    const countCycles = before ? stats.numGc - before.stats.numGc : NaN;
    const stops = stats.pausesNs.slice(0, countCycles || 0);
    const stoppedNs = (stats.pausedNs ?? NaN) - (before?.stats.pausedNs ?? NaN);
    const knownNs = stops.reduce((sum, ns) => sum + ns, 0);
    // Of more cycles than the runtime keeps the pauses of, the last stand for all.
    const estimatedNs = knownNs * (stops.length > 0 ? countCycles / stops.length : 1);
    return {
      allocatedMBPerSecond: rate(({ totalAllocBytes }) => totalAllocBytes) / BYTES_PER_MB,
      objectsPerSecond: rate(({ mallocs }) => mallocs),
      cyclesPerSecond: rate(({ numGc }) => numGc),
      stoppedMsPerSecond: (Number.isNaN(stoppedNs) ? estimatedNs : stoppedNs) / NS_PER_MS / seconds,
      longestStopMs: stops.length > 0 ? Math.max(...stops) / NS_PER_MS : NaN,
    };
  }
}
