/** What another GOGC would cost the program of a gctrace log: two runs of the simulator, held against the log. */
import type { GogcCost } from '../gclog/gogcCost.ts';
import { distributionOf, measureRun, type RunMeasures } from '../gclog/measures.ts';
import type { Run } from '../gclog/run.ts';
import { CYCLES_ACCURACY, PEAK_ACCURACY } from '../heap/accuracy.ts';
import { readScript } from '../heap/scriptParser.ts';
import { runToEnd } from '../heap/simulation.ts';
import type { CycleRecord } from '../heap/world.ts';
import type { Draft, DraftPhase } from './draft.ts';
import { HALF_MB, scriptOfRun } from './logScript.ts';

/** So many objects stand for all that live: how long each cycle takes is that of the log, however many they are. */
const LIVE_OBJECTS = 20_000;
const SMALLEST_BYTES = 128;
/** As large as an object can be without pages of its own. */
const LARGEST_BYTES = 32_768;
const MIB = 2 ** 20;
const MINIMUM_HEAP_MB = 4;
/** Of what lives in the median. */
const FILLED_SHARE = 0.9;
/** Before them the pacer remembers how the heap was filled. */
const CYCLES_TO_SETTLE = 5;
const SETTLED_CYCLES = 6;
const MOST_ALLOCATIONS = 600_000;

interface Settled {
  /** When a cycle ends, in the median. */
  readonly heapMB: number;
  readonly intervalSeconds: number;
  /** From the start of a cycle to that of the next, on average. */
  readonly allocations: number;
}

/**
 * Of a program whose goals are explained by the GOGC `now`. Undefined where the simulator with that very GOGC is
 * further from the log than its predictions are (`heap/accuracy.ts`): then nothing is to be said of another one.
 * GC's share of the CPU time is not said: how much faster the program runs with fewer cycles is in no log.
 */
export function costOfGogc(
  whole: Run,
  { liveMB }: RunMeasures,
  now: number,
  gogc: number,
): GogcCost | undefined {
  const run = whole.since(settledRow(whole, liveMB.p50));
  const measures = measureRun(run);
  const heapMB = median(run.cycles.column('heapEndMB')) + HALF_MB;
  // A log does not say how many goroutines allocate.
  for (const goroutines of new Set([1, measures.procs])) {
    const program = programOf(run, measures, goroutines);
    if (!program) {
      return undefined;
    }
    const before = settledWith(program, now);
    const isBorneOut =
      before !== undefined &&
      isNear(before.heapMB, heapMB, PEAK_ACCURACY.p90) &&
      isNear(before.intervalSeconds, measures.intervalSeconds.mean, CYCLES_ACCURACY.p90);
    const after = isBorneOut ? settledWith(program, gogc) : undefined;
    if (isBorneOut && after) {
      return {
        heapMB: heapMB * (after.heapMB / before.heapMB),
        moreMB: heapMB * (after.heapMB / before.heapMB - 1),
        heapError: PEAK_ACCURACY.p90,
        cyclesShare: before.allocations / after.allocations,
      };
    }
  }
  return undefined;
}

/** Before it the heap is still being filled: cycles are small then, and follow each other fast. */
function settledRow({ cycles }: Run, liveMB: number): number {
  const row = cycles.column('heapLiveMB').findIndex((live) => live >= FILLED_SHARE * liveMB);
  return Math.max(0, row);
}

function isNear(said: number, measured: number, share: number): boolean {
  return Math.abs(said - measured) <= share * measured;
}

/** The program of a log as phases of a script. */
interface LoggedProgram {
  readonly json: Draft['json'];
  readonly kept: DraftPhase;
  readonly passing: DraftPhase;
  /** Objects without which no cycle comes at GOGC=100. */
  readonly perCycle: number;
}

function programOf(run: Run, measures: RunMeasures, goroutines: number): LoggedProgram | undefined {
  const liveMB = measures.liveMB.p50 + HALF_MB;
  const size = Math.round(
    Math.min(LARGEST_BYTES, Math.max(SMALLEST_BYTES, (liveMB * MIB) / LIVE_OBJECTS)),
  );
  const sizes = [{ size, scan: true, weight: 1 }];
  const made = scriptOfRun(run, { kept: sizes, passing: sizes, ring: 0, goroutines });
  if ('problem' in made) {
    return undefined;
  }
  const { json } = made;
  const [kept, passing] = json.phases;
  if (!kept || !passing) {
    return undefined;
  }
  return {
    json,
    kept,
    passing,
    perCycle: (Math.max(liveMB, MINIMUM_HEAP_MB) * MIB) / size,
  };
}

function settledWith(
  { json, kept, passing, perCycle }: LoggedProgram,
  gogc: number,
): Settled | undefined {
  const count = Math.ceil(((perCycle * gogc) / 100) * (CYCLES_TO_SETTLE + SETTLED_CYCLES));
  if (count > MOST_ALLOCATIONS) {
    return undefined;
  }
  const { script } = readScript({
    ...json,
    gogc,
    phases: [kept, { ...passing, count }],
  });
  return script && settled(runToEnd(script).cycles, kept.count);
}

function settled(cycles: readonly CycleRecord[], countKept: number): Settled | undefined {
  const last = cycles.filter(({ allocIndex }) => allocIndex > countKept).slice(CYCLES_TO_SETTLE);
  const [first] = last;
  const end = last.at(-1);
  const count = last.length - 1;
  if (!first || !end || count < 2) {
    return undefined;
  }
  return {
    heapMB: median(Float64Array.from(last, ({ heapBytes }) => heapBytes)) / MIB,
    intervalSeconds: (end.startNs - first.startNs) / count / 1e9,
    allocations: (end.allocIndex - first.allocIndex) / count,
  };
}

function median(values: Float64Array): number {
  return distributionOf(values).p50;
}
