/** An execution trace with GODEBUG=traceallocfree=1 as a recording, which the simulator replays. */
import { runtimeOf } from '../goruntime/runtimes.ts';
import { allocatedEvent, MARK_BEGINS, MARK_ENDS, sharedEvent } from '../heap/recordedEvents.ts';
import { LIMITS } from '../heap/scriptParser.ts';
import { tablesOf, type Tables } from '../heap/tables.ts';
import { EVENT } from '../trace/format.ts';
import type { Generation } from '../trace/generation.ts';
import type { Context } from '../trace/orderState.ts';
import { TraceReader, type TraceSink } from '../trace/reader.ts';
import { TracedHeap, type HeapObserver, type TracedSpan } from '../trace/tracedHeap.ts';
import { WORD_BYTES } from './draft.ts';
import { RecordedCycles } from './recordedCycles.ts';

/** Objects of one span class; of large ones those of as many pages. */
export interface RecordedClass {
  readonly spanClass: number;
  readonly pages: number;
  countAllocated: number;
}

/** A span that was there at the beginning; objects have slots in it, and those that the program holds them by. */
export interface OldSpan {
  readonly classIndex: number;
  readonly slots: number[];
  readonly holders: number[];
}

/** How events are numbered before it is known how many classes and Ps there are. */
export const WIDE_FORM = { procs: LIMITS.procs, countClasses: LIMITS.recordedClasses };

/** The stop of the world in which marking is switched on: runtime/mgc.go (gcStart). */
const SWEEP_TERMINATION = 'GC sweep termination';

export class TraceRecorder implements TraceSink, HeapObserver {
  readonly cycles = new RecordedCycles();
  readonly classes: RecordedClass[] = [];
  readonly oldSpans: OldSpan[] = [];
  readonly events: number[] = [];
  /** Slots of objects that were found dead before the trace began, and swept afterwards. */
  readonly deadHolders = new Set<number>();
  /** Spans in use, by class, as the trace has them. */
  readonly spansByClass = new Map<number, { spans: number; pages: number; objects: number }>();
  readonly #reader = new TraceReader(this);
  readonly #classIndices = new Map<string, number>();
  readonly #procIndices = new Map<number, number>();
  readonly #oldSpanOf = new Map<TracedSpan, OldSpan>();
  readonly #freeHolders: number[] = [];
  /** By holder; NaN for what was there at the beginning. */
  readonly #allocatedAt: number[] = [];
  #countOld = 0;
  #heap: TracedHeap | undefined;
  #tables: Tables | undefined;
  #generation: Generation | undefined;
  /** Who stops the world to switch marking on; undefined while nobody does. */
  #markingThread: number | undefined;
  #procs = 0;
  #startNs = NaN;
  #endNs = NaN;
  #misfit: string | undefined;
  #isFull = false;

  get problem(): string | undefined {
    return this.#misfit ?? this.#reader.problem;
  }

  get version(): number | undefined {
    return this.#reader.version;
  }

  get durationNs(): number {
    return this.#endNs - this.#startNs;
  }

