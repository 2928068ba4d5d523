/**
 * Which pages are free, and the first that fit: mpagealloc.go, mpallocbits.go and the scavenged bits of
 * mgcscavenge.go (Go 1.26). The runtime's radix tree of summaries is one level here, which finds the same.
 */
import { longer } from './columns.ts';
import { countBits, lowestBit } from './spanTable.ts';
import { CHUNK_PAGES } from './tables.ts';

export interface PageAllocator {
  countChunks: number;
  /** A bit for each page: 1 is in use, or in a page cache. */
  used: Uint32Array;
  /** A bit for each page: 1 is given back to the operating system, or never was used. */
  scavenged: Uint32Array;
  /** Of each chunk: free pages at its start, the most together, and at its end; unless they are to be counted anew. */
  freeStart: Uint16Array;
  freeMost: Uint16Array;
  freeEnd: Uint16Array;
  /** 1 where pages were taken or freed since: many are, before the next search comes that far. */
  isStale: Uint8Array;
  /** No page of a chunk below is free. */
  searchChunk: number;
}

export const CHUNK_WORDS = CHUNK_PAGES / 32;

/** 16 GiB: a simulated program that wants more is out of memory. */
export const MAXIMUM_PAGES = 1 << 21;

export function emptyPages(): PageAllocator {
  return {
    countChunks: 0,
    used: new Uint32Array(0),
    scavenged: new Uint32Array(0),
    freeStart: new Uint16Array(0),
    freeMost: new Uint16Array(0),
    freeEnd: new Uint16Array(0),
    isStale: new Uint8Array(0),
    searchChunk: 0,
  };
}

/** New chunks behind the others, free, and scavenged as fresh memory is. */
export function growPages(pages: PageAllocator, chunks: number): void {
  const old = pages.countChunks;
  const count = old + chunks;
  if (count > pages.freeMost.length) {
    const capacity = Math.max(count, 2 * pages.freeMost.length);
    pages.used = longer(pages.used, new Uint32Array(capacity * CHUNK_WORDS));
    pages.scavenged = longer(pages.scavenged, new Uint32Array(capacity * CHUNK_WORDS));
    pages.freeStart = longer(pages.freeStart, new Uint16Array(capacity));
    pages.freeMost = longer(pages.freeMost, new Uint16Array(capacity));
    pages.freeEnd = longer(pages.freeEnd, new Uint16Array(capacity));
    pages.isStale = longer(pages.isStale, new Uint8Array(capacity));
  }
  pages.scavenged.fill(-1, old * CHUNK_WORDS, count * CHUNK_WORDS);
  for (const summary of [pages.freeStart, pages.freeMost, pages.freeEnd]) {
    summary.fill(CHUNK_PAGES, old, count);
  }
  pages.countChunks = count;
  pages.searchChunk = Math.min(pages.searchChunk, old);
}

/** The first page of the lowest run of free pages that is long enough; -1 if there is none. */
export function findPages(pages: PageAllocator, count: number): number {
  while (pages.searchChunk < pages.countChunks && !hasFree(pages, pages.searchChunk)) {
    pages.searchChunk++;
  }
  let run = 0;
  for (let chunk = pages.searchChunk; chunk < pages.countChunks; chunk++) {
    summarize(pages, chunk);
    if (run > 0 && run + (pages.freeStart[chunk] ?? 0) >= count) {
      return chunk * CHUNK_PAGES - run;
    }
    if ((pages.freeMost[chunk] ?? 0) >= count) {
      return findInChunk(pages, chunk, count);
    }
    const isFree = pages.freeStart[chunk] === CHUNK_PAGES;
    run = isFree ? run + CHUNK_PAGES : (pages.freeEnd[chunk] ?? 0);
  }
  return -1;
}

function hasFree(pages: PageAllocator, chunk: number): boolean {
  summarize(pages, chunk);
  return (pages.freeMost[chunk] ?? 0) > 0;
}

