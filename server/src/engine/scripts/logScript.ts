/**
 * What a gctrace log says of a program as fields of a script: how fast it allocates, how much lives, how long
 * marking takes on that machine. Sizes of objects are in no log; they are those of a profile, or one size.
 */
import { goalModelOf } from '../gclog/goal.ts';
import { distributionOf, measureRun } from '../gclog/measures.ts';
import type { GcLog } from '../gclog/reader.ts';
import type { Run } from '../gclog/run.ts';
import { NEWEST_RUNTIME } from '../goruntime/runtimes.ts';
import { DEFAULT_MACHINE, scanNs } from '../heap/machine.ts';
import { LIMITS } from '../heap/scriptParser.ts';
import { heapObject } from '../layout/allocation.ts';
import {
  allocationsFor,
  NO_SECONDS,
  spinOf,
  type Draft,
  type DraftClass,
  type DraftPhase,
  WORD_BYTES,
} from './draft.ts';
import { paceOf, type Pace } from './logPace.ts';

const MIB = 2 ** 20;
const FEWEST_CYCLES = 5;

/** What objects of Go programs take on average, about. */
const ONE_SIZE: readonly DraftClass[] = [{ size: 128, scan: true, weight: 1 }];

/** Of the process in the log that ran the most cycles; with the sizes of a profile's draft, if there is one. */
export function scriptOfLog(log: GcLog, sizes?: Draft): Draft | { readonly problem: string } {
  const run = log.runs.reduce<Run | undefined>(
    (most, each) => (each.cycles.count > (most?.cycles.count ?? 0) ? each : most),
    undefined,
  );
  const last = sizes?.json.phases.at(-1);
  const classes = last?.classes ?? ONE_SIZE;
  const draft = scriptOfRun(run, {
    kept: sizes?.json.phases.at(0)?.classes ?? classes,
    passing: classes,
    ring: last?.ring ?? 0,
  });
  return 'problem' in draft
    ? draft
    : {
        ...draft,
        assumptions: [
          ...(sizes === undefined
            ? [
                'A log does not say what is allocated: objects of 128 bytes with pointers stand for all.',
              ]
            : sizes.assumptions.filter((text) => text !== NO_SECONDS)),
          ...draft.assumptions,
        ],
      };
}

/** What no log says. */
export interface ObjectSizes {
  /** Of what lives all the time. */
  readonly kept: readonly DraftClass[];
  /** Of what is allocated meanwhile. */
  readonly passing: readonly DraftClass[];
  /** How many of the latter live at once. */
  readonly ring: number;
  /** That allocate at once: no log says how many; 1 if it is not given. */
  readonly goroutines?: number;
}

/** Of one process. The live heap is allocated first, in a phase of its own. */
export function scriptOfRun(
  run: Run | undefined,
  sizes: ObjectSizes,
): Draft | { readonly problem: string } {
  if (run === undefined || run.cycles.count < FEWEST_CYCLES) {
    return {
      problem: `the log has ${run?.cycles.count ?? 0} cycles of one process; ${FEWEST_CYCLES} are needed to tell how fast it allocates`,
    };
  }
  const { liveMB, procs } = measureRun(run);
  const { goroutines = 1 } = sizes;
  const pace = paceOf(run, goroutines);
  if (!pace) {
    return {
      problem: 'the log does not say how fast the program allocates: no cycles follow each other',
    };
  }
  const { kept: keptClasses, passing: classes } = sizes;
  const meanBytes = meanBytesOf(classes);
  const liveBytes = Math.max(0, liveMB.p50 + HALF_MB - allocatedWhileMarkedMB(run)) * MIB;
  const ring = Math.min(sizes.ring, liveBytes / meanBytes / 2);
  const keptBytes = meanBytesOf(keptClasses);
  // What passes takes the slots of the first of them; the array of slots is on the heap as well.
  const keptCount = clampRing(
    (liveBytes - ring * (meanBytes - keptBytes)) / (keptBytes + WORD_BYTES),
  );
  const kept: DraftPhase = { count: keptCount, ring: keptCount, spinNs: 0, classes: keptClasses };
  const passing: DraftPhase = {
    count: allocationsFor(liveBytes, meanBytes),
    ring: clampRing(ring),
    spinNs: spinOf(pace.nsPerByte * meanBytes, meanBytes),
    classes,
    ...(goroutines === 1 ? {} : { goroutines }),
  };
  const goal = goalModelOf(run);
  return {
    json: {
      procs,
      seed: 7,
      ...(goal === undefined ? {} : { gogc: goal.lowest }),
      stackBytes: rootBytes(run, 'stacksMB'),
      globalsBytes: rootBytes(run, 'globalsMB'),
      machine: { ...markingTimes(run, keptClasses), ...barrierTime(pace, meanBytes) },
      phases: [kept, passing],
    },
    assumptions:
      goal === undefined ? ['No one GOGC explains the goals in the log: 100 is taken.'] : [],
  };
}

