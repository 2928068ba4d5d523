/** Sweeping: mgcsweep.go (Go 1.26). What is not marked is free from then on. */
import { EVENTS, note } from './events.ts';
import { spanSet, type Heap } from './heap.ts';
import { pop, push } from './intStack.ts';
import { freeSpan } from './pageHeap.ts';
import { takeMarks } from './spanTable.ts';

/** `tryAcquire`: whether the span is still to be swept. */
export function isUnswept(heap: Heap, span: number): boolean {
  return heap.spans.isInUse[span] === 1 && heap.spans.sweepgen[span] === heap.sweepgen - 2;
}

/**
 * `sweep`: says whether the span went back to the page heap. With `isKept` the caller puts it where it
 * belongs.
 */
export function sweepSpan(heap: Heap, span: number, isKept: boolean): boolean {
  const { spans, sweep, stats, sweepgen } = heap;
  const before = spans.allocCount[span] ?? 0;
  const after = takeMarks(spans, span);
  const freed = before - after;
  const spanClass = spans.spanClass[span] ?? 0;
  spans.allocCount[span] = after;
  spans.freeIndex[span] = 0;
  spans.sweepgen[span] = sweepgen;
  sweep.pagesSwept += spans.pages[span] ?? 0;
  stats.totalFree += freed * (spans.elementBytes[span] ?? 0);
  heap.nowNs += heap.machine.sweepSpanNs;
  if (isKept) {
    return false;
  }
  if (after === 0) {
    freeSpan(heap, span);
    return true;
  }
  const isFull = after === spans.elements[span];
  push(spanSet(heap, isFull ? 'full' : 'partial', spanClass, true), span);
  return false;
}

/** `sweepone`: the next span that is left; says how many pages it has, -1 if there is none. */
export function sweepOne(heap: Heap): number {
  const { sweep, spans } = heap;
  if (!sweep.isActive) {
    return -1;
  }
  for (;;) {
    const span = nextSpanForSweep(heap);
    if (span === 0) {
      sweep.isActive = false;
      sweep.pagesPerByte = 0;
      note(heap, EVENTS.sweepDone, sweep.pagesSwept);
      return -1;
    }
    if (isUnswept(heap, span)) {
      const pages = spans.pages[span] ?? 0;
      if (sweepSpan(heap, span, false)) {
        sweep.reclaimCredit += pages;
      }
      return pages;
    }
  }
}

function nextSpanForSweep(heap: Heap): number {
  const { sweep, tables } = heap;
  for (; sweep.centralIndex < 2 * tables.countSpanClasses; sweep.centralIndex++) {
    const kind = sweep.centralIndex % 2 === 0 ? 'full' : 'partial';
    const span = pop(spanSet(heap, kind, sweep.centralIndex >> 1, false));
    if (span !== 0) {
      return span;
    }
  }
  return 0;
}

export function finishSweep(heap: Heap): void {
  let pages = 0;
  while (pages >= 0) {
    pages = sweepOne(heap);
  }
}

/** `deductSweepCredit`: who allocates sweeps in proportion, so that all is swept when the next cycle begins. */
export function deductSweepCredit(heap: Heap, spanBytes: number, callerPages: number): void {
  const { sweep, pacer } = heap;
  if (sweep.pagesPerByte === 0) {
    return;
  }
  const newLive = spanBytes + Math.max(0, pacer.heapLive - sweep.liveBasis);
  const target = Math.floor(sweep.pagesPerByte * newLive) - callerPages;
  let pages = 0;
  while (pages >= 0 && target > sweep.pagesSwept - sweep.pagesSweptBasis) {
    pages = sweepOne(heap);
  }
}

/** `gcPaceSweeper`. */
export function paceSweeper(heap: Heap, trigger: number): void {
  const { sweep, stats, pacer } = heap;
  const { pageBytes } = heap.tables.runtime;
  const left = stats.pagesInUse - sweep.pagesSwept;
  if (!sweep.isActive || left <= 0) {
    sweep.pagesPerByte = 0;
    return;
  }
  const distance = Math.max(pageBytes, trigger - pacer.heapLive - SWEEP_SLACK_BYTES);
  sweep.pagesPerByte = left / distance;
  sweep.liveBasis = pacer.heapLive;
  sweep.pagesSweptBasis = sweep.pagesSwept;
}

const SWEEP_SLACK_BYTES = 1 << 20;
