/**
 * Marking: mgcmark.go and the write barrier of mwbbuf.go (Go 1.26). The program's objects refer to
 * nothing; what refers to them are its slots, one array, which is scanned from its beginning while the
 * program goes on. Objects are white before they are marked, and black at once when they are.
 */
import { countEvent, EVENTS, note } from './events.ts';
import { mappedReady, type Heap } from './heap.ts';
import { scanNs } from './machine.ts';
import { heapGoal, revise, type MappedBytes } from './pacer.ts';
import { isMarked, markObject, spanOf } from './spanTable.ts';
import { isNoscan } from './tables.ts';
import type { World } from './world.ts';

/** `gcOverAssistWork`: an assist does at least so much, to be left alone for a while. */
const OVER_ASSIST_BYTES = 64 << 10;

export function mappedBytes(heap: Heap): MappedBytes {
  const { stats } = heap;
  return {
    mappedReady: mappedReady(heap),
    heapFree: stats.freeBytes,
    heapAlloc: stats.totalAlloc - stats.totalFree,
  };
}

export function reviseAssists(heap: Heap): void {
  revise(heap.tables.runtime, heap.pacer, mappedBytes(heap));
}

/** The goal of the running cycle, or of the next. */
export function currentGoal(heap: Heap): number {
  return heapGoal(heap.tables.runtime, heap.pacer, mappedBytes(heap)).goal;
}

/** Ps that mark, and those that are left to the program. */
export interface Shares {
  /** Ps' worth of marking in the background. */
  readonly workers: number;
  /** Of these, what would have been idle otherwise. */
  readonly idle: number;
  /** How much of the program goes on at once, in goroutines at full speed. */
  readonly mutators: number;
}

export function sharesOf({ pacer, mark, limiter: { procs } }: Heap, goroutines: number): Shares {
  if (mark.phase === 'off') {
    return { workers: 0, idle: 0, mutators: Math.min(goroutines, procs) };
  }
  const { dedicatedWorkers, fractionalUtilization } = pacer;
  const left = procs - dedicatedWorkers;
  const idle = Math.max(0, left - goroutines);
  if (idle > 0) {
    return {
      workers: dedicatedWorkers + idle,
      idle: idle * (1 - fractionalUtilization),
      mutators: Math.min(goroutines, left),
    };
  }
  return {
    // A P with a dedicated worker runs no fractional one (mgcpacer.go, findRunnableGCWorker, Go 1.26).
    workers: dedicatedWorkers + fractionalUtilization * left,
    idle: 0,
    mutators: Math.max(MINIMUM_SHARE, left * (1 - fractionalUtilization)),
  };
}

const MINIMUM_SHARE = 0.25;

/** A new object while the collector marks: `gcmarknewobject`. */
export function markNew({ heap }: World, object: number, elementBytes: number): void {
  if (markObject(heap.spans, object)) {
    heap.mark.bytesMarked += elementBytes;
  }
}

/**
 * `shade`: the write barrier marks what a slot held, if the collector has not come to the slot yet. It is
 * grey then; that the workers have to scan it takes time of theirs.
 */
export function shade({ heap, program }: World, object: number, slot: number): void {
  if (object === 0 || slot < program.scannedSlots || isMarked(heap.spans, object)) {
    return;
  }
  const scanned = markOne(heap, object);
  heap.pacer.heapScanWork += scanned;
  heap.mark.scanCredit += scanned;
  heap.mark.leftNs -= scanNs(heap.machine, scanned, heap.tables.wordBytes);
  countEvent(heap.log, EVENTS.shade);
}

/** Marks one object that is not; says how many bytes of it are to be scanned. */
function markOne(heap: Heap, object: number): number {
  const { spans, mark } = heap;
  markObject(spans, object);
  const span = spanOf(object);
  const elementBytes = spans.elementBytes[span] ?? 0;
  mark.bytesMarked += elementBytes;
  return isNoscan(spans.spanClass[span] ?? 1) ? 0 : elementBytes;
}

/** Where marking has come to. */
interface Progress {
  usedNs: number;
  workBytes: number;
}

