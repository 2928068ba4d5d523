import type { Batch } from './batches.ts';
import { ByteReader } from './bytes.ts';
import { MOST_ARGS, nameOf, TIMED_EVENTS } from './format.ts';
import type { Generation } from './generation.ts';
import type { Thread } from './orderState.ts';
import { TraceProblem } from './problem.ts';

/** The events of one thread in a generation, one after the other. */
export class ThreadCursor {
  readonly thread: number;
  /** Of the event that it is at; in nanoseconds of the trace's clock. */
  type = 0;
  time = 0;
  readonly args = new Float64Array(MOST_ARGS);
  /** What its thread has, once that has been asked for. */
  bound: Thread | undefined;
  readonly #generation: Generation;
  readonly #batches: readonly Batch[];
  #nextBatch = 0;
  #reader = new ByteReader(new Uint8Array());

  constructor(generation: Generation, thread: number) {
    this.thread = thread;
    this.#generation = generation;
    this.#batches = generation.batchesByThread.get(thread) ?? [];
  }

  /** Goes to the next event; false at the end. */
  advance(): boolean {
    while (this.#reader.isAtEnd) {
      const batch = this.#batches[this.#nextBatch++];
      if (!batch) {
        return false;
      }
      this.#reader = new ByteReader(batch.data);
      this.time = this.#generation.nanos(batch.time);
    }
    this.type = this.#reader.byte() ?? 0;
    const form = TIMED_EVENTS[this.type];
    if (!form) {
      throw new TraceProblem(
        `there is a ${nameOf(this.type)} where an event with a time has to be`,
      );
    }
    this.time += this.#generation.nanos(this.#number());
    for (let index = 0; index < form.countArgs; index++) {
      this.args[index] = this.#number();
    }
    return true;
  }

  #number(): number {
    const value = this.#reader.number();
    if (value === undefined) {
      throw new TraceProblem(`a ${nameOf(this.type)} is cut off`);
    }
    return value;
  }
}

/** Cursors with the earliest event on top. */
export class Frontier {
  readonly #heap: ThreadCursor[] = [];

  get top(): ThreadCursor | undefined {
    return this.#heap[0];
  }

  add(cursor: ThreadCursor): void {
    this.#heap.push(cursor);
    this.#up(this.#heap.length - 1);
  }

  /** The cursor has gone to its next event, or to its end. */
  moved(cursor: ThreadCursor, isAtEnd: boolean): void {
    const index = cursor === this.top ? 0 : this.#heap.indexOf(cursor);
    if (!isAtEnd) {
      this.#down(this.#up(index));
      return;
    }
    const last = this.#heap.pop();
    if (last && last !== cursor) {
      this.#heap[index] = last;
      this.#down(this.#up(index));
    }
  }

  /** All cursors, the earliest event first. */
  inOrder(): ThreadCursor[] {
    return this.#heap.sort((a, b) => a.time - b.time);
  }

  #up(from: number): number {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (this.#timeAt(parent) <= this.#timeAt(index)) {
        break;
      }
      this.#swap(parent, index);
      index = parent;
    }
    return index;
  }

  #down(from: number): void {
    let index = from;
    for (;;) {
      const left = 2 * index + 1;
      const right = left + 1;
      const least = this.#timeAt(right) < this.#timeAt(left) ? right : left;
      if (this.#timeAt(least) >= this.#timeAt(index)) {
        return;
      }
      this.#swap(least, index);
      index = least;
    }
  }

  #timeAt(index: number): number {
    return this.#heap[index]?.time ?? Infinity;
  }

  #swap(a: number, b: number): void {
    const [first, second] = [this.#heap[a], this.#heap[b]];
    if (first && second) {
      this.#heap[a] = second;
      this.#heap[b] = first;
    }
  }
}
