/** 64 pages that a P takes small spans from without a lock: mpagecache.go (Go 1.26). */
import { findPages, freePages, outdate, type PageAllocator } from './pageAllocator.ts';
import { countBits, lowestBit } from './spanTable.ts';

/** The first and the second 32 pages; a bit of 1 is free, and was scavenged. */
export interface PageCache {
  basePage: number;
  free: [number, number];
  scavenged: [number, number];
}

export const PAGE_CACHE_PAGES = 64;

export function emptyPageCache(): PageCache {
  return { basePage: 0, free: [0, 0], scavenged: [0, 0] };
}

export function isEmpty({ free }: PageCache): boolean {
  return (free[0] | free[1]) === 0;
}

/** Takes all free pages of the lowest aligned 64 that have one; nothing if there is none. */
export function fillPageCache(cache: PageCache, pages: PageAllocator): void {
  const page = findPages(pages, 1);
  if (page < 0) {
    return;
  }
  cache.basePage = page - (page % PAGE_CACHE_PAGES);
  for (const half of [0, 1] as const) {
    const word = (cache.basePage >>> 5) + half;
    const free = ~(pages.used[word] ?? 0);
    cache.free[half] = free;
    cache.scavenged[half] = free & (pages.scavenged[word] ?? 0);
    pages.used[word] = -1;
    pages.scavenged[word] = (pages.scavenged[word] ?? 0) & ~free;
  }
  outdate(pages, cache.basePage, PAGE_CACHE_PAGES);
}

/** How many of the pages that were taken last are scavenged; and the first of them, or -1. */
export interface TakenPages {
  page: number;
  scavenged: number;
}

/** The lowest pages of the cache that lie together, in `taken`. */
export function takeFromCache(cache: PageCache, count: number, taken: TakenPages): void {
  const first = count === 1 ? firstFree(cache) : firstRun(cache, count);
  taken.page = first < 0 ? -1 : cache.basePage + first;
  taken.scavenged = 0;
  for (let index = first; first >= 0 && index < first + count; index++) {
    const half = index < 32 ? 0 : 1;
    const bit = 1 << (index & 31);
    cache.free[half] &= ~bit;
    taken.scavenged += (cache.scavenged[half] & bit) === 0 ? 0 : 1;
    cache.scavenged[half] &= ~bit;
  }
}

function firstFree({ free: [low, high] }: PageCache): number {
  return low !== 0 ? lowestBit(low) : high !== 0 ? 32 + lowestBit(high) : -1;
}

function firstRun({ free }: PageCache, count: number): number {
  let run = 0;
  for (let index = 0; index < PAGE_CACHE_PAGES; index++) {
    run = ((free[index < 32 ? 0 : 1] >>> (index & 31)) & 1) === 1 ? run + 1 : 0;
    if (run === count) {
      return index - count + 1;
    }
  }
  return -1;
}

export function countFree({ free: [low, high] }: PageCache): number {
  return countBits(low) + countBits(high);
}

/** Gives the pages back, as a P does that is idle when a cycle ends. */
export function flushPageCache(cache: PageCache, pages: PageAllocator): void {
  for (let index = 0; index < PAGE_CACHE_PAGES; index++) {
    const half = index < 32 ? 0 : 1;
    const bit = 1 << (index & 31);
    if ((cache.free[half] & bit) !== 0) {
      const page = cache.basePage + index;
      freePages(pages, page, 1);
      if ((cache.scavenged[half] & bit) !== 0) {
        pages.scavenged[page >>> 5] = (pages.scavenged[page >>> 5] ?? 0) | (1 << (page & 31));
      }
    }
  }
  cache.free = [0, 0];
  cache.scavenged = [0, 0];
}