  /** GOMAXPROCS, or as many Ps as allocated. */
  get procs(): number {
    return Math.max(this.#procs, this.countBusyProcs);
  }

  get countBusyProcs(): number {
    return Math.max(1, this.#procIndices.size);
  }

  /** Holders of what was there at the beginning come first. */
  get countOld(): number {
    return this.#countOld;
  }

  get countUnmatched(): number {
    return this.#heap?.countUnmatched ?? 0;
  }

  /** Whether the trace goes on beyond what can be recorded. */
  get isCut(): boolean {
    return this.#isFull;
  }

  push(chunk: Uint8Array): void {
    if (this.#misfit === undefined) {
      this.#reader.push(chunk);
    }
  }

  end(): void {
    if (this.#misfit === undefined) {
      this.#reader.end();
    }
  }

  generation(generation: Generation): void {
    this.#generation = generation;
    if (this.#heap === undefined) {
      const { runtime } = runtimeOf(`1.${this.version ?? 0}`);
      this.#heap = new TracedHeap(runtime, this);
      this.#tables = tablesOf(runtime, 'amd64', WORD_BYTES);
    }
    this.#heap.begin(generation);
  }

  event(type: number, time: number, args: Float64Array, context: Readonly<Context>): void {
    if (this.#isFull || this.#misfit !== undefined) {
      return;
    }
    this.#startNs = Number.isNaN(this.#startNs) ? time : this.#startNs;
    this.#endNs = time;
    if (type >= EVENT.Span) {
      this.#heap?.event(type, args, context);
      this.#isFull = this.events.length >= LIMITS.events;
      return;
    }
    switch (type) {
      case EVENT.ProcsChange:
        this.#procs = Math.max(this.#procs, args[0] ?? 0);
        break;
      case EVENT.GCActive:
        if (this.events.length === 0) {
          this.#mark(MARK_BEGINS);
        }
        break;
      case EVENT.STWBegin:
        if (this.#generation?.text(args[0] ?? 0) === SWEEP_TERMINATION) {
          this.#markingThread = context.thread;
        }
        break;
      case EVENT.STWEnd:
        if (this.#markingThread === context.thread) {
          this.#markingThread = undefined;
          this.#mark(MARK_BEGINS);
        }
        break;
      case EVENT.GCEnd:
        this.#mark(MARK_ENDS);
        break;
    }
  }

  spanAppeared(span: TracedSpan, isOld: boolean): void {
    const { spanClass, pages } = span;
    const count = this.spansByClass.get(spanClass) ?? { spans: 0, pages: 0, objects: 0 };
    count.spans++;
    count.pages += pages;
    this.spansByClass.set(spanClass, count);
    if (isOld) {
      const old: OldSpan = { classIndex: this.#classOf(span), slots: [], holders: [] };
      this.oldSpans.push(old);
      this.#oldSpanOf.set(span, old);
    }
  }

  spanVanished(span: TracedSpan): void {
    const count = this.spansByClass.get(span.spanClass);
    if (count) {
      count.spans--;
      count.pages -= span.pages;
    }
    this.#oldSpanOf.delete(span);
    for (const object of span.objects) {
      if (object !== 0) {
        this.objectVanished(span, object);
      }
    }
  }

  objectAppeared(
    span: TracedSpan,
    slot: number,
    isOld: boolean,
    { proc }: Readonly<Context>,
  ): number {
    this.#checkFits(span, slot);
    this.#countObjects(span, 1);
    const old = isOld ? this.#oldSpanOf.get(span) : undefined;
    if (old !== undefined && this.events.length === 0) {
      const holder = this.#allocatedAt.push(NaN) - 1;
      old.slots.push(slot);
      old.holders.push(holder);
      this.#countOld = holder + 1;
      return holder + 1;
    }
    const holder = this.#freeHolders.pop() ?? this.#allocatedAt.length;
    const classIndex = this.#classOf(span);
    const allocated = this.classes[classIndex];
    if (allocated) {
      allocated.countAllocated++;
    }
    this.#allocatedAt[holder] = this.events.length;
    this.events.push(
      allocatedEvent(WIDE_FORM, { classIndex, slot: holder, procIndex: this.#procOf(proc) }),
    );
    return holder + 1;
  }

  tinyShared({ proc }: Readonly<Context>): void {
    this.events.push(sharedEvent(this.#procOf(proc)));
  }

  objectVanished(span: TracedSpan, object: number): void {
    this.#countObjects(span, -1);
    const holder = object - 1;
    if (holder < this.#countOld) {
      if (this.cycles.isBeforeFirst) {
        this.deadHolders.add(holder);
        return;
      }
    } else {
      this.#freeHolders.push(holder);
    }
    this.cycles.swept(holder, this.#allocatedAt[holder] ?? NaN);
  }

  #mark(event: typeof MARK_BEGINS | typeof MARK_ENDS): void {
    if (event === MARK_BEGINS) {
      this.cycles.begin(this.events.length);
    } else {
      this.cycles.end();
    }
    this.events.push(event);
  }

  #countObjects({ spanClass }: TracedSpan, by: number): void {
    const count = this.spansByClass.get(spanClass);
    if (count) {
      count.objects += by;
    }
  }

  #classOf({ spanClass, pages }: TracedSpan): number {
    const key = `${spanClass} ${pages}`;
    let index = this.#classIndices.get(key);
    if (index === undefined) {
      index = this.classes.push({ spanClass, pages, countAllocated: 0 }) - 1;
      this.#classIndices.set(key, index);
      if (this.classes.length > LIMITS.recordedClasses) {
        this.#misfit = `objects have more than ${LIMITS.recordedClasses} sizes`;
      }
    }
    return index;
  }

  #procOf(proc: number): number {
    let index = this.#procIndices.get(proc);
    if (index === undefined) {
      index = this.#procIndices.size;
      this.#procIndices.set(proc, index);
      if (index >= LIMITS.procs) {
        this.#misfit = `more than ${LIMITS.procs} Ps allocate`;
      }
    }
    return index;
  }

  /** Other experiments of the runtime, and the race detector, lay spans out in another way. */
  #checkFits({ spanClass, elementBytes }: TracedSpan, slot: number): void {
    const elements = spanClass < 2 ? 1 : (this.#tables?.elements[spanClass] ?? 0);
    if (slot >= elements) {
      this.#misfit ??= `a span of objects of ${elementBytes} bytes has more than the ${elements} that Go 1.${this.version ?? 0} puts into one on amd64: another GOARCH, or a runtime with other experiments`;
    } else if (elementBytes === 8 && spanClass % 2 === 1) {
      this.#misfit ??=
        'objects of 8 bytes without pointers have slots of their own: the program was built with -race, which is not modelled';
    }
  }
}
