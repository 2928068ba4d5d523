/** Pages for spans: mheap.go (Go 1.26). */
import { longer } from './columns.ts';
import { EVENTS, note } from './events.ts';
import type { Heap } from './heap.ts';
import { findPages, freePages, growPages, MAXIMUM_PAGES, takePages } from './pageAllocator.ts';
import {
  fillPageCache,
  isEmpty,
  PAGE_CACHE_PAGES,
  takeFromCache,
  type TakenPages,
} from './pageCache.ts';
import { scavengeForAllocation } from './scavenger.ts';
import { dropSpan, newSpan } from './spanTable.ts';
import { CHUNK_PAGES } from './tables.ts';
import { reclaim } from './reclaimer.ts';

/** Scratch: what the last search for pages has found. */
const taken: TakenPages = { page: -1, scavenged: 0 };

/** `mheap.alloc`: a span in use; 0 if the heap cannot grow. */
export function allocSpan(
  heap: Heap,
  procIndex: number,
  pages: number,
  spanClass: number,
  elementBytes: number,
): number {
  if (heap.sweep.isActive) {
    reclaim(heap, pages);
  }
  const growth = takePagesFor(heap, procIndex, pages);
  const elements = spanClass < 2 ? 1 : (heap.tables.elements[spanClass] ?? 0);
  const span = taken.page < 0 ? 0 : newSpan(heap.spans, elements);
  if (span === 0) {
    heap.isOutOfMemory = true;
    note(heap, EVENTS.outOfMemory, pages);
    return 0;
  }
  const { page, scavenged } = taken;
  const { pageBytes } = heap.tables.runtime;
  scavengeForAllocation(heap, scavenged * pageBytes, growth * pageBytes);
  const { spans, stats } = heap;
  spans.spanClass[span] = spanClass;
  spans.basePage[span] = page;
  spans.pages[span] = pages;
  spans.elementBytes[span] = elementBytes;
  spans.sweepgen[span] = heap.sweepgen;
  heap.spanOfPage[page] = span;
  stats.inUseBytes += pages * pageBytes;
  stats.releasedBytes -= scavenged * pageBytes;
  stats.freeBytes -= (pages - scavenged) * pageBytes;
  stats.pagesInUse += pages;
  return span;
}

/** Finds the pages, in `taken`; says by how many the heap had to grow. */
function takePagesFor(heap: Heap, procIndex: number, count: number): number {
  const cache = heap.caches[procIndex]?.pages;
  if (cache !== undefined && count < PAGE_CACHE_PAGES / 4) {
    if (isEmpty(cache)) {
      fillPageCache(cache, heap.pages);
      note(heap, EVENTS.pageCacheFill, cache.basePage);
    }
    takeFromCache(cache, count, taken);
    if (taken.page >= 0) {
      return 0;
    }
  }
  let page = findPages(heap.pages, count);
  let growth = 0;
  if (page < 0) {
    growth = grow(heap, count);
    page = growth === 0 ? -1 : findPages(heap.pages, count);
  }
  taken.page = page;
  taken.scavenged = page < 0 ? 0 : takePages(heap.pages, page, count);
  return growth;
}

/** `mheap.grow`: whole chunks, out of arenas that are reserved one behind the other; says how many pages. */
function grow(heap: Heap, count: number): number {
  const chunks = Math.ceil(count / CHUNK_PAGES);
  const { countChunks } = heap.pages;
  const wanted = (countChunks + chunks) * CHUNK_PAGES;
  if (wanted > MAXIMUM_PAGES) {
    return 0;
  }
  growPages(heap.pages, chunks);
  const { arenaPages, runtime } = heap.tables;
  heap.arenaPages = Math.max(heap.arenaPages, Math.ceil(wanted / arenaPages) * arenaPages);
  if (wanted > heap.spanOfPage.length) {
    const capacity = Math.max(wanted, 2 * heap.spanOfPage.length);
    heap.spanOfPage = longer(heap.spanOfPage, new Int32Array(capacity));
  }
  const growth = chunks * CHUNK_PAGES;
  heap.stats.sysBytes += growth * runtime.pageBytes;
  heap.stats.releasedBytes += growth * runtime.pageBytes;
  note(heap, EVENTS.heapGrow, growth);
  return growth;
}

/** `mheap.freeSpan`. */
export function freeSpan(heap: Heap, span: number): void {
  const { spans, stats } = heap;
  const pages = spans.pages[span] ?? 0;
  const page = spans.basePage[span] ?? 0;
  const bytes = pages * heap.tables.runtime.pageBytes;
  stats.pagesInUse -= pages;
  stats.inUseBytes -= bytes;
  stats.freeBytes += bytes;
  freePages(heap.pages, page, pages);
  heap.spanOfPage[page] = 0;
  note(heap, EVENTS.spanFree, span, pages);
  dropSpan(spans, span);
}
