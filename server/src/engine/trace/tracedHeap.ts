/** The heap of a program as its trace tells it (`allocFree.ts`): which spans there are, and which of their slots are taken. */
import type { GoRuntime } from '../goruntime/goRuntime.ts';
import type { AddressUnits, TracedType } from './allocFree.ts';
import { EVENT } from './format.ts';
import type { Generation } from './generation.ts';
import type { Context } from './orderState.ts';

export interface TracedSpan {
  /** From the lowest address of the heap on. */
  readonly page: number;
  readonly pages: number;
  /** runtime/mheap.go: twice the size class, and one more without pointers. */
  readonly spanClass: number;
  /** Of a slot. */
  readonly elementBytes: number;
  /** By slot: what the observer calls an object; 0 where there is none. */
  readonly objects: Int32Array;
}

/** Told of each change, in the order of the trace. */
export interface HeapObserver {
  /** `isOld` where it was there when the trace began. */
  spanAppeared(span: TracedSpan, isOld: boolean): void;
  /** With objects still in it where the trace does not tell of their end. */
  spanVanished(span: TracedSpan): void;
  /** Says what it calls the object, a number above 0. */
  objectAppeared(
    span: TracedSpan,
    slot: number,
    isOld: boolean,
    context: Readonly<Context>,
    type: TracedType | undefined,
  ): number;
  /** A tiny object shares the block that is in a slot already: mallocgcTiny, malloc.go. */
  tinyShared(context: Readonly<Context>, type: TracedType | undefined): void;
  objectVanished(span: TracedSpan, object: number): void;
}

/** Of spans of stacks and the like, of which nothing is known but when they have their pages. */
const NO_CLASS = -1;

/** As `traceSpanTypeAndClass` tells it. */
function spanClassOf(told: number): number {
  return told % 2 === 0 ? told / 2 : NO_CLASS;
}

/** As in the runtime of all versions that have the experiment (malloc.go, MinHeapAlign). */
const USUAL_UNITS: AddressUnits = { pageBytes: 8192, objectAlignBytes: 8 };
/** `tinySpanClass`: 16 bytes without pointers. */
const TINY_SPAN_CLASS = 5;
/** Slots that are kept, of all spans together: what a trace that is damaged says beyond is left out. */
const MOST_SLOTS = 1 << 26;
/** Of the spans that small stacks are cut from: runtime/malloc.go (_StackCacheSize). */
const STACK_SPAN_PAGES = 4;
const NO_OBJECTS = new Int32Array(0);
/** Of one span that are looked at, 8 GiB. */
const MOST_PAGES = 1 << 20;

export class TracedHeap {
  readonly #observer: HeapObserver;
  readonly #runtime: GoRuntime;
  #units = USUAL_UNITS;
  #types: ReadonlyMap<number, TracedType> = new Map();
  /** By each of their pages; of large ones only by the first, as no other is asked for. */
  readonly #spanOfPage = new Map<number, TracedSpan>();
  /** Slots that were taken anew before the trace told that they had become free. */
  readonly #takenEarly = new Map<TracedSpan, Set<number>>();
  /** By page, spans whose pages were taken anew before the trace told of their end. */
  readonly #endedEarly = new Map<number, TracedSpan>();
  #countSlots = 0;
  #countUnmatched = 0;

  constructor(runtime: GoRuntime, observer: HeapObserver) {
    this.#runtime = runtime;
    this.#observer = observer;
  }

  /** Events of objects and spans that the trace does not know: it did not begin with what there was. */
  get countUnmatched(): number {
    return this.#countUnmatched;
  }

  begin(generation: Generation): void {
    const { types, units } = generation.allocFree();
    this.#types = types;
    this.#units = units ?? this.#units;
  }

  event(type: number, args: Float64Array, context: Readonly<Context>): void {
    const [first = 0, second = 0, third = 0] = args;
    switch (type) {
      case EVENT.Span:
      case EVENT.SpanAlloc:
        this.#appear(first, second, spanClassOf(third), type === EVENT.Span);
        break;
      case EVENT.SpanFree:
        this.#freeSpan(first);
        break;
      case EVENT.HeapObject:
      case EVENT.HeapObjectAlloc:
        this.#allocate(first, second, type === EVENT.HeapObject, context);
        break;
      case EVENT.HeapObjectFree:
        this.#freeObject(first);
        break;
    }
  }

