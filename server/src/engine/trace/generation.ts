import { ALLOC_FREE, allocFreeTables, type AllocFreeTables } from './allocFree.ts';
import type { Batch } from './batches.ts';
import { ByteReader } from './bytes.ts';
import { EVENT, MAXIMUM_STRING_BYTES, MOST_FRAMES } from './format.ts';
import { needed, utf8 } from './tableParts.ts';
import { TraceProblem } from './problem.ts';

export interface Frame {
  readonly functionName: string;
  readonly file: string;
  readonly line: number;
}

/** In nanoseconds of the trace's clock. */
export interface CpuSample {
  readonly time: number;
  readonly thread: number;
  readonly proc: number;
  readonly goroutine: number;
  readonly stack: number;
}

interface RawFrame {
  readonly functionId: number;
  readonly fileId: number;
  readonly line: number;
}

/** A part of a trace that can be read by itself: events of each thread, and the tables that they refer to. */
export class Generation {
  readonly number: number;
  readonly batchesByThread = new Map<number, Batch[]>();
  cpuSamples: CpuSample[] = [];
  readonly #allocFree: Batch[] = [];
  /** Of the earliest batch, in units of the trace's clock. */
  #firstTime = Infinity;
  #nanosPerUnit = 0;
  #hasClockSnapshot = false;
  readonly #strings = new Map<number, string>();
  /** Program counters of each stack, the leaf first. */
  readonly #stacks = new Map<number, readonly number[]>();
  readonly #frames = new Map<number, RawFrame>();
  readonly #version: number;

  constructor(number: number, version: number) {
    this.number = number;
    this.#version = version;
  }

  get startNs(): number {
    return this.nanos(this.#firstTime);
  }

  get isEmpty(): boolean {
    return this.batchesByThread.size === 0;
  }

  add(batch: Batch): void {
    const first = batch.data[0];
    this.#firstTime = Math.min(this.#firstTime, batch.time);
    if (batch.experiment !== 0) {
      if (batch.experiment === ALLOC_FREE) {
        this.#allocFree.push(batch);
      }
      return;
    }
    const reader = new ByteReader(batch.data, 1);
    switch (first) {
      case EVENT.Strings:
        this.#addStrings(reader);
        return;
      case EVENT.Stacks:
        this.#addStacks(reader);
        return;
      case EVENT.CPUSamples:
        this.#addCpuSamples(reader);
        return;
      case EVENT.Frequency:
        if (this.#version < 25) {
          this.#addSync(new ByteReader(batch.data));
          return;
        }
        break;
      case EVENT.Sync:
        if (this.#version >= 25) {
          this.#addSync(reader);
          return;
        }
        break;
      case undefined:
      default:
    }
    const batches = this.batchesByThread.get(batch.thread);
    if (batches) {
      batches.push(batch);
    } else {
      this.batchesByThread.set(batch.thread, [batch]);
    }
  }

  /** What is said of memory beside the events; throws a TraceProblem where that cannot be read. */
  allocFree(): AllocFreeTables {
    return allocFreeTables(this.#allocFree);
  }

  /** Everything is there: what has to be, and what the tables refer to. */
  finish(): void {
    if (this.#nanosPerUnit === 0) {
      throw new TraceProblem(`generation ${this.number} does not say the frequency of its clock`);
    }
    if (this.#version >= 25 && !this.#hasClockSnapshot) {
      throw new TraceProblem(`generation ${this.number} has no snapshot of its clocks`);
    }
    for (const [id, counters] of this.#stacks) {
      for (const counter of counters) {
        const frame = this.#frames.get(counter);
        if (!frame || !this.hasString(frame.functionId) || !this.hasString(frame.fileId)) {
          throw new TraceProblem(`stack ${id} refers to a name that is not there`);
        }
      }
    }
    this.cpuSamples = this.cpuSamples
      .map((sample) => ({ ...sample, time: this.nanos(sample.time) }))
      .sort((a, b) => a.time - b.time);
  }

  /** Nanoseconds of a time, or of the difference of two. */
  nanos(units: number): number {
    return Math.trunc(units * this.#nanosPerUnit);
  }

  hasString(id: number): boolean {
    return id === 0 || this.#strings.has(id);
  }

  hasStack(id: number): boolean {
    return id === 0 || this.#stacks.has(id);
  }

  text(id: number): string {
    return this.#strings.get(id) ?? '';
  }

  /** The frames of a stack, the leaf first; none for 0. */
  stack(id: number): Frame[] {
    return (this.#stacks.get(id) ?? []).map((counter) => {
      const { functionId = 0, fileId = 0, line = 0 } = this.#frames.get(counter) ?? {};
      return { functionName: this.text(functionId), file: this.text(fileId), line };
    });
  }

  #addStrings(reader: ByteReader): void {
    while (!reader.isAtEnd) {
      expectEvent(reader, EVENT.String);
      const id = needed(reader.number());
      const length = needed(reader.number());
      if (length > MAXIMUM_STRING_BYTES || reader.offset + length > reader.bytes.length) {
        throw new TraceProblem(`a string of ${length} bytes is announced`);
      }
      if (this.#strings.has(id)) {
        throw new TraceProblem(`string ${id} is there twice`);
      }
      this.#strings.set(id, utf8(reader.bytes.subarray(reader.offset, reader.offset + length)));
      reader.offset += length;
    }
  }

  #addStacks(reader: ByteReader): void {
    while (!reader.isAtEnd) {
      expectEvent(reader, EVENT.Stack);
      const id = needed(reader.number());
      const countFrames = needed(reader.number());
      if (countFrames > MOST_FRAMES) {
        throw new TraceProblem(`a stack has ${countFrames} frames; ${MOST_FRAMES} are the most`);
      }
      if (this.#stacks.has(id)) {
        throw new TraceProblem(`stack ${id} is there twice`);
      }
      const counters: number[] = [];
      for (let left = countFrames; left > 0; left--) {
        const counter = needed(reader.number());
        const functionId = needed(reader.number());
        const fileId = needed(reader.number());
        const line = needed(reader.number());
        counters.push(counter);
        if (!this.#frames.has(counter)) {
          this.#frames.set(counter, { functionId, fileId, line });
        }
      }
      this.#stacks.set(id, counters);
    }
  }

