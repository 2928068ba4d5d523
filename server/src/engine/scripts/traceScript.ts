/** The script of a recorded trace. */
import { largestAskedBytes } from '../heap/tables.ts';
import {
  allocatedEvent,
  droppedEvent,
  readAllocated,
  type EventForm,
} from '../heap/recordedEvents.ts';
import { LIMITS } from '../heap/scriptParser.ts';
import type { Recording } from '../heap/script.ts';
import { NEWEST_RUNTIME, runtimeOf } from '../goruntime/runtimes.ts';
import { spinOf, type MadeScript } from './draft.ts';
import { WIDE_FORM, type RecordedClass, type TraceRecorder } from './traceRecorder.ts';

/** What a trace says of the heap at its end, for comparison with what the replay comes to. */
export interface RecordedHeap {
  readonly heapInuseBytes: number;
  readonly spansByClass: readonly {
    readonly spanClass: number;
    readonly spans: number;
    readonly objects: number;
  }[];
}

export interface RecordedScript extends MadeScript {
  readonly recorded: RecordedHeap;
}

/** Of a trace that has been read to its end. */
export function scriptOfTrace(
  recorder: TraceRecorder,
): RecordedScript | { readonly problem: string } {
  const { version, problem, classes, countBusyProcs, durationNs } = recorder;
  const countAllocations = recorder.events.reduce((sum, event) => sum + (event >= 0 ? 1 : 0), 0);
  if (countAllocations === 0) {
    return {
      problem:
        problem ??
        'the trace has no allocations: they are recorded where the program runs with GODEBUG=traceallocfree=1, of Go 1.23 or later',
    };
  }
  const { runtime } = runtimeOf(`1.${version ?? 0}`);
  const most = Math.max(...classes.map(({ countAllocated }) => countAllocated));
  const sizes = classes.map(({ spanClass, pages }) => largestAskedBytes(runtime, spanClass, pages));
  const allocatedBytes = classes.reduce(
    (sum, { countAllocated }, index) => sum + countAllocated * (sizes[index] ?? 0),
    0,
  );
  const phase = {
    goroutines: countBusyProcs,
    spinNs: spinOf(
      (durationNs / countAllocations) * countBusyProcs,
      allocatedBytes / countAllocations,
    ),
    classes: classes.map((each, index) => ({
      size: sizes[index] ?? 0,
      scan: each.spanClass % 2 === 0,
      weight: Math.max(1, Math.round((each.countAllocated / most) * LIMITS.weight)),
    })),
    recording: recordingOf(recorder, classes),
  };
  return {
    json: { go: `1.${version ?? 0}`, procs: recorder.procs, otherHeapBytes: 0, phases: [phase] },
    assumptions: assumptionsOf(recorder),
    recorded: recordedHeap(recorder),
  };
}

function assumptionsOf({ problem, isCut, countUnmatched, version }: TraceRecorder): string[] {
  return [
    ...(version === 23
      ? ['The trace is of Go 1.23 or 1.24, which write the same number: 1.23 is taken.']
      : []),
    ...(problem === undefined ? [] : [`The trace is read up to where it breaks: ${problem}.`]),
    ...(isCut ? [`Only the first ${LIMITS.events} events of the heap are replayed.`] : []),
    ...(countUnmatched > 0
      ? [
          `${countUnmatched} events are of objects or spans that the trace does not know, and are left out.`,
        ]
      : []),
  ];
}

function recordedHeap({ spansByClass }: TraceRecorder): RecordedHeap {
  const counts = Array.from(spansByClass, ([spanClass, count]) => ({ spanClass, ...count }))
    .filter(({ spans }) => spans > 0)
    .sort((a, b) => a.spanClass - b.spanClass);
  return {
    heapInuseBytes: counts.reduce((sum, { pages }) => sum + pages, 0) * NEWEST_RUNTIME.pageBytes,
    spansByClass: counts.map(({ spanClass, spans, objects }) => ({ spanClass, spans, objects })),
  };
}

/** What was there at the beginning, but what was dead already; and the events, with objects let go of in between. */
function recordingOf(recorder: TraceRecorder, classes: readonly RecordedClass[]): Recording {
  const { oldSpans, deadHolders, events, cycles } = recorder;
  const renumbered = renumberedHolders(recorder);
  const form: EventForm = { procs: recorder.procs, countClasses: classes.length };
  const allocated = { classIndex: 0, slot: 0, procIndex: 0 };
  const isLive = (holder: number) => !deadHolders.has(holder);
  const drops = cycles.drops();
  const merged: number[] = [];
  let nextDrop = 0;
  const dropUpTo = (position: number) => {
    for (let drop = drops[nextDrop]; drop && drop.position <= position; drop = drops[++nextDrop]) {
      merged.push(droppedEvent(form, renumbered(drop.slot)));
    }
  };
  for (const [position, event] of events.entries()) {
    dropUpTo(position);
    if (event >= 0) {
      readAllocated(WIDE_FORM, event, allocated);
      allocated.slot = renumbered(allocated.slot);
      merged.push(allocatedEvent(form, allocated));
    } else {
      merged.push(event);
    }
  }
  dropUpTo(Infinity);
  return {
    procs: recorder.procs,
    spans: oldSpans
      .filter(({ holders }) => holders.length === 0 || holders.some(isLive))
      .map(({ classIndex, slots, holders }) => [
        classIndex,
        ...slots.filter((_, index) => isLive(holders[index] ?? 0)),
      ]),
    events: Float64Array.from(merged),
  };
}

/** Without holders of what was dead at the beginning. */
function renumberedHolders({ countOld, deadHolders }: TraceRecorder): (holder: number) => number {
  const numbers = new Int32Array(countOld);
  let count = 0;
  for (let holder = 0; holder < countOld; holder++) {
    numbers[holder] = count;
    count += deadHolders.has(holder) ? 0 : 1;
  }
  return (holder) => numbers[holder] ?? holder - countOld + count;
}
