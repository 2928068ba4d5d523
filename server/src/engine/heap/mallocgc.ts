/** An object on the heap: malloc.go (mallocgc) of Go 1.26. */
import { allocLarge, refill } from './cache.ts';
import { startIfTriggered } from './cycle.ts';
import { countEvent, EVENTS } from './events.ts';
import type { Cache } from './heap.ts';
import { markNew } from './mark.ts';
import type { Machine } from './machine.ts';
import type { PhasePlan } from './plan.ts';
import { MAXIMUM_ELEMENTS, nextFreeIndex } from './spanTable.ts';
import { ALLOCATION_PATHS, TINY_SPAN_CLASS } from './tables.ts';
import type { World } from './world.ts';

/** What an allocation of each class takes of the program's time. */
export function costsOf(phase: PhasePlan, { allocNs, zeroNsPerByte }: Machine): Float64Array {
  return phase.sizeBytes.map((bytes) => allocNs + phase.spinNs + bytes * zeroNsPerByte);
}

/** Says the object's number; 0 for one of no size, or where the heap is out of memory. */
export function mallocgc(
  world: World,
  phase: PhasePlan,
  classIndex: number,
  procIndex: number,
): number {
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
  countEvent(world.heap.log, EVENTS.tinyBlock);
  return block;
}
