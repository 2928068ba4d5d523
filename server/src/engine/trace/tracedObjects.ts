/** What is allocated, by type, in a trace with GODEBUG=traceallocfree=1 (`allocFree.ts`). */
import { runtimeOf } from '../goruntime/runtimes.ts';
import type { TracedType } from './allocFree.ts';
import { BoundedSeries } from './boundedSeries.ts';
import { EVENT } from './format.ts';
import type { Generation } from './generation.ts';
import type { Context } from './orderState.ts';
import { TracedHeap, type HeapObserver, type TracedSpan } from './tracedHeap.ts';

/** Bytes are those of slots: what the heap gives for an object, and what is asked for is less. */
export interface ObjectsOfType {
  /** Of an array it is the element's; undefined for what has none, as strings and what append grows without pointers. */
  readonly name: string | undefined;
  /** While the trace was recorded, tiny ones included. */
  countAllocated: number;
  allocatedBytes: number;
  /** Of those, tiny objects that were put into a block with others: only the first has the bytes of the block. */
  countShared: number;
  /** That the trace has not seen swept when it ends; of tiny ones their blocks. */
  countLeft: number;
  leftBytes: number;
  /** Of one object: 0 where none had a slot of its own. */
  leastBytes: number;
  mostBytes: number;
}

export class TracedObjects implements HeapObserver {
  /** Bytes of spans of objects. */
  readonly inUse = new BoundedSeries();
  /** Objects that have slots. */
  readonly counts = new BoundedSeries();
  readonly #heap: TracedHeap;
  readonly #types: ObjectsOfType[] = [];
  readonly #indices = new Map<string | undefined, number>();
  #pageBytes = 0;
  #pages = 0;
  #countObjects = 0;

  /** Of a trace of Go 1.`version`. */
  constructor(version: number) {
    const { runtime } = runtimeOf(`1.${version}`);
    this.#heap = new TracedHeap(runtime, this);
    this.#pageBytes = runtime.pageBytes;
  }

  /** Those of which most bytes were allocated first. */
  get types(): ObjectsOfType[] {
    return this.#types.toSorted((a, b) => b.allocatedBytes - a.allocatedBytes);
  }

  get countUnmatched(): number {
    return this.#heap.countUnmatched;
  }

  begin(generation: Generation): void {
    this.#heap.begin(generation);
  }

  event(type: number, time: number, args: Float64Array, context: Readonly<Context>): void {
    this.#heap.event(type, args, context);
    if (type <= EVENT.SpanFree) {
      this.inUse.add(time, this.#pages * this.#pageBytes);
    } else if (type <= EVENT.HeapObjectFree) {
      this.counts.add(time, this.#countObjects);
    }
  }

  spanAppeared({ pages }: TracedSpan): void {
    this.#pages += pages;
  }

  spanVanished(span: TracedSpan): void {
    this.#pages -= span.pages;
    for (const object of span.objects) {
      if (object !== 0) {
        this.objectVanished(span, object);
      }
    }
  }

  objectAppeared(
    { elementBytes }: TracedSpan,
    _slot: number,
    isOld: boolean,
    _context: Readonly<Context>,
    type: TracedType | undefined,
  ): number {
    const index = this.#indexOf(type);
    const objects = this.#types[index];
    if (objects) {
      if (!isOld) {
        objects.countAllocated++;
        objects.allocatedBytes += elementBytes;
      }
      objects.countLeft++;
      objects.leftBytes += elementBytes;
      objects.leastBytes = Math.min(objects.leastBytes || elementBytes, elementBytes);
      objects.mostBytes = Math.max(objects.mostBytes, elementBytes);
    }
    this.#countObjects++;
    return index + 1;
  }

  tinyShared(_context: Readonly<Context>, type: TracedType | undefined): void {
    const objects = this.#types[this.#indexOf(type)];
    if (objects) {
      objects.countAllocated++;
      objects.countShared++;
    }
  }

  objectVanished({ elementBytes }: TracedSpan, object: number): void {
    this.#countObjects--;
    const objects = this.#types[object - 1];
    if (objects) {
      objects.countLeft--;
      objects.leftBytes -= elementBytes;
    }
  }

  #indexOf(type: TracedType | undefined): number {
    const name = type?.name;
    let index = this.#indices.get(name);
    if (index === undefined) {
      index = this.#types.push({ name, ...NONE_YET }) - 1;
      this.#indices.set(name, index);
    }
    return index;
  }
}

const NONE_YET = {
  countAllocated: 0,
  allocatedBytes: 0,
  countShared: 0,
  countLeft: 0,
  leftBytes: 0,
  leastBytes: 0,
  mostBytes: 0,
};
