/** Before the heap takes new pages, spans without a marked object are swept: mheap.go (reclaim), Go 1.26. */
import type { Heap } from './heap.ts';
import { isUnswept, sweepSpan } from './sweep.ts';

/** `pagesPerReclaimerChunk`. */
const PAGES_AT_ONCE = 512;

export function reclaim(heap: Heap, pages: number): void {
  const { sweep } = heap;
  let wanted = pages;
  while (wanted > 0 && sweep.reclaimPage !== Infinity) {
    const credit = Math.min(wanted, sweep.reclaimCredit);
    if (credit > 0) {
      sweep.reclaimCredit -= credit;
      wanted -= credit;
      continue;
    }
    const from = sweep.reclaimPage;
    if (from >= heap.arenaPages) {
      sweep.reclaimPage = Infinity;
      return;
    }
    sweep.reclaimPage += PAGES_AT_ONCE;
    const found = reclaimChunk(heap, from);
    sweep.reclaimCredit += Math.max(0, found - wanted);
    wanted -= Math.min(found, wanted);
  }
}

function reclaimChunk(heap: Heap, from: number): number {
  const { spans, spanOfPage } = heap;
  let freed = 0;
  for (let page = from; page < Math.min(from + PAGES_AT_ONCE, spanOfPage.length); page++) {
    const span = spanOfPage[page] ?? 0;
    if (span !== 0 && spans.hasMarks[span] === 0 && isUnswept(heap, span)) {
      const pages = spans.pages[span] ?? 0;
      freed += sweepSpan(heap, span, false) ? pages : 0;
    }
  }
  return freed;
}
