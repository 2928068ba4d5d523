import { ByteReader } from './bytes.ts';
import { EVENT, MAXIMUM_BATCH_BYTES, VERSIONS, VERSIONS_OF_FORMAT_1 } from './format.ts';
import { TraceProblem } from './problem.ts';

/** A batch of one thread's events, not yet read. */
export interface Batch {
  readonly generation: number;
  readonly thread: number;
  /** In units of the trace's clock. */
  readonly time: number;
  /** 0 for none. */
  readonly experiment: number;
  readonly data: Uint8Array;
}

/** `end`: the generation has ended (Go 1.26); `more`: the rest is not there yet. */
export type NextBatch =
  | { readonly kind: 'batch'; readonly batch: Batch }
  | { readonly kind: 'end' }
  | { readonly kind: 'more' };

const HEADER_BYTES = 16;
const MORE: NextBatch = { kind: 'more' };

/** Cuts a trace into batches as its bytes come. */
export class BatchSplitter {
  #bytes: Uint8Array = new Uint8Array();
  #offset = 0;
  #version: number | undefined;

  /** The minor version of Go in the header; undefined before it is there. */
  get version(): number | undefined {
    return this.#version;
  }

  get countLeftBytes(): number {
    return this.#bytes.length - this.#offset;
  }

  push(chunk: Uint8Array): void {
    const rest = this.#bytes.subarray(this.#offset);
    const joined = new Uint8Array(rest.length + chunk.length);
    joined.set(rest);
    joined.set(chunk, rest.length);
    this.#bytes = joined;
    this.#offset = 0;
  }

  /** Throws a TraceProblem for what is no trace. */
  next(): NextBatch {
    if (this.#version === undefined) {
      if (this.countLeftBytes < HEADER_BYTES) {
        return MORE;
      }
      this.#version = versionOf(this.#bytes.subarray(0, HEADER_BYTES));
      this.#offset = HEADER_BYTES;
    }
    const reader = new ByteReader(this.#bytes, this.#offset);
    const type = reader.byte();
    if (type === undefined) {
      return MORE;
    }
    if (type === EVENT.EndOfGeneration) {
      this.#offset = reader.offset;
      return { kind: 'end' };
    }
    if (type !== EVENT.EventBatch && type !== EVENT.ExperimentalBatch) {
      throw new TraceProblem(`a batch of events was expected, and there is a byte ${type}`);
    }
    const experiment = type === EVENT.ExperimentalBatch ? reader.byte() : 0;
    const generation = reader.number();
    const thread = reader.number();
    const time = reader.number();
    const size = reader.number();
    if (
      experiment === undefined ||
      generation === undefined ||
      thread === undefined ||
      time === undefined ||
      size === undefined
    ) {
      if (this.countLeftBytes > LONGEST_BATCH_HEADER) {
        throw new TraceProblem('the header of a batch has a number of more than 64 bits');
      }
      return MORE;
    }
    if (size > MAXIMUM_BATCH_BYTES) {
      throw new TraceProblem(`a batch has ${size} bytes; ${MAXIMUM_BATCH_BYTES} are the most`);
    }
    const end = reader.offset + size;
    if (end > this.#bytes.length) {
      return MORE;
    }
    this.#offset = end;
    const data = this.#bytes.subarray(reader.offset, end);
    return { kind: 'batch', batch: { generation, thread, time, experiment, data } };
  }
}

/** A byte or two, and four numbers of ten bytes. */
const LONGEST_BATCH_HEADER = 42;

function versionOf(header: Uint8Array): number {
  const text = String.fromCharCode(...header);
  const [, minor = ''] = /^go 1\.(\d{1,3}) trace\0+$/.exec(text) ?? [];
  const version = Number(minor);
  if (minor === '') {
    throw new TraceProblem('the file is no execution trace of Go');
  }
  if (VERSIONS.includes(version)) {
    return version;
  }
  throw new TraceProblem(
    VERSIONS_OF_FORMAT_1.includes(version)
      ? `the trace is of Go 1.${version === 19 ? '19 or 1.20' : version}, in format 1; only format 2, of Go 1.22 and later, can be read`
      : `the trace says Go 1.${version}, whose format is not known; those of Go 1.22 to 1.26 are`,
  );
}
