import { Frontier, ThreadCursor } from './cursor.ts';
import { EVENT, nameOf, TIMED_EVENTS } from './format.ts';
import type { CpuSample, Generation } from './generation.ts';
import { GenerationReader } from './generations.ts';
import { Ordering } from './ordering.ts';
import { NONE, type Context } from './orderState.ts';
import { TraceProblem } from './problem.ts';

/** Takes the events of a trace in their order. */
export interface TraceSink {
  /** What the numbers of strings and stacks of all events up to the next call refer to. */
  generation(generation: Generation): void;
  /** `time` in nanoseconds of the trace's clock, later for each event. The arguments are valid during the call. */
  event(type: number, time: number, args: Float64Array, context: Readonly<Context>): void;
}

/**
 * Reads a trace in pieces. A generation (about a second) is kept until it is whole, then its events are put in
 * order and given away; nothing of it is kept then.
 */
export class TraceReader {
  readonly #sink: TraceSink;
  readonly #generations = new GenerationReader((generation) => {
    this.#order(generation);
  });
  readonly #ordering: Ordering;
  #generation: Generation | undefined;
  #lastTime = 0;

  constructor(sink: TraceSink) {
    this.#sink = sink;
    this.#ordering = new Ordering((type, time, args, context) => {
      this.#give(type, time, args, context);
    });
  }

  /** The minor version of Go in the trace's header. */
  get version(): number | undefined {
    return this.#generations.version;
  }

  get countGenerations(): number {
    return this.#generations.countGenerations;
  }

  /** What is wrong with the trace, in one sentence; what comes before it has been given away. */
  get problem(): string | undefined {
    return this.#generations.problem;
  }

  push(chunk: Uint8Array): void {
    this.#generations.push(chunk);
  }

  /** The file has ended. */
  end(): void {
    this.#generations.end();
  }

  /** Gives its events away in their order. */
  #order(generation: Generation): void {
    this.#generation = generation;
    this.#lastTime = Math.max(this.#lastTime + 1, generation.startNs);
    this.#sink.generation(generation);
    this.#ordering.begin(generation);
    const frontier = new Frontier();
    for (const thread of generation.batchesByThread.keys()) {
      const cursor = new ThreadCursor(generation, thread);
      if (cursor.advance()) {
        frontier.add(cursor);
      }
    }
    const samples = generation.cpuSamples;
    let nextSample = 0;
    for (let top = frontier.top; top; top = frontier.top) {
      for (let sample = samples[nextSample]; sample && sample.time < top.time;) {
        this.#giveSample(sample);
        sample = samples[++nextSample];
      }
      const taken = this.#ordering.advance(top)
        ? top
        : frontier.inOrder().find((each) => each !== top && this.#ordering.advance(each));
      if (!taken) {
        throw new TraceProblem(
          `failed to advance: no thread's next event can come next (${nameOf(top.type)} of thread ${top.thread} is the earliest)`,
        );
      }
      frontier.moved(taken, !taken.advance());
    }
    for (const sample of samples.slice(nextSample)) {
      this.#giveSample(sample);
    }
    generation.batchesByThread.clear();
  }

  #giveSample({ time, thread, proc, goroutine, stack }: CpuSample): void {
    this.#give(EVENT.CPUSample, time, Float64Array.of(stack), {
      thread,
      proc,
      goroutine: goroutine === 0 ? NONE : goroutine,
    });
  }

  #give(type: number, time: number, args: Float64Array, context: Readonly<Context>): void {
    this.#checkTables(type, args);
    this.#lastTime = time <= this.#lastTime ? this.#lastTime + 1 : time;
    this.#sink.event(type, this.#lastTime, args, context);
  }

  #checkTables(type: number, args: Float64Array): void {
    const { stacks, strings } = TIMED_EVENTS[type] ?? NO_TABLES;
    for (const index of stacks) {
      const id = args[index] ?? 0;
      if (id !== 0 && this.#generation?.hasStack(id) !== true) {
        throw new TraceProblem(`found invalid stack ID ${id} for event ${nameOf(type)}`);
      }
    }
    for (const index of strings) {
      const id = args[index] ?? 0;
      if (id !== 0 && this.#generation?.hasString(id) !== true) {
        throw new TraceProblem(`found invalid string ID ${id} for event ${nameOf(type)}`);
      }
    }
  }
}

const NO_TABLES = { stacks: [], strings: [] } as const;
