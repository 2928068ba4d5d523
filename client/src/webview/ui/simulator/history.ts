/** What the pacer's chart shows: one sample for each part of the script, so that going back is free. */
import { currentTrigger } from '../../../../../server/src/engine/heap/cycle.ts';
import { currentGoal } from '../../../../../server/src/engine/heap/mark.ts';
import type { World } from '../../../../../server/src/engine/heap/world.ts';

const SAMPLES = 6000;

type Series = 'live' | 'trigger' | 'goal' | 'mapped' | 'share' | 'assists';

export class History {
  /** Allocations from one sample to the next. */
  readonly distance: number;
  readonly #total: number;
  readonly #values: Readonly<Record<Series, Float64Array>>;
  #taken = 0;

  constructor(totalAllocations: number) {
    this.#total = totalAllocations;
    this.distance = Math.max(1, Math.ceil(totalAllocations / SAMPLES));
    const column = () => new Float64Array(SAMPLES + 1);
    this.#values = {
      live: column(),
      trigger: column(),
      goal: column(),
      mapped: column(),
      share: column(),
      assists: column(),
    };
  }

  get length(): number {
    return this.#taken;
  }

  get capacity(): number {
    return Math.ceil(this.#total / this.distance) + 1;
  }

  series(series: Series): Float64Array {
    return this.#values[series];
  }

  /** Where the world is now; what was taken beyond is forgotten. */
  take(world: World): void {
    const index = Math.min(SAMPLES, Math.floor(world.heap.allocations / this.distance));
    const { heap, cycles } = world;
    const { pacer, stats, mark } = heap;
    this.#values.live[index] = pacer.heapLive;
    this.#values.trigger[index] = currentTrigger(heap);
    this.#values.goal[index] = currentGoal(heap);
    this.#values.mapped[index] = stats.sysBytes - stats.releasedBytes;
    this.#values.share[index] = cycles.at(-1)?.cpuShare ?? 0;
    this.#values.assists[index] =
      mark.phase === 'mark' ? mark.assistNs / Math.max(1, heap.nowNs - mark.startNs) : 0;
    this.#taken = index + 1;
  }
}
