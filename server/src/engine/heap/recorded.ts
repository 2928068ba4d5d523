/** A program that does what it did when its trace was recorded. */
import { allocLarge } from './cache.ts';
import { assistOrTerminate, beginCycle, finishCycle, tick } from './cycle.ts';
import { spanSet, type Heap } from './heap.ts';
import { push } from './intStack.ts';
import { costsOf, mallocgc } from './mallocgc.ts';
import { shade, sharesOf } from './mark.ts';
import { allocSpan } from './pageHeap.ts';
import type { PhasePlan } from './plan.ts';
import {
  droppedSlot,
  MARK_BEGINS,
  MARK_ENDS,
  readAllocated,
  sharingProc,
  type Allocated,
  type EventForm,
} from './recordedEvents.ts';
import type { Recording } from './script.ts';
import { BIT_WORDS, objectOf } from './spanTable.ts';
import type { World } from './world.ts';

/** Puts the spans on the heap that are there when a recording begins. */
export function adoptSpans({ heap, program }: World, phase: PhasePlan, { spans }: Recording): void {
  let nextSlot = 0;
  for (const [classIndex = 0, ...slots] of spans) {
    const span = adoptSpan(heap, phase, classIndex, slots);
    for (const slot of slots) {
      program.slots[nextSlot++] = span === 0 ? 0 : objectOf(span, slot);
    }
  }
}

function adoptSpan(
  heap: Heap,
  phase: PhasePlan,
  classIndex: number,
  slots: readonly number[],
): number {
  const spanClass = phase.spanClasses[classIndex] ?? 0;
  const pages = phase.pages[classIndex] ?? 0;
  if (spanClass < 2) {
    return allocLarge(heap, 0, pages, spanClass);
  }
  const elementBytes = heap.tables.elementBytes[spanClass] ?? 0;
  const span = allocSpan(heap, 0, pages, spanClass, elementBytes);
  if (span === 0) {
    return 0;
  }
  const { spans, stats, pacer } = heap;
  for (const slot of slots) {
    const word = span * BIT_WORDS + (slot >>> 5);
    spans.allocBits[word] = (spans.allocBits[word] ?? 0) | (1 << (slot & 31));
  }
  spans.allocCount[span] = slots.length;
  stats.totalAlloc += slots.length * elementBytes;
  pacer.heapLive += slots.length * elementBytes;
  const isFull = slots.length === spans.elements[span];
  push(spanSet(heap, isFull ? 'full' : 'partial', spanClass, true), span);
  return span;
}

/** Runs at most so many allocations, with what comes behind the last of them; says how many. */
export function runRecording(
  world: World,
  phase: PhasePlan,
  { events, procs }: Recording,
  atMost: number,
  stopMask: number,
): number {
  const { heap, program } = world;
  const form: EventForm = { procs, countClasses: phase.spanClasses.length };
  const costNs = costsOf(phase, heap.machine);
  const allocated: Allocated = { classIndex: 0, slot: 0, procIndex: 0 };
  let done = 0;
  while (program.nextEvent < events.length && !heap.isOutOfMemory) {
    const event = events[program.nextEvent] ?? 0;
    const sharing = sharingProc(form, event);
    const isAllocation = event >= 0 || sharing >= 0;
    if (isAllocation && (done === atMost || (heap.log.seen & stopMask) !== 0)) {
      break;
    }
    program.nextEvent++;
    if (event >= 0) {
      readAllocated(form, event, allocated);
      allocateRecorded(world, phase, allocated);
    } else if (sharing >= 0) {
      program.last.procIndex = sharing % heap.caches.length;
      program.last.isInBlock = true;
    } else {
      collectOrDrop(world, event, droppedSlot(form, event));
    }
    if (isAllocation) {
      heap.allocations++;
      done++;
      heap.nowNs += (costNs[program.last.classIndex] ?? 0) * program.perMutator;
      if (heap.nowNs >= program.nextTickNs) {
        tick(world, phase.goroutines);
        program.perMutator = 1 / sharesOf(heap, phase.goroutines).mutators;
      }
    }
  }
  program.countDone += done;
  return done;
}

function allocateRecorded(
  world: World,
  phase: PhasePlan,
  { classIndex, slot, procIndex }: Readonly<Allocated>,
): void {
  const { heap, program } = world;
  const { last, assistBytes } = program;
  const proc = procIndex % heap.caches.length;
  if (heap.mark.phase === 'mark' && program.isPaced) {
    const credit = (assistBytes[proc] ?? 0) - (phase.blockBytes[classIndex] ?? 0);
    assistBytes[proc] = credit;
    if (credit < 0) {
      assistOrTerminate(world, proc);
    }
  }
  last.classIndex = classIndex;
  last.procIndex = proc;
  last.object = mallocgc(world, phase, classIndex, proc);
  program.slots[slot] = last.object;
}

function collectOrDrop(world: World, event: number, slot: number): void {
  const { heap, program } = world;
  if (slot >= 0) {
    if (heap.mark.phase === 'mark') {
      shade(world, program.slots[slot] ?? 0, slot);
    }
    program.slots[slot] = 0;
  } else if (!program.isPaced && event === MARK_BEGINS && heap.mark.phase === 'off') {
    beginCycle(world);
  } else if (!program.isPaced && event === MARK_ENDS && heap.mark.phase === 'mark') {
    finishCycle(world);
  }
}
