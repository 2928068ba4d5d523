/** The program that allocates, as its script says: malloc.go (mallocgc) of Go 1.26, and the stores. */
import { allocLarge, refill } from './cache.ts';
import { assistOrTerminate, startIfTriggered, tick } from './cycle.ts';
import { countEvent, note } from './events.ts';
import type { Cache } from './heap.ts';
import { markNew, shade, sharesOf } from './mark.ts';
import type { Machine } from './machine.ts';
import { pickedClass, type PhasePlan } from './plan.ts';
import { MAXIMUM_ELEMENTS, nextFreeIndex } from './spanTable.ts';
import { ALLOCATION_PATHS, TINY_SPAN_CLASS } from './tables.ts';
import type { World } from './world.ts';

/**
 * Runs at most so many allocations, or until an event of `stopMask` (a bit for each kind) happens or the
 * script ends; says how many.
 */
export function allocate(world: World, atMost: number, stopMask: number): number {
  const { heap, program } = world;
  let done = 0;
  while (done < atMost && !heap.isOutOfMemory) {
    const phase = program.plan.phases[program.phaseIndex];
    if (phase === undefined) {
      break;
    }
    if (program.countDone === 0) {
      beginPhase(world, phase);
    }
    done += runPhase(
      world,
      phase,
      Math.min(atMost - done, phase.count - program.countDone),
      stopMask,
    );
    if (program.countDone >= phase.count) {
      program.phaseIndex++;
      program.countDone = 0;
    }
    if ((heap.log.seen & stopMask) !== 0) {
      break;
    }
  }
  return done;
}

export function isThrough({ program, heap }: World): boolean {
  return heap.isOutOfMemory || program.phaseIndex >= program.plan.phases.length;
}

function beginPhase(world: World, phase: PhasePlan): void {
  const { heap, program } = world;
  program.nextSlot = 0;
  program.nextGoroutine = 0;
  program.perMutator = 1 / sharesOf(heap, phase.goroutines).mutators;
  note(heap, 'phaseStart', program.phaseIndex);
  if (phase.isClearing) {
    for (let slot = phase.ring; slot < program.slots.length; slot++) {
      if (heap.mark.phase === 'mark') {
        shade(world, program.slots[slot] ?? 0, slot);
      }
      program.slots[slot] = 0;
    }
  }
}

function runPhase(world: World, phase: PhasePlan, atMost: number, stopMask: number): number {
  const { heap, program } = world;
  const { slots, last, random, assistBytes } = program;
  const { goroutines, ring } = phase;
  const { barrierNs } = heap.machine;
  const costNs = costsOf(phase, heap.machine);
  const countProcs = heap.caches.length;
  let { nextGoroutine, nextSlot, perMutator } = program;
  let done = 0;
  let classIndex = 0;
  let object = 0;
  let goroutine = 0;
  while (done < atMost) {
    goroutine = nextGoroutine;
    classIndex = pickedClass(phase, draw(random, goroutine));
    if (heap.mark.phase === 'mark') {
      const credit = (assistBytes[goroutine] ?? 0) - (phase.sizeBytes[classIndex] ?? 0);
      assistBytes[goroutine] = credit;
      if (credit < 0) {
        assistOrTerminate(world, goroutine);
      }
    }
    object = mallocgc(world, phase, classIndex, goroutine % countProcs);
    if (heap.isOutOfMemory) {
      break;
    }
    const slot = nextSlot;
    // Marking may have begun with this very allocation.
    if (heap.mark.phase === 'mark') {
      if (!last.isInBlock) {
        const roundedUp = (phase.blockBytes[classIndex] ?? 0) - (phase.sizeBytes[classIndex] ?? 0);
        assistBytes[goroutine] = (assistBytes[goroutine] ?? 0) - roundedUp;
      }
      shade(world, slots[slot] ?? 0, slot);
      heap.nowNs += barrierNs * perMutator;
    }
    slots[slot] = object;
    nextSlot = slot + 1 === ring ? 0 : slot + 1;
    nextGoroutine = goroutine + 1 === goroutines ? 0 : goroutine + 1;
    heap.nowNs += (costNs[classIndex] ?? 0) * perMutator;
    heap.allocations++;
    done++;
    if (heap.nowNs >= program.nextTickNs) {
      tick(world, goroutines);
      perMutator = 1 / sharesOf(heap, goroutines).mutators;
    }
    if ((heap.log.seen & stopMask) !== 0) {
      break;
    }
  }
  program.nextGoroutine = nextGoroutine;
  program.nextSlot = nextSlot;
  program.perMutator = perMutator;
  program.countDone += done;
  last.classIndex = classIndex;
  last.object = object;
  last.procIndex = goroutine % countProcs;
  return done;
}

