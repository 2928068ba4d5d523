import type { Batch } from './batches.ts';
import { ByteReader } from './bytes.ts';
import { Collector } from './collector.ts';
import { EVENT, MOST_ARGS, TIMED_EVENTS } from './format.ts';
import type { Generation } from './generation.ts';
import { GenerationReader } from './generations.ts';
import { NONE } from './orderState.ts';
import { SlicedSeries } from './slicedSeries.ts';
import { StackTable } from './stackTable.ts';

interface Rare {
  readonly type: number;
  readonly time: number;
  readonly thread: number;
  readonly args: Float64Array;
}

/** How many arguments events have, by their types; -1 for what is no event with a time. */
const COUNT_ARGS = Int8Array.from(TIMED_EVENTS, (form) => form?.countArgs ?? -1);
const RARE: ReadonlySet<number> = new Set([
  EVENT.GCActive,
  EVENT.GCBegin,
  EVENT.GCEnd,
  EVENT.STWBegin,
  EVENT.STWEnd,
]);

/**
 * The heap, marking and stops of the world of a trace, and nothing else of it, in a fraction of the time: what
 * is read has no need of the order of events, as each is at its time. What is wrong with the order is not noticed.
 */
export class HeapScan {
  readonly #collector = new Collector(new StackTable());
  readonly #reader = new GenerationReader((generation) => {
    this.#scan(generation);
  });
  #heapAlloc = new SlicedSeries(NaN);
  #heapGoal = new SlicedSeries(NaN);
  #startNs = NaN;
  #endNs = NaN;

  get heapAlloc(): SlicedSeries {
    return this.#heapAlloc;
  }

  get heapGoal(): SlicedSeries {
    return this.#heapGoal;
  }

  get marking(): Collector['marking'] {
    return this.#collector.marking;
  }

  get stopped(): Collector['stopped'] {
    return this.#collector.stopped;
  }

  get startNs(): number {
    return this.#startNs;
  }

  get durationNs(): number {
    return this.#endNs - this.#startNs;
  }

  get problem(): string | undefined {
    return this.#reader.problem;
  }

  push(chunk: Uint8Array): void {
    this.#reader.push(chunk);
  }

  end(): void {
    this.#reader.end();
    this.#collector.end(this.#endNs);
  }

  #scan(generation: Generation): void {
    if (Number.isNaN(this.#startNs)) {
      this.#startNs = generation.startNs;
      this.#endNs = generation.startNs;
      this.#heapAlloc = new SlicedSeries(this.#startNs);
      this.#heapGoal = new SlicedSeries(this.#startNs);
      this.#collector.start(this.#startNs);
    }
    this.#collector.begin(generation);
    const rare: Rare[] = [];
    for (const batches of generation.batchesByThread.values()) {
      for (const batch of batches) {
        this.#scanBatch(batch, generation, rare);
      }
    }
    rare.sort((a, b) => a.time - b.time);
    for (const { type, time, thread, args } of rare) {
      // Who stops the world stays on its thread.
      this.#collector.event(type, time, args, { thread, proc: NONE, goroutine: thread });
    }
  }

  /** Ends at what is no event, which the reader of events says more of. */
  #scanBatch({ data, time, thread }: Batch, generation: Generation, rare: Rare[]): void {
    let now = generation.nanos(time);
    const reader = new ByteReader(data);
    const number = () => reader.number() ?? 0;
    while (!reader.isAtEnd) {
      const type = reader.byte() ?? 0;
      const countArgs = COUNT_ARGS[type] ?? -1;
      if (countArgs < 0) {
        break;
      }
      now += generation.nanos(number());
      if (type === EVENT.HeapAlloc) {
        this.#heapAlloc.add(now, number());
      } else if (type === EVENT.HeapGoal) {
        this.#heapGoal.add(now, number());
      } else if (RARE.has(type)) {
        const args = new Float64Array(MOST_ARGS);
        for (let index = 0; index < countArgs; index++) {
          args[index] = number();
        }
        rare.push({ type, time: now, thread, args });
      } else {
        for (let left = countArgs; left > 0; left--) {
          number();
        }
      }
    }
    this.#endNs = Math.max(this.#endNs, now);
  }
}
