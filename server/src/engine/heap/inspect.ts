/** What there is to see of a world, as plain data. */
import { currentTrigger } from './cycle.ts';
import { spanSet } from './heap.ts';
import { currentGoal } from './mark.ts';
import { countFree } from './pageCache.ts';
import {
  hasBit,
  isAllocated,
  isMarked,
  MAXIMUM_ELEMENTS,
  objectOf,
  slotOf,
  spanOf,
} from './spanTable.ts';
import { CHUNK_PAGES, isNoscan } from './tables.ts';
import type { World } from './world.ts';

export interface SlotView {
  readonly state: 'free' | 'live' | 'garbage';
  /** In this cycle. */
  readonly isMarked: boolean;
  /** The bit of allocBits: what was live when the span was swept last. */
  readonly allocBit: boolean;
}

export type SpanPlace =
  | { readonly kind: 'mcache'; readonly procIndex: number }
  | { readonly kind: 'mcentral'; readonly isFull: boolean; readonly isSwept: boolean };

export interface SpanView {
  readonly span: number;
  readonly spanClass: number;
  readonly noscan: boolean;
  readonly elementBytes: number;
  readonly pages: number;
  readonly basePage: number;
  readonly freeIndex: number;
  readonly allocCount: number;
  /** Behind the last slot: too little for another one, the bitmap of pointers, inline marks. */
  readonly tailBytes: number;
  readonly place: SpanPlace;
  readonly slots: readonly SlotView[];
}

export function spanView(world: World, span: number): SpanView | undefined {
  const { spans, tables } = world.heap;
  if (span <= 0 || span >= spans.count || spans.isInUse[span] !== 1) {
    return undefined;
  }
  const elements = spans.elements[span] ?? 0;
  const elementBytes = spans.elementBytes[span] ?? 0;
  const spanClass = spans.spanClass[span] ?? 0;
  const spanBytes = (spans.pages[span] ?? 0) * tables.runtime.pageBytes;
  const held = heldSlots(world, span);
  const slots = Array.from({ length: elements }, (_, slot): SlotView => {
    const isTaken = isAllocated(spans, span, slot);
    return {
      state: !isTaken ? 'free' : held.has(slot) ? 'live' : 'garbage',
      isMarked: isMarked(spans, objectOf(span, slot)),
      allocBit: hasBit(spans.allocBits, span, slot),
    };
  });
  return {
    span,
    spanClass,
    noscan: isNoscan(spanClass),
    elementBytes,
    pages: spans.pages[span] ?? 0,
    basePage: spans.basePage[span] ?? 0,
    freeIndex: spans.freeIndex[span] ?? 0,
    allocCount: spans.allocCount[span] ?? 0,
    tailBytes: spanBytes - elements * elementBytes,
    place: placeOf(world, span),
    slots,
  };
}

/** Slots of a span that the program, a P's tiny block or a root refers to. */
function heldSlots({ heap, program }: World, span: number): ReadonlySet<number> {
  const held = new Set<number>();
  const add = (object: number) => {
    if (spanOf(object) === span && object !== 0) {
      held.add(slotOf(object));
    }
  };
  add(program.slotsObject);
  heap.caches.forEach(({ tinyObject }) => {
    add(tinyObject);
  });
  const from = span * MAXIMUM_ELEMENTS;
  for (const object of program.slots) {
    if (object >= from && object < from + MAXIMUM_ELEMENTS) {
      held.add(object - from);
    }
  }
  return held;
}

/** Which of the program's slots holds an object first; -1 for none. */
export function holderOf({ program }: World, object: number): number {
  return program.slots.indexOf(object);
}

function placeOf({ heap }: World, span: number): SpanPlace {
  const { spans, sweepgen, caches } = heap;
  const procIndex = caches.findIndex((cache) => cache.spans.includes(span));
  return procIndex >= 0
    ? { kind: 'mcache', procIndex }
    : {
        kind: 'mcentral',
        isFull: (spans.allocCount[span] ?? 0) >= (spans.elements[span] ?? 0),
        isSwept: spans.sweepgen[span] === sweepgen,
      };
}

/** Of one span class that has anything at all. */
export interface ClassView {
  readonly spanClass: number;
  readonly sizeBytes: number;
  readonly noscan: boolean;
  readonly spans: number;
  readonly objects: number;
  /** Slots in its spans. */
  readonly room: number;
  readonly spanBytes: number;
  /** Behind the last slots. */
  readonly tailBytes: number;
  /** Whole spans in mcentral's lists. */
  readonly partialSwept: number;
  readonly fullSwept: number;
  readonly partialUnswept: number;
  readonly fullUnswept: number;
}

/** Of one span class; undefined where no span of it is in use. */
export function classView(world: World, spanClass: number): ClassView | undefined {
  return classViews(world).find((view) => view.spanClass === spanClass);
}

