/**
 * Spans as columns, by number: mheap.go (mspan), mbitmap.go (allocBits, gcmarkBits, nextFreeIndex) of Go 1.26.
 * Span 0 is `emptymspan`: it has no elements, and never any room.
 */
import { longer } from './columns.ts';
import { emptyStack, pop, push, type IntStack } from './intStack.ts';

export interface SpanTable {
  /** Numbers that have been given out, with those that are free again. */
  count: number;
  free: IntStack;
  isInUse: Uint8Array;
  spanClass: Uint8Array;
  basePage: Int32Array;
  pages: Int32Array;
  elementBytes: Float64Array;
  elements: Uint16Array;
  allocCount: Uint16Array;
  allocCountBeforeCache: Uint16Array;
  /** Slots below are in use; at and above it `allocBits` tell. */
  freeIndex: Uint16Array;
  sweepgen: Int32Array;
  /** Whether any object of it is marked: `pageMarks`. */
  hasMarks: Uint8Array;
  /** `BIT_WORDS` words for each span. */
  allocBits: Uint32Array;
  markBits: Uint32Array;
}

/** A span of 8-byte objects has 1024 of them. */
export const MAXIMUM_ELEMENTS = 1024;
export const BIT_WORDS = MAXIMUM_ELEMENTS / 32;

/** With the slot in the low ten bits, an object's number fits into 31 bits. */
const MAXIMUM_SPANS = 1 << 21;

export function objectOf(span: number, slot: number): number {
  return span * MAXIMUM_ELEMENTS + slot;
}

export function spanOf(object: number): number {
  return object >>> 10;
}

export function slotOf(object: number): number {
  return object & (MAXIMUM_ELEMENTS - 1);
}

export function emptySpans(): SpanTable {
  const capacity = 256;
  return {
    count: 1,
    free: emptyStack(),
    isInUse: new Uint8Array(capacity),
    spanClass: new Uint8Array(capacity),
    basePage: new Int32Array(capacity),
    pages: new Int32Array(capacity),
    elementBytes: new Float64Array(capacity),
    elements: new Uint16Array(capacity),
    allocCount: new Uint16Array(capacity),
    allocCountBeforeCache: new Uint16Array(capacity),
    freeIndex: new Uint16Array(capacity),
    sweepgen: new Int32Array(capacity),
    hasMarks: new Uint8Array(capacity),
    allocBits: new Uint32Array(capacity * BIT_WORDS),
    markBits: new Uint32Array(capacity * BIT_WORDS),
  };
}

/** A number for a new span of so many elements, none of them allocated or marked; 0 if there is none left. */
export function newSpan(spans: SpanTable, elements: number): number {
  let span = pop(spans.free);
  if (span === 0) {
    if (spans.count === MAXIMUM_SPANS) {
      return 0;
    }
    if (spans.count === spans.isInUse.length) {
      grow(spans);
    }
    span = spans.count++;
  }
  spans.isInUse[span] = 1;
  spans.allocCount[span] = 0;
  spans.allocCountBeforeCache[span] = 0;
  spans.freeIndex[span] = 0;
  spans.hasMarks[span] = 0;
  spans.elements[span] = elements;
  // Words behind the last element's are never looked at.
  const from = span * BIT_WORDS;
  const words = (elements + 31) >>> 5;
  for (let word = from; word < from + words; word++) {
    spans.allocBits[word] = 0;
    spans.markBits[word] = 0;
  }
  return span;
}

export function dropSpan(spans: SpanTable, span: number): void {
  spans.isInUse[span] = 0;
  push(spans.free, span);
}

function grow(spans: SpanTable): void {
  const capacity = 2 * spans.isInUse.length;
  spans.isInUse = longer(spans.isInUse, new Uint8Array(capacity));
  spans.spanClass = longer(spans.spanClass, new Uint8Array(capacity));
  spans.basePage = longer(spans.basePage, new Int32Array(capacity));
  spans.pages = longer(spans.pages, new Int32Array(capacity));
  spans.elementBytes = longer(spans.elementBytes, new Float64Array(capacity));
  spans.elements = longer(spans.elements, new Uint16Array(capacity));
  spans.allocCount = longer(spans.allocCount, new Uint16Array(capacity));
  spans.allocCountBeforeCache = longer(spans.allocCountBeforeCache, new Uint16Array(capacity));
  spans.freeIndex = longer(spans.freeIndex, new Uint16Array(capacity));
  spans.sweepgen = longer(spans.sweepgen, new Int32Array(capacity));
  spans.hasMarks = longer(spans.hasMarks, new Uint8Array(capacity));
  spans.allocBits = longer(spans.allocBits, new Uint32Array(capacity * BIT_WORDS));
  spans.markBits = longer(spans.markBits, new Uint32Array(capacity * BIT_WORDS));
}

/** The first free slot at or above `freeIndex`; the number of elements if there is none. */
export function nextFreeIndex(spans: SpanTable, span: number): number {
  const elements = spans.elements[span] ?? 0;
  const from = spans.freeIndex[span] ?? 0;
  if (from >= elements) {
    return elements;
  }
  let word = from >>> 5;
  let free = ~(spans.allocBits[span * BIT_WORDS + word] ?? 0) & (-1 << (from & 31));
  while (free === 0) {
    word++;
    if (word * 32 >= elements) {
      return elements;
    }
    free = ~(spans.allocBits[span * BIT_WORDS + word] ?? 0);
  }
  return Math.min(elements, word * 32 + lowestBit(free));
}

/** Says whether the object was unmarked before. */
export function markObject(spans: SpanTable, object: number): boolean {
  const span = spanOf(object);
  const slot = slotOf(object);
  const word = span * BIT_WORDS + (slot >>> 5);
  const bit = 1 << (slot & 31);
  const before = spans.markBits[word] ?? 0;
  if ((before & bit) !== 0) {
    return false;
  }
  spans.markBits[word] = before | bit;
  spans.hasMarks[span] = 1;
  return true;
}

export function isMarked(spans: SpanTable, object: number): boolean {
  return hasBit(spans.markBits, spanOf(object), slotOf(object));
}

/** Whether a slot holds an object, live or not, as far as the allocator knows. */
export function isAllocated(spans: SpanTable, span: number, slot: number): boolean {
  return slot < (spans.freeIndex[span] ?? 0) || hasBit(spans.allocBits, span, slot);
}

/** The bit of a slot in `allocBits` or `markBits`. */
export function hasBit(bits: Uint32Array, span: number, slot: number): boolean {
  return (((bits[span * BIT_WORDS + (slot >>> 5)] ?? 0) >>> (slot & 31)) & 1) === 1;
}

/** What sweeping begins with: the marks are the new allocBits, and how many they are. */
export function takeMarks(spans: SpanTable, span: number): number {
  const from = span * BIT_WORDS;
  const words = ((spans.elements[span] ?? 0) + 31) >>> 5;
  let count = 0;
  for (let word = from; word < from + words; word++) {
    const marks = spans.markBits[word] ?? 0;
    spans.allocBits[word] = marks;
    spans.markBits[word] = 0;
    count += countBits(marks);
  }
  spans.hasMarks[span] = 0;
  return count;
}

export function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word);
}

export function countBits(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