function findInChunk(pages: PageAllocator, chunk: number, count: number): number {
  let run = 0;
  for (let page = chunk * CHUNK_PAGES; page < (chunk + 1) * CHUNK_PAGES; page++) {
    const word = pages.used[page >>> 5] ?? 0;
    if ((page & 31) === 0 && word === -1 >>> 0) {
      run = 0;
      page += 31;
    } else if (((word >>> (page & 31)) & 1) === 1) {
      run = 0;
    } else if (++run === count) {
      return page - count + 1;
    }
  }
  return -1;
}

/** Says how many of the pages were scavenged; they are no longer. */
export function takePages(pages: PageAllocator, first: number, count: number): number {
  let scavenged = 0;
  forWords(first, count, (word, mask) => {
    pages.used[word] = (pages.used[word] ?? 0) | mask;
    scavenged += countBits((pages.scavenged[word] ?? 0) & mask);
    pages.scavenged[word] = (pages.scavenged[word] ?? 0) & ~mask;
  });
  outdate(pages, first, count);
  return scavenged;
}

export function freePages(pages: PageAllocator, first: number, count: number): void {
  forWords(first, count, (word, mask) => {
    pages.used[word] = (pages.used[word] ?? 0) & ~mask;
  });
  outdate(pages, first, count);
  pages.searchChunk = Math.min(pages.searchChunk, Math.floor(first / CHUNK_PAGES));
}

/** Calls with each word of a bitmap that the range touches, and the range's bits in it. */
function forWords(first: number, count: number, visit: (word: number, mask: number) => void): void {
  const end = first + count;
  for (let page = first; page < end;) {
    const stop = Math.min(end, (page | 31) + 1);
    const length = stop - page;
    const mask = length === 32 ? -1 : ((1 << length) - 1) << (page & 31);
    visit(page >>> 5, mask);
    page = stop;
  }
}

/** What is free of a range has changed. */
export function outdate(pages: PageAllocator, first: number, count: number): void {
  const last = Math.floor((first + count - 1) / CHUNK_PAGES);
  for (let chunk = Math.floor(first / CHUNK_PAGES); chunk <= last; chunk++) {
    pages.isStale[chunk] = 1;
  }
}

function summarize(pages: PageAllocator, chunk: number): void {
  if (pages.isStale[chunk] !== 1) {
    return;
  }
  pages.isStale[chunk] = 0;
  let start = -1;
  let most = 0;
  let run = 0;
  for (let index = 0; index < CHUNK_WORDS; index++) {
    let word = pages.used[chunk * CHUNK_WORDS + index] ?? 0;
    let left = 32;
    // Runs of free and used pages in turn, each as many as the word's trailing bits are equal.
    while (left > 0) {
      const free = word === 0 ? left : Math.min(left, lowestBit(word));
      run += free;
      left -= free;
      if (left > 0) {
        start = start < 0 ? run : start;
        most = Math.max(most, run);
        run = 0;
        word = free === 0 ? word : word >>> free;
        const used = Math.min(left, ~word === 0 ? 32 : lowestBit(~word));
        left -= used;
        word = used === 32 ? 0 : word >>> used;
      }
    }
  }
  pages.freeStart[chunk] = start < 0 ? run : start;
  pages.freeMost[chunk] = Math.max(most, run);
  pages.freeEnd[chunk] = run;
}

/** Gives free pages of a word back; says how many. */
export function scavengeWord(pages: PageAllocator, word: number, atMost: number): number {
  let left = atMost;
  let free = ~(pages.used[word] ?? 0) & ~(pages.scavenged[word] ?? 0);
  while (free !== 0 && left > 0) {
    // From the highest address down.
    const bit = 1 << (31 - Math.clz32(free));
    pages.scavenged[word] = (pages.scavenged[word] ?? 0) | bit;
    free &= ~bit;
    left--;
  }
  return atMost - left;
}
