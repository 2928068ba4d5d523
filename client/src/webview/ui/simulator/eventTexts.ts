/** Events in words, each with the function of the runtime that does it. */
import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import type { HeapEvent } from '../../../../../server/src/engine/heap/events.ts';
import { bytesText } from './texts.ts';
import { countText } from '../../../countText.ts';

export function eventText(
  { kind, allocation, first, second }: HeapEvent,
  localize: Localize,
): string {
  return `${countText(allocation)}: ${textOf(kind, first, second, localize)}`;
}

function textOf(
  kind: HeapEvent['kind'],
  first: number,
  second: number,
  localize: Localize,
): string {
  switch (kind) {
    case 'phaseStart':
      return localize('phase {0} of the script begins', first + 1);
    case 'refill':
      return localize('P{0} needs a span of class {1} (mcache.refill)', second, first);
    case 'partialSwept':
      return localize('mcentral has span {0}, swept, with room (cacheSpan)', first);
    case 'partialUnswept':
      return localize('span {0} is swept on the way and has room (cacheSpan, sweep)', first);
    case 'fullUnswept':
      return localize('span {0} was full; sweeping it has made room (cacheSpan, sweep)', first);
    case 'centralGrow':
      return localize('mcentral gets the new span {0} from the page heap (mcentral.grow)', first);
    case 'pageCacheFill':
      return localize('64 pages from page {0} on go to a P (pageAlloc.allocToCache)', first);
    case 'largeAlloc':
      return localize(
        'span {0} for one large object of {1} (mcache.allocLarge)',
        first,
        bytesText(second),
      );
    case 'heapGrow':
      return localize('the heap grows by {0} pages (mheap.grow)', countText(first));
    case 'spanFree':
      return localize(
        'span {0} has nothing live: {1} pages are free (mheap.freeSpan)',
        first,
        second,
      );
    case 'cycleStart':
      return localize('cycle {0} begins at {1} of live heap (gcStart)', first, bytesText(second));
    case 'assist':
      return localize(
        'goroutine {0} assists: scans {1} itself (gcAssistAlloc)',
        second,
        bytesText(first),
      );
    case 'markTermination':
      return localize('cycle {0} ends: {1} are live (gcMarkTermination)', first, bytesText(second));
    case 'sweepDone':
      return localize('all is swept: {0} pages (sweepone)', countText(first));
    case 'scavenge':
      return localize('{0} go back to the operating system (scavenger)', bytesText(first));
    case 'limiterOn':
      return localize(
        'the CPU limiter stops assists: the collector has had half of the CPU (gcCPULimiter)',
      );
    case 'limiterOff':
      return localize('the CPU limiter lets assists be again (gcCPULimiter)');
    case 'outOfMemory':
      return localize('out of memory: {0} pages would be beyond 16 GiB', first);
  }
}
