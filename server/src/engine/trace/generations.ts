import { BatchSplitter, type Batch } from './batches.ts';
import { Generation } from './generation.ts';
import { TraceProblem } from './problem.ts';

const VERSION_WITH_ENDS = 26;

/** Collects the batches of a trace, which comes in pieces, and gives each generation away once it is whole. */
export class GenerationReader {
  readonly #take: (generation: Generation) => void;
  readonly #splitter = new BatchSplitter();
  #collected: Generation | undefined;
  #countGenerations = 0;
  #problem: string | undefined;

  /** What `take` finds wrong it may throw as a TraceProblem. */
  constructor(take: (generation: Generation) => void) {
    this.#take = take;
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

  #finish(): void {
    const generation = this.#collected;
    this.#collected = undefined;
    if (generation) {
      generation.finish();
      this.#countGenerations++;
      this.#take(generation);
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
