import type { RunMeasures } from './measures.ts';
import type { Run } from './run.ts';

/** What a program would come to with another GOGC. */
export interface GogcCost {
  /** MiB that the heap would have when a cycle ends, and how many more that are than now. */
  readonly heapMB: number;
  readonly moreMB: number;
  /** How far off the former may be, as a share of it. */
  readonly heapError: number;
  /** Cycles for what is allocated, as a share of those that there are now. */
  readonly cyclesShare: number;
}

/**
 * Finds out what another GOGC than `now`, which explains a run's goals, would cost; undefined where that cannot be
 * said. It takes a tenth of a second or two: it is asked where a finding has use for it.
 */
export type GogcModel = (
  run: Run,
  measures: RunMeasures,
  now: number,
  gogc: number,
) => GogcCost | undefined;