/** Marks on, for a time or until so many bytes are scanned; `progress` says how much of both was used. */
function markSome(world: World, atMostNs: number, atMostBytes: number, progress: Progress): void {
  const { heap, program } = world;
  const { scanWordNs, markObjectNs } = heap.machine;
  const { wordBytes } = heap.tables;
  const { slots } = program;
  markRoots(heap, atMostNs, atMostBytes, progress);
  let { usedNs } = progress;
  const rootBytes = progress.workBytes;
  let workBytes = rootBytes;
  let slot = program.scannedSlots;
  while (slot < slots.length && usedNs < atMostNs && workBytes < atMostBytes) {
    const object = slots[slot++] ?? 0;
    usedNs += scanWordNs;
    workBytes += wordBytes;
    if (object !== 0 && !isMarked(heap.spans, object)) {
      const scanned = markOne(heap, object);
      workBytes += scanned;
      usedNs += markObjectNs + scanNs(heap.machine, scanned, heap.tables.wordBytes);
    }
  }
  program.scannedSlots = slot;
  heap.pacer.heapScanWork += workBytes - rootBytes;
  progress.usedNs = usedNs;
  progress.workBytes = workBytes;
}

/** What comes first: globals and stacks, and then what only they refer to. */
function markRoots(heap: Heap, atMostNs: number, atMostBytes: number, progress: Progress): void {
  const { mark, pacer, machine } = heap;
  const atMost = Math.min(atMostBytes, atMostNs / machine.scanNsPerByte);
  const roots = Math.min(mark.rootBytesLeft, atMost);
  mark.rootBytesLeft -= roots;
  pacer.rootScanWork += roots;
  const others = Math.min(mark.otherBytesLeft, atMost - roots);
  mark.otherBytesLeft -= others;
  pacer.heapScanWork += others;
  progress.workBytes = roots + others;
  progress.usedNs = (roots + others) * machine.scanNsPerByte;
}

function isAllScanned({ heap: { mark }, program }: World): boolean {
  return (
    mark.rootBytesLeft === 0 &&
    mark.otherBytesLeft === 0 &&
    program.scannedSlots === program.slots.length
  );
}

/** Scratch. */
const progress: Progress = { usedNs: 0, workBytes: 0 };

/** What the workers in the background do in a time; says whether there is nothing left to mark. */
export function markInBackground(world: World, sinceNs: number, goroutines: number): boolean {
  const { mark, nowNs } = world.heap;
  const elapsedNs = Math.min(sinceNs, nowNs - mark.wakesNs);
  if (elapsedNs <= 0) {
    return false;
  }
  const { workers, idle } = sharesOf(world.heap, goroutines);
  mark.leftNs += elapsedNs * workers;
  mark.idleNs += elapsedNs * idle;
  world.heap.limiter.idleNs += elapsedNs * idle;
  if (mark.leftNs > 0) {
    markSome(world, mark.leftNs, Infinity, progress);
    mark.leftNs -= progress.usedNs;
    mark.scanCredit += progress.workBytes;
  }
  return isAllScanned(world) && mark.leftNs >= 0;
}

/** All that is left, at once. */
export function markAll(world: World): void {
  const { mark } = world.heap;
  markSome(world, Infinity, Infinity, progress);
  mark.leftNs = 0;
}

/**
 * `gcAssistAlloc`: who allocates more than has been marked for it marks itself. Says whether nothing is left
 * to mark; the goroutine has waited then for what workers had begun (`gcParkAssist`).
 */
export function assist(world: World, goroutine: number): boolean {
  const { heap, program } = world;
  const { mark, limiter, pacer } = heap;
  if (limiter.isLimiting) {
    return false;
  }
  reviseAssists(heap);
  const { assistWorkPerByte } = pacer;
  const debtBytes = -(program.assistBytes[goroutine] ?? 0);
  let work = Math.max(OVER_ASSIST_BYTES, Math.floor(assistWorkPerByte * debtBytes));
  const stolen = Math.min(work, mark.scanCredit);
  mark.scanCredit -= stolen;
  work -= stolen;
  let done = stolen;
  const shares = sharesOf(heap, program.assistBytes.length);
  if (work > 0) {
    markSome(world, Infinity, work, progress);
    done += progress.workBytes;
    heap.nowNs += progress.usedNs / shares.mutators;
    mark.assistNs += progress.usedNs;
    limiter.assistNs += progress.usedNs;
    note(heap, EVENTS.assist, progress.workBytes, goroutine);
  }
  const paidBytes = 1 + Math.floor(done / assistWorkPerByte);
  program.assistBytes[goroutine] = paidBytes - debtBytes;
  const isDone = work > 0 && isAllScanned(world);
  if (isDone && mark.leftNs < 0) {
    heap.nowNs += -mark.leftNs / Math.max(shares.workers, MINIMUM_SHARE);
    mark.leftNs = 0;
  }
  return isDone;
}
