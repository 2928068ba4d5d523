import type { MemStats } from './memStats.ts';

/** What the memory is that the program has of the system, in bytes: the parts are all of `mappedBytes`. */
export interface Breakdown {
  readonly objectsBytes: number;
  /** Free slots, and ends, of spans that have objects. */
  readonly freeSlotsBytes: number;
  /** Spans without objects that were not given back. */
  readonly idleBytes: number;
  readonly stacksBytes: number;
  /** The runtime's own: spans, caches, marking, profiles. */
  readonly runtimeBytes: number;
  /** What was asked of the system and not given back: the most of it that can be resident. */
  readonly mappedBytes: number;
}

/** By the sums that runtime/mstats.go documents: Sys is HeapSys and the others, HeapSys is HeapInuse and HeapIdle. */
export function breakdownOf(stats: MemStats): Breakdown {
  const heapBytes = stats.heapInuseBytes + stats.heapIdleBytes;
  return {
    objectsBytes: stats.heapAllocBytes,
    freeSlotsBytes: stats.heapInuseBytes - stats.heapAllocBytes,
    idleBytes: stats.heapIdleBytes - stats.heapReleasedBytes,
    stacksBytes: stats.stackSysBytes,
    runtimeBytes: stats.sysBytes - heapBytes - stats.stackSysBytes,
    mappedBytes: stats.sysBytes - stats.heapReleasedBytes,
  };
}