  #appear(page: number, pages: number, spanClass: number, isOld: boolean): void {
    const end = page + Math.min(pages, MOST_PAGES);
    for (let each = page; each < end; each++) {
      this.#endEarly(each);
    }
    if (spanClass === NO_CLASS) {
      this.#put({ page, pages, spanClass, elementBytes: 0, objects: NO_OBJECTS });
      return;
    }
    const isLarge = spanClass < 2;
    const bytes = pages * this.#units.pageBytes;
    const elementBytes = isLarge ? bytes : (this.#runtime.classBytes[spanClass >> 1] ?? 0);
    const countSlots = isLarge ? 1 : Math.floor(bytes / elementBytes);
    const isKnown = isLarge ? pages > 0 : pages === this.#runtime.classPages[spanClass >> 1];
    if (!isKnown || this.#countSlots + countSlots > MOST_SLOTS) {
      this.#countUnmatched++;
      return;
    }
    this.#countSlots += countSlots;
    const objects = new Int32Array(countSlots);
    const span: TracedSpan = { page, pages, spanClass, elementBytes, objects };
    this.#put(span);
    this.#observer.spanAppeared(span, isOld);
  }

  #put(span: TracedSpan): void {
    for (const each of pagesOf(span)) {
      this.#spanOfPage.set(each, span);
    }
  }

  /** As with slots: who frees a span and who has its pages next may be on Ms whose clocks differ. */
  #endEarly(page: number): void {
    const span = this.#spanOfPage.get(page);
    if (span !== undefined) {
      this.#vanish(span);
      for (const each of pagesOf(span)) {
        this.#endedEarly.set(each, span);
      }
    }
  }

  #freeSpan(page: number): void {
    const ended = this.#endedEarly.get(page);
    const span = this.#spanOfPage.get(page);
    if (ended !== undefined) {
      for (const each of pagesOf(ended)) {
        this.#endedEarly.delete(each);
      }
    } else if (span !== undefined) {
      this.#vanish(span);
    }
  }

  #vanish(span: TracedSpan): void {
    for (const each of pagesOf(span)) {
      this.#spanOfPage.delete(each);
    }
    this.#countSlots -= span.objects.length;
    this.#takenEarly.delete(span);
    if (span.spanClass !== NO_CLASS) {
      this.#observer.spanVanished(span);
    }
  }

  #allocate(id: number, typeId: number, isOld: boolean, context: Readonly<Context>): void {
    const span = this.#spanAt(id);
    const slot = span === undefined ? -1 : this.#slotIn(span, id);
    const before = span?.objects[slot];
    if (span === undefined || before === undefined) {
      this.#countUnmatched++;
      return;
    }
    const type = this.#types.get(typeId);
    if (before !== 0) {
      if (span.spanClass === TINY_SPAN_CLASS) {
        this.#observer.tinyShared(context, type);
        return;
      }
      this.#noteTakenEarly(span, slot);
      this.#observer.objectVanished(span, before);
    }
    span.objects[slot] = this.#observer.objectAppeared(span, slot, isOld, context, type);
  }

  /**
   * Who sweeps a span tells of its free slots one by one, and who allocates from it may be on another M, whose
   * clock is ahead: the next that is told of the slot is the end of what was there before.
   */
  #noteTakenEarly(span: TracedSpan, slot: number): void {
    const slots = this.#takenEarly.get(span);
    if (slots) {
      slots.add(slot);
    } else {
      this.#takenEarly.set(span, new Set([slot]));
    }
  }

  #freeObject(id: number): void {
    if (this.#endedEarly.has(this.#pageOf(id))) {
      return;
    }
    const span = this.#spanAt(id);
    const slot = span === undefined ? -1 : this.#slotIn(span, id);
    const object = span?.objects[slot] ?? 0;
    if (span === undefined || object === 0) {
      this.#countUnmatched++;
      return;
    }
    if (this.#takenEarly.get(span)?.delete(slot) === true) {
      return;
    }
    span.objects[slot] = 0;
    this.#observer.objectVanished(span, object);
  }

  #spanAt(id: number): TracedSpan | undefined {
    return this.#spanOfPage.get(this.#pageOf(id));
  }

  #pageOf(id: number): number {
    const { pageBytes, objectAlignBytes } = this.#units;
    return Math.floor((id * objectAlignBytes) / pageBytes);
  }

  #slotIn({ page, elementBytes }: TracedSpan, id: number): number {
    const { pageBytes, objectAlignBytes } = this.#units;
    return Math.floor((id * objectAlignBytes - page * pageBytes) / elementBytes);
  }
}

function* pagesOf({ page, pages, spanClass }: TracedSpan): Generator<number> {
  const end = spanClass < 2 && pages > STACK_SPAN_PAGES ? page + 1 : page + pages;
  for (let each = page; each < end; each++) {
    yield each;
  }
}
