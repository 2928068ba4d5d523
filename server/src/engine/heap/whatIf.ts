/** What a script would come to with other settings of GOGC and GOMEMLIMIT. */
import { cycleCpuNs } from './cycle.ts';
import { mappedReady } from './heap.ts';
import { allocate, isThrough } from './mutator.ts';
import type { Script } from './script.ts';
import type { Setting } from './setting.ts';
import { newWorld } from './simulation.ts';
import type { World } from './world.ts';

export interface Prediction extends Setting {
  readonly numGC: number;
  /** Of the program's time. */
  readonly seconds: number;
  readonly cyclesPerSecond: number;
  /** The highest live heap, dead objects that nobody has found dead yet included. */
  readonly peakHeapBytes: number;
  /** The most that was mapped and not given back: the heap's pages, and what the script says lies beside them. */
  readonly peakMappedBytes: number;
  /** What of it is no page of the heap: stacks and the runtime's own. */
  readonly nonHeapBytes: number;
  /** Of the CPU time that all Ps had; without idle workers. */
  readonly gcCpuShare: number;
  /** Of it what goroutines marked because they allocated; of the CPU time as well. */
  readonly assistShare: number;
  /** For how long the world stands still in a second, and at once at most. */
  readonly pausedNsPerSecond: number;
  readonly longestPauseNs: number;
  /** The script was given up where its heap would have grown beyond 16 GiB. */
  readonly outOfMemory: boolean;
  /** Of the live heap over time, evenly, at most `MAXIMUM_POINTS`. */
  readonly points: readonly HeapPoint[];
}

/** What the runtime did with the same script; as a prediction has it. */
export interface RealOutcome {
  readonly numGC: number;
  readonly seconds: number;
  readonly cyclesPerSecond: number;
  /** The runtime's log cuts sizes to whole MiB: in the middle of what it can be. */
  readonly peakHeapBytes: number;
  readonly gcCpuShare: number;
  readonly assistShare: number;
  readonly pausedNsPerSecond: number;
  readonly longestPauseNs: number;
  /** What the system says of the process: undefined where it says nothing. */
  readonly resident: { readonly peakBytes: number; readonly hugeBytes: number } | undefined;
}

export interface HeapPoint {
  readonly seconds: number;
  readonly heapBytes: number;
}

/** Side by side, for a person to compare. */
export const MAXIMUM_SETTINGS = 4;
export const MAXIMUM_POINTS = 240;

const SLICE_ALLOCATIONS = 20_000;

/** Yields now and then the share of the script that is done, for whoever has something else to do. */
export function* predict(script: Script, setting: Setting): Generator<number, Prediction> {
  const world = newWorld({ ...script, ...setting, cycles: 'paced' });
  const total = script.phases.reduce((sum, { count }) => sum + count, 0);
  const slice = Math.max(1, Math.min(SLICE_ALLOCATIONS, Math.floor(total / MAXIMUM_POINTS)));
  const everyNth = Math.max(1, Math.ceil(total / slice / MAXIMUM_POINTS));
  const points: HeapPoint[] = [];
  let peakMappedBytes = 0;
  for (let count = 0; !isThrough(world); count++) {
    allocate(world, slice, 0);
    const { heap } = world;
    peakMappedBytes = Math.max(peakMappedBytes, mappedReady(heap));
    if (count % everyNth === 0) {
      points.push({ seconds: heap.nowNs / NS, heapBytes: heap.pacer.heapLive });
    }
    yield heap.allocations / total;
  }
  return predictionOf(world, setting, { points, peakMappedBytes });
}

const NS = 1e9;

function predictionOf(
  { heap, cycles }: World,
  { gogc, memoryLimitBytes }: Setting,
  seen: Pick<Prediction, 'points' | 'peakMappedBytes'>,
): Prediction {
  const { pacer, nowNs } = heap;
  const { startNs, terminationNs } = heap.machine;
  const seconds = nowNs / NS;
  const cpuNs = nowNs * heap.limiter.procs;
  const gcNs = cycles.reduce((sum, cycle) => sum + cycleCpuNs(heap, cycle), 0);
  const assistNs = cycles.reduce((sum, cycle) => sum + cycle.assistNs, 0);
  const pausedNs = cycles.length * (startNs + terminationNs);
  const share = (ns: number) => Math.min(1, ns / Math.max(1, cpuNs));
  return {
    gogc,
    memoryLimitBytes,
    numGC: cycles.length,
    seconds,
    cyclesPerSecond: cycles.length / Math.max(seconds, 1 / NS),
    peakHeapBytes: cycles.reduce(
      (most, { heapBytes }) => Math.max(most, heapBytes),
      pacer.heapLive,
    ),
    nonHeapBytes: pacer.inputs.nonHeapBytes,
    gcCpuShare: share(gcNs),
    assistShare: share(assistNs),
    pausedNsPerSecond: pausedNs / Math.max(seconds, 1 / NS),
    longestPauseNs: cycles.length === 0 ? 0 : Math.max(startNs, terminationNs),
    outOfMemory: heap.isOutOfMemory,
    ...seen,
  };
}

/** Runs it to its end at once. */
export function predictionFor(script: Script, setting: Setting): Prediction {
  const steps = predict(script, setting);
  for (;;) {
    const step = steps.next();
    if (step.done === true) {
      return step.value;
    }
  }
}
