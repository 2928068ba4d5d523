import { BatchSplitter, type Batch } from './batches.ts';
import { Frontier, ThreadCursor } from './cursor.ts';
import { EVENT, nameOf, TIMED_EVENTS } from './format.ts';
import { Generation, type CpuSample } from './generation.ts';
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

const VERSION_WITH_ENDS = 26;

/**
 * Reads a trace in pieces. A generation (about a second) is kept until it is whole, then its events are put in
 * order and given away; nothing of it is kept then.
 */
export class TraceReader {
  readonly #sink: TraceSink;
  readonly #splitter = new BatchSplitter();
  readonly #ordering: Ordering;
  #collected: Generation | undefined;
  #generation: Generation | undefined;
  #lastTime = 0;
  #countGenerations = 0;
  #problem: string | undefined;

  constructor(sink: TraceSink) {
    this.#sink = sink;
    this.#ordering = new Ordering((type, time, args, context) => {
      this.#give(type, time, args, context);
    });
  }

  /** The minor version of Go in the trace's header. */
  get version(): number | undefined {
    return this.#splitter.version;
  }

  get countGenerations(): number {
    return this.#countGenerations;
  }

  /** What is wrong with the trace, in one sentence; what comes before it has been given away. */
  get problem(): string | undefined {
    return this.#problem;
  }

  push(chunk: Uint8Array): void {
    this.#guard(() => {
      this.#splitter.push(chunk);
      for (;;) {
        const next = this.#splitter.next();
        if (next.kind === 'more') {
          return;
        }
        if (next.kind === 'end') {
          this.#endOfGeneration();
        } else {
          this.#collect(next.batch);
        }
      }
    });
  }

  /** The file has ended. */
  end(): void {
    this.#guard(() => {
      const { version, countLeftBytes } = this.#splitter;
      if (version === undefined) {
        throw new TraceProblem('the file is no execution trace of Go');
      }
      const isCut = countLeftBytes > 0;
      if (this.#collected && version < VERSION_WITH_ENDS) {
        this.#finish();
      }
      if (isCut || this.#collected?.isEmpty === false) {
        throw new TraceProblem('the trace is cut off; its last part is missing');
      }
    });
  }

  #collect(batch: Batch): void {
    if (batch.generation === 0) {
      throw new TraceProblem('invalid generation number 0');
    }
    const collected = this.#collected;
    if (collected && collected.number !== batch.generation) {
      const hasEnds = (this.version ?? 0) >= VERSION_WITH_ENDS;
      if (hasEnds || batch.generation !== collected.number + 1) {
        throw new TraceProblem('generations out of order');
      }
      this.#finish();
    }
    this.#collected ??= new Generation(batch.generation, this.version ?? 0);
    this.#collected.add(batch);
  }

  #endOfGeneration(): void {
    if ((this.version ?? 0) < VERSION_WITH_ENDS || !this.#collected) {
      throw new TraceProblem('a generation ends that has not begun');
    }
    this.#finish();
  }

  /** Gives away what has been collected. */
  #finish(): void {
    const generation = this.#collected;
    this.#collected = undefined;
    if (!generation) {
      return;
    }
    generation.finish();
    this.#generation = generation;
    this.#countGenerations++;
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
    const form = TIMED_EVENTS[type];
    for (const index of form?.stacks ?? NO_INDICES) {
      const id = args[index] ?? 0;
      if (this.#generation?.hasStack(id) !== true) {
        throw new TraceProblem(`found invalid stack ID ${id} for event ${nameOf(type)}`);
      }
    }
    for (const index of form?.strings ?? NO_INDICES) {
      const id = args[index] ?? 0;
      if (this.#generation?.hasString(id) !== true) {
        throw new TraceProblem(`found invalid string ID ${id} for event ${nameOf(type)}`);
      }
    }
  }

  /** After a problem nothing more is read. */
  #guard(read: () => void): void {
    if (this.#problem !== undefined) {
      return;
    }
    try {
      read();
    } catch (error) {
      if (!(error instanceof TraceProblem)) {
        throw error;
      }
      this.#problem = error.message;
    }
  }
}

const NO_INDICES: readonly number[] = [];
