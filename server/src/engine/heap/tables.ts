/** The allocator's tables for one Go version and GOARCH: sizeclasses.go, mheap.go (Go 1.22 to 1.26). */
import type { GoRuntime } from '../goruntime/goRuntime.ts';
import { bitmapBytes, heapObject, objectsPerSpan } from '../layout/allocation.ts';

/** Never changed, and shared by all copies of a heap. By span class, unless something else is said. */
export interface Tables {
  readonly runtime: GoRuntime;
  readonly wordBytes: 4 | 8;
  readonly countSpanClasses: number;
  /** Of an object; 0 for the two classes of large objects. */
  readonly elementBytes: Float64Array;
  readonly pages: Uint8Array;
  /** Objects in a span. */
  readonly elements: Uint16Array;
  readonly arenaPages: number;
}

/** `pallocChunkPages`: mpagealloc.go. */
export const CHUNK_PAGES = 512;

/** The class of blocks of tiny objects: `tinySpanClass`, 16 bytes without pointers. */
export const TINY_SPAN_CLASS = 5;

export function tablesOf(runtime: GoRuntime, goarch: string, wordBytes: 4 | 8): Tables {
  const countSpanClasses = 2 * runtime.classBytes.length;
  const elementBytes = new Float64Array(countSpanClasses);
  const pages = new Uint8Array(countSpanClasses);
  const elements = new Uint16Array(countSpanClasses);
  for (let spanClass = 0; spanClass < countSpanClasses; spanClass++) {
    const sizeClass = spanClass >> 1;
    elementBytes[spanClass] = runtime.classBytes[sizeClass] ?? 0;
    pages[spanClass] = runtime.classPages[sizeClass] ?? 0;
    elements[spanClass] = objectsPerSpan(runtime, sizeClass, {
      noscan: isNoscan(spanClass),
      wordBytes,
    });
  }
  // Frozen: a copy of a heap shares what is.
  return Object.freeze({
    runtime,
    wordBytes,
    countSpanClasses,
    elementBytes,
    pages,
    elements,
    arenaPages: arenaPages(goarch, wordBytes, runtime.pageBytes),
  });
}

/** `heapArenaBytes`, malloc.go: 64 MiB on 64-bit Unix, 4 MiB on 32-bit machines, 512 KiB for wasm. */
function arenaPages(goarch: string, wordBytes: 4 | 8, pageBytes: number): number {
  const bytes = goarch === 'wasm' ? 512 << 10 : wordBytes === 4 ? 4 << 20 : 64 << 20;
  return bytes / pageBytes;
}

export function isNoscan(spanClass: number): boolean {
  return (spanClass & 1) === 1;
}

/** The most that a program can ask for and get an object of that span class; for large ones, of so many pages. */
export function largestAskedBytes(
  { classBytes, pageBytes, maxSmallBytes, mallocHeaderBytes }: GoRuntime,
  spanClass: number,
  pages: number,
): number {
  const bytes = classBytes[spanClass >> 1] ?? 0;
  if (bytes === 0) {
    return pages * pageBytes;
  }
  const hasHeader = !isNoscan(spanClass) && bytes > bitmapBytes(8);
  return hasHeader || bytes === maxSmallBytes ? bytes - mallocHeaderBytes : bytes;
}

/** Where mallocgc leads an object to. */
export const ALLOCATION_PATHS = ['zero', 'tiny', 'small', 'large'] as const;
export type AllocationPath = (typeof ALLOCATION_PATHS)[number];

/** What mallocgc finds out from an object's type before it allocates. */
export interface Allocation {
  /** As the program asks; of an object with pointers rounded up to whole words. */
  readonly sizeBytes: number;
  readonly hasPointers: boolean;
  readonly path: AllocationPath;
  readonly spanClass: number;
  readonly pages: number;
  /** Of the heap: a tiny object's block, where it needs one. */
  readonly blockBytes: number;
  /** Within a tiny block: malloc.go (mallocgcTiny). */
  readonly alignBytes: number;
}

export function allocationOf(
  { runtime, wordBytes }: Tables,
  askedBytes: number,
  hasPointers: boolean,
): Allocation {
  const sizeBytes = hasPointers ? Math.ceil(askedBytes / wordBytes) * wordBytes : askedBytes;
  const object = heapObject(runtime, sizeBytes, { noscan: !hasPointers, wordBytes });
  return {
    sizeBytes,
    hasPointers,
    path: sizeBytes === 0 ? 'zero' : object.isTiny ? 'tiny' : object.isLarge ? 'large' : 'small',
    spanClass: object.spanClass,
    pages: object.isLarge
      ? object.allocatedBytes / runtime.pageBytes
      : (runtime.classPages[object.sizeClass] ?? 0),
    blockBytes: object.isLarge ? object.allocatedBytes : object.classBytes,
    alignBytes: tinyAlignment(sizeBytes, wordBytes),
  };
}

function tinyAlignment(sizeBytes: number, wordBytes: 4 | 8): number {
  if (sizeBytes % 8 === 0 || (wordBytes === 4 && sizeBytes === 12)) {
    return 8;
  }
  return sizeBytes % 4 === 0 ? 4 : sizeBytes % 2 === 0 ? 2 : 1;
}