export function classViews({ heap }: World): ClassView[] {
  const { spans, tables } = heap;
  const views: ClassView[] = [];
  const columns = Array.from({ length: tables.countSpanClasses }, () => ({
    spans: 0,
    objects: 0,
    room: 0,
    bytes: 0,
    used: 0,
  }));
  for (let span = 1; span < spans.count; span++) {
    const column = columns[spans.spanClass[span] ?? 0];
    if (spans.isInUse[span] === 1 && column !== undefined) {
      column.spans++;
      column.objects += spans.allocCount[span] ?? 0;
      column.room += spans.elements[span] ?? 0;
      column.bytes += (spans.pages[span] ?? 0) * tables.runtime.pageBytes;
      column.used += (spans.elements[span] ?? 0) * (spans.elementBytes[span] ?? 0);
    }
  }
  for (const [spanClass, column] of columns.entries()) {
    if (column.spans > 0) {
      const length = (kind: 'partial' | 'full', isSwept: boolean) =>
        spanSet(heap, kind, spanClass, isSwept).length;
      views.push({
        spanClass,
        sizeBytes: tables.elementBytes[spanClass] ?? 0,
        noscan: isNoscan(spanClass),
        spans: column.spans,
        objects: column.objects,
        room: column.room,
        spanBytes: column.bytes,
        tailBytes: column.bytes - column.used,
        partialSwept: length('partial', true),
        fullSwept: length('full', true),
        partialUnswept: length('partial', false),
        fullUnswept: length('full', false),
      });
    }
  }
  return views;
}

/** One P and what it has without a lock. */
export interface ProcView {
  /** Spans in its mcache. */
  readonly spans: number;
  /** Pages in its page cache. */
  readonly pages: number;
}

export interface HeapView {
  readonly procs: readonly ProcView[];
  readonly heapLive: number;
  readonly heapMarked: number;
  readonly inUse: number;
  readonly free: number;
  readonly released: number;
  readonly sys: number;
  readonly trigger: number;
  readonly goal: number;
  readonly isMarking: boolean;
  readonly isSweeping: boolean;
  /** Share of the program's slots that this cycle has looked at. */
  readonly scanned: number;
  readonly bytesMarked: number;
  readonly assistNs: number;
  readonly isLimiting: boolean;
  readonly nowNs: number;
  readonly allocations: number;
}

export function heapView(world: World): HeapView {
  const { heap, program } = world;
  const { stats, pacer, mark, limiter } = heap;
  return {
    procs: heap.caches.map((cache) => ({
      spans: cache.spans.reduce((count, span) => count + (span === 0 ? 0 : 1), 0),
      pages: countFree(cache.pages),
    })),
    heapLive: pacer.heapLive,
    heapMarked: pacer.heapMarked,
    inUse: stats.inUseBytes,
    free: stats.freeBytes,
    released: stats.releasedBytes,
    sys: stats.sysBytes,
    trigger: currentTrigger(heap),
    goal: currentGoal(heap),
    isMarking: mark.phase === 'mark',
    isSweeping: heap.sweep.isActive,
    scanned: mark.phase === 'mark' ? program.scannedSlots / program.slots.length : 1,
    bytesMarked: mark.bytesMarked,
    assistNs: mark.assistNs,
    isLimiting: limiter.isLimiting,
    nowNs: heap.nowNs,
    allocations: heap.allocations,
  };
}

/** What a page is; spans by their class from `PAGE_SPAN` on. */
export const PAGE_FREE = 0;
export const PAGE_SCAVENGED = 1;
export const PAGE_CACHED = 2;
export const PAGE_SPAN = 3;

/** For each page of the heap one of the numbers above, a span's class added to the last. */
export function pageKinds({ heap }: World): Uint8Array {
  const { pages, spans } = heap;
  const count = pages.countChunks * CHUNK_PAGES;
  const kinds = new Uint8Array(count);
  for (let page = 0; page < count; page++) {
    const bit = 1 << (page & 31);
    const isUsed = ((pages.used[page >>> 5] ?? 0) & bit) !== 0;
    const isScavenged = ((pages.scavenged[page >>> 5] ?? 0) & bit) !== 0;
    kinds[page] = isUsed ? PAGE_CACHED : isScavenged ? PAGE_SCAVENGED : PAGE_FREE;
  }
  for (let span = 1; span < spans.count; span++) {
    if (spans.isInUse[span] === 1) {
      const base = spans.basePage[span] ?? 0;
      const kind = PAGE_SPAN + (spans.spanClass[span] ?? 0);
      kinds.fill(kind, base, base + (spans.pages[span] ?? 0));
    }
  }
  return kinds;
}

/** The span that a page belongs to; 0 for none. */
export function spanAtPage({ heap: { spanOfPage, spans } }: World, page: number): number {
  for (let base = page; base >= 0; base--) {
    const span = spanOfPage[base] ?? 0;
    if (span !== 0) {
      return base + (spans.pages[span] ?? 0) > page ? span : 0;
    }
  }
  return 0;
}
