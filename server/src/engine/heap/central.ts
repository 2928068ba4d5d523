/** Spans of one class for all Ps: mcentral.go (Go 1.26). */
import { EVENTS, note } from './events.ts';
import { spanSet, type Heap } from './heap.ts';
import { pop, push } from './intStack.ts';
import { allocSpan } from './pageHeap.ts';
import { nextFreeIndex } from './spanTable.ts';
import { deductSweepCredit, isUnswept, sweepSpan } from './sweep.ts';

/** How many spans are swept in search of room before a new one is taken. */
const SPAN_BUDGET = 100;

/** `cacheSpan`: a span with room; 0 if the heap is out of memory. */
export function cacheSpan(heap: Heap, procIndex: number, spanClass: number): number {
  const { tables, spans } = heap;
  const pages = tables.pages[spanClass] ?? 0;
  deductSweepCredit(heap, pages * tables.runtime.pageBytes, 0);
  const swept = pop(spanSet(heap, 'partial', spanClass, true));
  if (swept !== 0) {
    note(heap, EVENTS.partialSwept, swept, spanClass);
    return swept;
  }
  if (heap.sweep.isActive) {
    let budget = SPAN_BUDGET;
    for (const kind of ['partial', 'full'] as const) {
      for (; budget >= 0; budget--) {
        const span = pop(spanSet(heap, kind, spanClass, false));
        if (span === 0) {
          break;
        }
        if (!isUnswept(heap, span)) {
          continue;
        }
        sweepSpan(heap, span, true);
        const freeIndex = kind === 'partial' ? 0 : nextFreeIndex(spans, span);
        if (freeIndex !== spans.elements[span]) {
          spans.freeIndex[span] = freeIndex;
          note(
            heap,
            kind === 'partial' ? EVENTS.partialUnswept : EVENTS.fullUnswept,
            span,
            spanClass,
          );
          return span;
        }
        push(spanSet(heap, 'full', spanClass, true), span);
      }
    }
  }
  const span = allocSpan(heap, procIndex, pages, spanClass, tables.elementBytes[spanClass] ?? 0);
  note(heap, EVENTS.centralGrow, span, spanClass);
  return span;
}

/** `uncacheSpan`: back from a P; a span that was cached before the last cycle ended is swept. */
export function uncacheSpan(heap: Heap, span: number): void {
  const { spans, sweepgen } = heap;
  if (spans.sweepgen[span] === sweepgen + 1) {
    spans.sweepgen[span] = sweepgen - 1;
    sweepSpan(heap, span, false);
    return;
  }
  spans.sweepgen[span] = sweepgen;
  const isFull = spans.allocCount[span] === spans.elements[span];
  push(spanSet(heap, isFull ? 'full' : 'partial', spans.spanClass[span] ?? 0, true), span);
}
