/** What a script means for one allocator: its phases with what mallocgc finds out of each class. */
import type { Recording, Script } from './script.ts';
import { ALLOCATION_PATHS, allocationOf, type Allocation, type Tables } from './tables.ts';

/** Never changed, and shared by all copies of a program. */
export interface PhasePlan {
  readonly count: number;
  readonly ring: number;
  readonly isClearing: boolean;
  readonly recording: Recording | undefined;
  readonly goroutines: number;
  readonly spinNs: number;
  /** The class by the drawn number's remainder, where they are few; else sums of weights. */
  readonly picks: Uint8Array | undefined;
  readonly weightSums: Float64Array;
  readonly totalWeight: number;
  /** By class: an index in ALLOCATION_PATHS, and what `Allocation` has. */
  readonly paths: Uint8Array;
  readonly spanClasses: Uint8Array;
  readonly sizeBytes: Float64Array;
  readonly blockBytes: Float64Array;
  readonly alignBytes: Uint8Array;
  readonly pages: Float64Array;
  readonly scanBytes: Float64Array;
}

export interface Plan {
  readonly phases: readonly PhasePlan[];
  /** Of the array that objects are held by. */
  readonly slots: Allocation;
  readonly countSlots: number;
  readonly maximumGoroutines: number;
}

const MAXIMUM_PICKS = 1 << 16;

export function planOf(script: Script, tables: Tables): Plan {
  const countSlots = Math.max(...script.phases.map(({ ring }) => ring));
  // What holds the objects of a recording is among them.
  const arraySlots = Math.max(
    ...script.phases.map(({ ring, recording }) => (recording === undefined ? ring : 0)),
  );
  return Object.freeze({
    phases: script.phases.map((phase) => phasePlan(phase, tables)),
    slots: allocationOf(tables, arraySlots * tables.wordBytes, true),
    countSlots,
    maximumGoroutines: Math.max(...script.phases.map(({ goroutines }) => goroutines)),
  });
}

function phasePlan(phase: Script['phases'][number], tables: Tables): PhasePlan {
  const classes = phase.classes.map(({ size, scan }) => allocationOf(tables, size, scan));
  const weights = phase.classes.map(({ weight }) => weight);
  const weightSums = Float64Array.from(weights);
  for (let index = 1; index < weightSums.length; index++) {
    weightSums[index] = (weightSums[index] ?? 0) + (weightSums[index - 1] ?? 0);
  }
  const totalWeight = weightSums.at(-1) ?? 0;
  const column = (of: (allocation: Allocation) => number) => classes.map(of);
  return {
    count: phase.count,
    ring: phase.ring,
    isClearing: phase.clear,
    recording: phase.recording,
    goroutines: phase.goroutines,
    spinNs: phase.spinNs,
    picks:
      totalWeight <= MAXIMUM_PICKS && classes.length <= 256
        ? Uint8Array.from(weights.flatMap((weight, index) => new Array<number>(weight).fill(index)))
        : undefined,
    weightSums,
    totalWeight,
    paths: Uint8Array.from(column(({ path }) => ALLOCATION_PATHS.indexOf(path))),
    spanClasses: Uint8Array.from(column(({ spanClass }) => spanClass)),
    sizeBytes: Float64Array.from(column(({ sizeBytes }) => sizeBytes)),
    blockBytes: Float64Array.from(column(({ blockBytes }) => blockBytes)),
    alignBytes: Uint8Array.from(column(({ alignBytes }) => alignBytes)),
    pages: Float64Array.from(column(({ pages }) => pages)),
    scanBytes: Float64Array.from(
      column(({ hasPointers, sizeBytes }) => (hasPointers ? sizeBytes : 0)),
    ),
  };
}

/** The class that a drawn number picks. */
export function pickedClass({ picks, weightSums, totalWeight }: PhasePlan, drawn: number): number {
  // As whole numbers of 32 bits, which is several times as fast as the remainder of floats.
  const rest = ((drawn >>> 0) % (totalWeight >>> 0)) >>> 0;
  if (picks !== undefined) {
    return picks[rest] ?? 0;
  }
  let low = 0;
  let high = weightSums.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((weightSums[middle] ?? 0) > rest) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}