/** What an allocation of each class takes of the program's time. */
function costsOf(phase: PhasePlan, { allocNs, zeroNsPerByte }: Machine): Float64Array {
  return phase.sizeBytes.map((bytes) => allocNs + phase.spinNs + bytes * zeroNsPerByte);
}

/** xorshift32: the script language says so. */
function draw(random: Uint32Array, goroutine: number): number {
  let x = random[goroutine] ?? 0;
  x ^= x << 13;
  x ^= x >>> 17;
  x ^= x << 5;
  random[goroutine] = x;
  return x >>> 0;
}

/** Says the object's number; 0 for one of no size, or where the heap is out of memory. */
function mallocgc(world: World, phase: PhasePlan, classIndex: number, procIndex: number): number {
  const { heap, program } = world;
  const cache = heap.caches[procIndex];
  const path = phase.paths[classIndex];
  program.last.isInBlock = false;
  if (cache === undefined || path === PATH_ZERO) {
    return 0;
  }
  if (path === PATH_LARGE) {
    return largeObject(
      world,
      procIndex,
      phase.pages[classIndex] ?? 0,
      phase.spanClasses[classIndex] ?? 0,
    );
  }
  if (path === PATH_TINY) {
    return tinyObject(world, cache, phase, classIndex, procIndex);
  }
  const spanClass = phase.spanClasses[classIndex] ?? 0;
  cache.scanAlloc += phase.scanBytes[classIndex] ?? 0;
  return smallObject(world, cache, procIndex, spanClass);
}

const PATH_ZERO = ALLOCATION_PATHS.indexOf('zero');
const PATH_TINY = ALLOCATION_PATHS.indexOf('tiny');
const PATH_LARGE = ALLOCATION_PATHS.indexOf('large');

/** `nextFreeFast` and `nextFree`: a slot of the cached span, or of the next. */
export function smallObject(
  world: World,
  cache: Cache,
  procIndex: number,
  spanClass: number,
): number {
  const { heap } = world;
  let { spans } = heap;
  let span = cache.spans[spanClass] ?? 0;
  let slot = nextFreeIndex(spans, span);
  const isFull = slot === spans.elements[span];
  if (isFull) {
    span = refill(heap, procIndex, cache, spanClass);
    if (span === 0) {
      return 0;
    }
    ({ spans } = heap);
    slot = nextFreeIndex(spans, span);
  }
  spans.freeIndex[span] = slot + 1;
  spans.allocCount[span] = (spans.allocCount[span] ?? 0) + 1;
  const object = span * MAXIMUM_ELEMENTS + slot;
  if (heap.mark.phase === 'mark') {
    markNew(world, object, spans.elementBytes[span] ?? 0);
  }
  if (isFull) {
    startIfTriggered(world);
  }
  return object;
}

/** `mallocgcLarge`. */
function largeObject(world: World, procIndex: number, pages: number, spanClass: number): number {
  const { heap } = world;
  const span = allocLarge(heap, procIndex, pages, spanClass);
  if (span === 0) {
    return 0;
  }
  const object = span * MAXIMUM_ELEMENTS;
  if (heap.mark.phase === 'mark') {
    markNew(world, object, heap.spans.elementBytes[span] ?? 0);
  }
  startIfTriggered(world);
  return object;
}

/** `mallocgcTiny`: into the block that the P has, or into a new one, which it keeps if that has more room. */
function tinyObject(
  world: World,
  cache: Cache,
  phase: PhasePlan,
  classIndex: number,
  procIndex: number,
): number {
  const { tinyBytes } = world.heap.tables.runtime;
  const sizeBytes = phase.sizeBytes[classIndex] ?? 0;
  const alignBytes = phase.alignBytes[classIndex] ?? 1;
  const offset = Math.ceil(cache.tinyOffset / alignBytes) * alignBytes;
  if (cache.tinyObject !== 0 && offset + sizeBytes <= tinyBytes) {
    cache.tinyOffset = offset + sizeBytes;
    world.program.last.isInBlock = true;
    return cache.tinyObject;
  }
  const block = smallObject(world, cache, procIndex, TINY_SPAN_CLASS);
  if (block !== 0 && (sizeBytes < cache.tinyOffset || cache.tinyObject === 0)) {
    cache.tinyObject = block;
    cache.tinyOffset = sizeBytes;
  }
  countEvent(world.heap.log, 'tinyBlock');
  return block;
}
