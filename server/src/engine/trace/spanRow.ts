import { ByteReader } from './bytes.ts';

/** How many bytes a part of a row has at most, so that one can begin to read in the middle. */
const PART_BYTES = 1 << 12;
const FIRST_BYTES = 32;
/** The longest time that a damaged trace can say, with its state, and a number of 64 bits. */
const MOST_SPAN_BYTES = 24;
const STATES = 8;

interface Part {
  readonly fromNs: number;
  readonly bytes: Uint8Array;
}

/** Bytes that rows may still take, together. */
export interface Budget {
  leftBytes: number;
}

/** Takes a span; false where no more are wanted. */
export type SpanVisitor = (fromNs: number, toNs: number, state: number, detail: number) => boolean;

/**
 * What a goroutine or a P did, span after span without gaps: a few bytes each, as a trace has millions. A state
 * is less than 8; a detail is any number from 0 on.
 */
export class SpanRow {
  readonly id: number;
  readonly startNs: number;
  /** The function that a goroutine began with; empty where that is not known. */
  name = '';
  #endNs: number;
  /** Nanoseconds in each state. */
  readonly totalsNs = new Float64Array(STATES);
  readonly #parts: Part[] = [];
  #partFromNs: number;
  #bytes: Uint8Array = new Uint8Array(FIRST_BYTES);
  #length = 0;
  readonly #budget: Budget;

  /** Nothing is added once the budget is spent. */
  constructor(id: number, startNs: number, budget: Budget) {
    this.id = id;
    this.#budget = budget;
    budget.leftBytes -= FIRST_BYTES;
    this.startNs = startNs;
    this.#endNs = startNs;
    this.#partFromNs = startNs;
  }

  get endNs(): number {
    return this.#endNs;
  }

  /** From the end of the last span on. */
  add(toNs: number, state: number, detail: number): void {
    const ns = toNs - this.#endNs;
    const isFull = this.#length + MOST_SPAN_BYTES > this.#bytes.length;
    if (ns <= 0 || (isFull && !this.#makeRoom())) {
      return;
    }
    this.totalsNs[state] = (this.totalsNs[state] ?? 0) + ns;
    this.#write(ns * STATES + state);
    this.#write(detail);
    this.#endNs = toNs;
  }

  /** The spans that are in a part of the time, in their order. */
  visit(fromNs: number, toNs: number, visitor: SpanVisitor): void {
    const last = { fromNs: this.#partFromNs, bytes: this.#bytes.subarray(0, this.#length) };
    const parts = [...this.#parts, last];
    // The last part that begins before.
    let index = Math.max(
      0,
      parts.findLastIndex((part) => part.fromNs <= fromNs),
    );
    for (; index < parts.length; index++) {
      const part = parts[index];
      if (!part || part.fromNs >= toNs || !visitPart(part, fromNs, toNs, visitor)) {
        return;
      }
    }
  }

  #makeRoom(): boolean {
    if (this.#budget.leftBytes <= 0) {
      return false;
    }
    if (this.#bytes.length < PART_BYTES) {
      const larger = new Uint8Array(Math.min(PART_BYTES, this.#bytes.length * 2));
      larger.set(this.#bytes);
      this.#budget.leftBytes -= larger.length - this.#bytes.length;
      this.#bytes = larger;
    } else {
      this.#parts.push({
        fromNs: this.#partFromNs,
        bytes: this.#bytes.subarray(0, this.#length),
      });
      this.#bytes = new Uint8Array(PART_BYTES);
      this.#length = 0;
      this.#partFromNs = this.#endNs;
      this.#budget.leftBytes -= PART_BYTES;
    }
    return true;
  }

  #write(value: number): void {
    let left = value;
    while (left >= 2 ** 31) {
      this.#bytes[this.#length++] = (left % 128) + 128;
      left = Math.floor(left / 128);
    }
    while (left >= 128) {
      this.#bytes[this.#length++] = (left & 0x7f) | 0x80;
      left >>>= 7;
    }
    this.#bytes[this.#length++] = left;
  }
}

/** False where the visitor has seen enough. */
function visitPart(part: Part, fromNs: number, toNs: number, visitor: SpanVisitor): boolean {
  const reader = new ByteReader(part.bytes);
  let start = part.fromNs;
  while (!reader.isAtEnd && start < toNs) {
    const packed = reader.number() ?? 0;
    const detail = reader.number() ?? 0;
    const state = packed % STATES;
    const end = start + (packed - state) / STATES;
    if (end > fromNs && !visitor(start, end, state, detail)) {
      return false;
    }
    start = end;
  }
  return true;
}
