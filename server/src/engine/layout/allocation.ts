/** What the heap really gives for an object: runtime/malloc.go and msize.go (Go 1.22 to 1.26). */
import type { GoRuntime } from '../goruntime/goRuntime.ts';

export interface HeapObject {
  /**
   * What it takes of the heap. Of a tiny object its share of a block that is filled with others of
   * its size, which need not be a whole number; alone it takes the whole block.
   */
  readonly allocatedBytes: number;
  /** The size class; 0 for whole pages. */
  readonly classBytes: number;
  /** Index of the size class; 0 for whole pages. */
  readonly sizeClass: number;
  /** As runtime/mheap.go numbers them: twice the class, and one more without pointers. */
  readonly spanClass: number;
  /** In front of the object: its type, for the collector. */
  readonly headerBytes: number;
  /** It shares a block of 16 bytes with others of its kind, if others come along. */
  readonly isTiny: boolean;
  readonly isLarge: boolean;
}

export interface ObjectKind {
  /** Without pointers: the collector never looks at it. */
  readonly noscan: boolean;
  readonly wordBytes: 4 | 8;
}

/** What one object of a size takes; nothing at all for a size of 0. */
export function heapObject(
  runtime: GoRuntime,
  sizeBytes: number,
  { noscan, wordBytes }: ObjectKind,
): HeapObject {
  const isTiny = noscan && sizeBytes > 0 && sizeBytes < runtime.tinyBytes;
  const isLarge = sizeBytes > largestSmallBytes(runtime);
  if (isLarge || sizeBytes === 0) {
    return {
      allocatedBytes: alignUp(sizeBytes, runtime.pageBytes),
      classBytes: 0,
      sizeClass: 0,
      spanClass: noscan ? 1 : 0,
      headerBytes: 0,
      isTiny: false,
      isLarge,
    };
  }
  const headerBytes = headerOf(runtime, sizeBytes, { noscan, wordBytes });
  const wantedBytes = isTiny ? runtime.tinyBytes : sizeBytes + headerBytes;
  const sizeClass = classOf(runtime, wantedBytes);
  const classBytes = runtime.classBytes[sizeClass] ?? 0;
  return {
    allocatedBytes: isTiny ? classBytes / tinyPerBlock(runtime, sizeBytes, wordBytes) : classBytes,
    classBytes,
    sizeClass,
    spanClass: 2 * sizeClass + (noscan ? 1 : 0),
    headerBytes,
    isTiny,
    isLarge,
  };
}

/** How many objects of a size go into a block of tiny ones: malloc.go (mallocgcTiny). */
function tinyPerBlock({ tinyBytes }: GoRuntime, sizeBytes: number, wordBytes: 4 | 8): number {
  const powers = [8, 4, 2, 1];
  // On 32-bit machines 12 bytes may begin with a 64-bit word.
  const alignBytes =
    wordBytes === 4 && sizeBytes === 12 ? 8 : (powers.find((each) => sizeBytes % each === 0) ?? 1);
  return Math.floor((tinyBytes - sizeBytes) / alignUp(sizeBytes, alignBytes)) + 1;
}

/** Objects that are larger have pages of their own, header or not. */
function largestSmallBytes({ maxSmallBytes, mallocHeaderBytes }: GoRuntime): number {
  return maxSmallBytes - mallocHeaderBytes;
}

/** Objects up to so many bytes have their pointers in a bitmap at the end of their span (`heapBitsInSpan`). */
export function bitmapBytes(wordBytes: 4 | 8): number {
  return wordBytes * wordBytes * 8;
}

function headerOf(
  { mallocHeaderBytes }: GoRuntime,
  sizeBytes: number,
  { noscan, wordBytes }: ObjectKind,
): number {
  return !noscan && sizeBytes > bitmapBytes(wordBytes) ? mallocHeaderBytes : 0;
}

function classOf({ classBytes }: GoRuntime, bytes: number): number {
  return classBytes.findIndex((each) => each >= bytes);
}

/** The size to which append rounds a new array: msize.go (roundupsize). */
export function roundUpSize(runtime: GoRuntime, sizeBytes: number, kind: ObjectKind): number {
  if (sizeBytes > largestSmallBytes(runtime)) {
    return alignUp(sizeBytes, runtime.pageBytes);
  }
  const headerBytes = headerOf(runtime, sizeBytes, kind);
  const class_ = classOf(runtime, sizeBytes + headerBytes);
  return (runtime.classBytes[class_] ?? 0) - headerBytes;
}

/** How many objects of a class fit in one of its spans: mheap.go (initHeapBits), mgcmark_greenteagc.go. */
export function objectsPerSpan(
  runtime: GoRuntime,
  sizeClass: number,
  { noscan, wordBytes }: ObjectKind,
): number {
  const classBytes = runtime.classBytes[sizeClass] ?? 0;
  if (classBytes === 0) {
    return 1;
  }
  const spanBytes = (runtime.classPages[sizeClass] ?? 0) * runtime.pageBytes;
  const isInSpan = classBytes <= bitmapBytes(wordBytes);
  const hasBitmap = !noscan && isInSpan;
  const hasMarks = runtime.hasInlineMarks && classBytes >= 16 && isInSpan;
  const reservedBytes = (hasBitmap ? spanBytes / wordBytes / 8 : 0) + (hasMarks ? MARK_BYTES : 0);
  return Math.floor((spanBytes - reservedBytes) / classBytes);
}

/** `spanInlineMarkBits`: mgcmark_greenteagc.go of Go 1.26. */
const MARK_BYTES = 128;

function alignUp(bytes: number, to: number): number {
  return Math.ceil(bytes / to) * to;
}
