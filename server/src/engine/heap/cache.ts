/** The spans that one P allocates from: mcache.go (Go 1.26). */
import { cacheSpan, uncacheSpan } from './central.ts';
import { EVENTS, note } from './events.ts';
import { spanSet, type Cache, type Heap } from './heap.ts';
import { push } from './intStack.ts';
import { allocSpan } from './pageHeap.ts';
import { deductSweepCredit } from './sweep.ts';

/**
 * `refill`: another span of a class, whose whole room counts as live from now on. Says which, 0 if the
 * heap is out of memory.
 */
export function refill(heap: Heap, procIndex: number, cache: Cache, spanClass: number): number {
  const { spans, pacer, stats } = heap;
  note(heap, EVENTS.refill, spanClass, procIndex);
  const full = cache.spans[spanClass] ?? 0;
  if (full !== 0) {
    stats.totalAlloc += slotsUsed(heap, full) * (spans.elementBytes[full] ?? 0);
    spans.allocCountBeforeCache[full] = 0;
    uncacheSpan(heap, full);
  }
  const span = cacheSpan(heap, procIndex, spanClass);
  cache.spans[spanClass] = span;
  if (span === 0) {
    return 0;
  }
  const allocCount = spans.allocCount[span] ?? 0;
  // `heap.spans` has the same columns, unless it grew.
  spans.sweepgen[span] = heap.sweepgen + 3;
  spans.allocCountBeforeCache[span] = allocCount;
  const spanBytes = (spans.pages[span] ?? 0) * heap.tables.runtime.pageBytes;
  pacer.heapLive += spanBytes - allocCount * (spans.elementBytes[span] ?? 0);
  flushScan(heap, cache);
  heap.nowNs += heap.machine.refillNs;
  return span;
}

/** `allocLarge`: a span for one object; 0 if the heap is out of memory. */
export function allocLarge(
  heap: Heap,
  procIndex: number,
  pages: number,
  spanClass: number,
): number {
  const { pageBytes } = heap.tables.runtime;
  const bytes = pages * pageBytes;
  deductSweepCredit(heap, bytes, pages);
  const span = allocSpan(heap, procIndex, pages, spanClass, bytes);
  if (span === 0) {
    return 0;
  }
  heap.stats.totalAlloc += bytes;
  heap.pacer.heapLive += bytes;
  heap.spans.allocCount[span] = 1;
  heap.spans.freeIndex[span] = 1;
  push(spanSet(heap, 'full', spanClass, true), span);
  note(heap, EVENTS.largeAlloc, span, bytes);
  return span;
}

/** `releaseAll`: all spans go back to their mcentral, as at the end of a cycle. */
export function releaseAll(heap: Heap, cache: Cache): void {
  const { spans, pacer, stats } = heap;
  for (const [spanClass, span] of cache.spans.entries()) {
    if (span === 0) {
      continue;
    }
    const elementBytes = spans.elementBytes[span] ?? 0;
    stats.totalAlloc += slotsUsed(heap, span) * elementBytes;
    spans.allocCountBeforeCache[span] = 0;
    if (spans.sweepgen[span] !== heap.sweepgen + 1) {
      const room = (spans.elements[span] ?? 0) - (spans.allocCount[span] ?? 0);
      pacer.heapLive -= room * elementBytes;
    }
    uncacheSpan(heap, span);
    cache.spans[spanClass] = 0;
  }
  cache.tinyObject = 0;
  cache.tinyOffset = 0;
  flushScan(heap, cache);
}

function slotsUsed({ spans }: Heap, span: number): number {
  return (spans.allocCount[span] ?? 0) - (spans.allocCountBeforeCache[span] ?? 0);
}

/** While marking, what is allocated is black, and not to be scanned. */
function flushScan({ pacer, mark }: Heap, cache: Cache): void {
  if (mark.phase === 'off') {
    pacer.heapScan += cache.scanAlloc;
  }
  cache.scanAlloc = 0;
}