/** It counts as live when a cycle ends, whether it is or not; in the median. */
function allocatedWhileMarkedMB({ cycles }: Run): number {
  const start = cycles.column('heapStartMB');
  const end = cycles.column('heapEndMB');
  return distributionOf(end.map((each, row) => each - (start[row] ?? NaN))).p50;
}

/** The runtime cuts sizes to whole MiB. */
export const HALF_MB = 0.5;

function clampRing(count: number): number {
  return Math.max(1, Math.min(LIMITS.ring, Math.round(count)));
}

function meanBytesOf(classes: readonly DraftClass[]): number {
  return meanOf(classes, takenBytes);
}

/** What it takes of the heap, which is what a log counts, and the collector scans. */
function takenBytes({ size, scan }: DraftClass): number {
  return heapObject(NEWEST_RUNTIME, size, { noscan: !scan, wordBytes: WORD_BYTES }).allocatedBytes;
}

function meanOf(classes: readonly DraftClass[], of: (each: DraftClass) => number): number {
  const weights = classes.reduce((sum, { weight }) => sum + weight, 0);
  return classes.reduce((sum, each) => sum + of(each) * each.weight, 0) / Math.max(1, weights);
}

function rootBytes({ cycles }: Run, field: 'stacksMB' | 'globalsMB'): number {
  const known = cycles.column(field).filter((value) => !Number.isNaN(value));
  return Math.min(LIMITS.sizeBytes, Math.round((known.at(-1) ?? 0) * MIB));
}

/** It takes as long for each live byte as it did there. */
function markingTimes(
  { cycles }: Run,
  classes: readonly DraftClass[],
): Readonly<Record<string, number>> {
  const { scanWordNs, markObjectNs, scanNsPerByte } = DEFAULT_MACHINE;
  const fields = ['assistCpuMs', 'workerCpuMs', 'idleCpuMs'] as const;
  const columns = fields.map((field) => cycles.column(field));
  let markMs = 0;
  let liveMB = 0;
  for (const [row, live] of cycles.column('heapLiveMB').entries()) {
    const cpuMs = columns.reduce((sum, column) => sum + (column[row] ?? NaN), 0);
    // Of a smaller heap what is cut off is too much of it.
    if (live >= SMALLEST_MARKED_MB && !Number.isNaN(cpuMs)) {
      markMs += cpuMs;
      liveMB += live + HALF_MB;
    }
  }
  if (liveMB === 0) {
    return {};
  }
  const perByte = (markMs * 1e6) / (liveMB * MIB);
  const factor = perByte / markNsPerByte(classes);
  return {
    scanWordNs: scanWordNs * factor,
    markObjectNs: markObjectNs * factor,
    scanNsPerByte: scanNsPerByte * factor,
  };
}

/** By what an allocation takes longer while the collector marks. */
function barrierTime(
  { nsPerByte, markingNsPerByte }: Pace,
  meanBytes: number,
): Readonly<Record<string, number>> {
  return markingNsPerByte === undefined
    ? {}
    : {
        barrierNs: Math.min(LIMITS.spinNs, Math.max(0, (markingNsPerByte - nsPerByte) * meanBytes)),
      };
}

const SMALLEST_MARKED_MB = 4;

/** In the model: the slot that holds an object, the object, and what is in it. */
function markNsPerByte(classes: readonly DraftClass[]): number {
  const { scanWordNs, markObjectNs } = DEFAULT_MACHINE;
  const perObject = meanOf(
    classes,
    (each) =>
      scanWordNs +
      markObjectNs +
      (each.scan ? scanNs(DEFAULT_MACHINE, takenBytes(each), WORD_BYTES) : 0),
  );
  return perObject / meanBytesOf(classes);
}