  #addCpuSamples(reader: ByteReader): void {
    while (!reader.isAtEnd) {
      expectEvent(reader, EVENT.CPUSample);
      this.cpuSamples.push({
        time: needed(reader.number()),
        thread: needed(reader.number()),
        proc: needed(reader.number()),
        goroutine: needed(reader.number()),
        stack: needed(reader.number()),
      });
    }
  }

  #addSync(reader: ByteReader): void {
    while (!reader.isAtEnd) {
      const type = reader.byte();
      if (type === EVENT.Frequency) {
        if (this.#nanosPerUnit !== 0) {
          throw new TraceProblem(`generation ${this.number} says the frequency of its clock twice`);
        }
        const frequency = needed(reader.number());
        if (frequency === 0) {
          throw new TraceProblem(`the clock of generation ${this.number} has a frequency of 0`);
        }
        this.#nanosPerUnit = 1 / (frequency / 1e9);
      } else if (type === EVENT.ClockSnapshot && this.#version >= 25) {
        if (this.#hasClockSnapshot) {
          throw new TraceProblem(`generation ${this.number} has two snapshots of its clocks`);
        }
        this.#hasClockSnapshot = true;
        for (let left = 4; left > 0; left--) {
          needed(reader.number());
        }
      } else {
        throw new TraceProblem(
          `a frequency was expected, and there is a byte ${type ?? 'missing'}`,
        );
      }
    }
  }
}

function expectEvent(reader: ByteReader, type: number): void {
  const found = reader.byte();
  if (found !== type) {
    throw new TraceProblem(
      `an entry of type ${type} was expected, and there is ${found ?? 'none'}`,
    );
  }
}
