/** How far the heap may grow before it is collected again. */
import { getHeapStatistics, setFlagsFromString } from 'node:v8';

/** Up to here a heap grows freely: to collect one of a small package after each few megabytes takes longer than its work. */
const FREE_BYTES = 192 << 20;
/** V8's own are two to four times. */
const MOST_PERCENT = 300;
/** Of a large heap, for which V8 would take two to four times its size: most of what is new in it is garbage soon. */
const LEAST_PERCENT = 30;
/** Steps, so that V8 is not told another figure each time. */
const STEP_PERCENT = 10;

/** By how many percent of what a collection leaves a heap of now so many bytes may grow after it. */
export function growthPercent(heapBytes: number): number {
  const free = 100 * (FREE_BYTES / Math.max(1, heapBytes) - 1);
  const stepped = Math.floor(free / STEP_PERCENT) * STEP_PERCENT;
  return Math.min(MOST_PERCENT, Math.max(LEAST_PERCENT, stepped));
}

/**
 * Tells V8 by how much the heap may grow. It asks for that when it has collected, and then it must not be what a smaller
 * heap of before was allowed: {@link follow} is to be called all through the work.
 */
export class HeapGrowth {
  #percent = 0;

  follow(): void {
    const percent = growthPercent(getHeapStatistics().used_heap_size);
    if (percent !== this.#percent) {
      this.#percent = percent;
      setFlagsFromString(`--heap-growing-percent=${percent}`);
    }
  }
}
