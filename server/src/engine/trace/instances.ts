import type { Budget } from './spanRow.ts';

/** What the collector does. */
export const COLLECTOR_WORKS = ['mark', 'assist', 'sweep', 'stop'] as const;
export type CollectorWork = (typeof COLLECTOR_WORKS)[number];

export interface CollectorInstance {
  readonly work: CollectorWork;
  /** What the world is stopped for; empty for other work. */
  readonly reason: string;
  /** Of the trace's clock. */
  readonly startNs: number;
  readonly endNs: number;
  /** -1 for none. */
  readonly goroutine: number;
  /** In a StackTable. */
  readonly stack: number;
}

const FIELDS = 6;
const PART_LENGTH = FIELDS << 8;

/** What the collector did, one after the other as it ended: numbers in parts, as a trace has a million sweeps. */
export class Instances {
  readonly #budget: Budget;
  readonly #parts: Float64Array[] = [];
  #length = PART_LENGTH;
  readonly #reasons: string[] = [];

  /** Nothing is added once the budget is spent. */
  constructor(budget: Budget) {
    this.#budget = budget;
  }

  add({ work, reason, startNs, endNs, goroutine, stack }: CollectorInstance): void {
    if (this.#length === PART_LENGTH) {
      if (this.#budget.leftBytes <= 0) {
        return;
      }
      const part = new Float64Array(PART_LENGTH);
      this.#budget.leftBytes -= part.byteLength;
      this.#parts.push(part);
      this.#length = 0;
    }
    const row = [
      COLLECTOR_WORKS.indexOf(work),
      this.#numberOf(reason),
      startNs,
      endNs,
      goroutine,
      stack,
    ];
    this.#parts.at(-1)?.set(row, this.#length);
    this.#length += FIELDS;
  }

  *[Symbol.iterator](): Generator<CollectorInstance> {
    for (const part of this.#parts) {
      const end = part === this.#parts.at(-1) ? this.#length : PART_LENGTH;
      for (let at = 0; at < end; at += FIELDS) {
        const [work = 0, reason = 0, startNs = 0, endNs = 0, goroutine = 0, stack = 0] =
          part.subarray(at, at + FIELDS);
        yield {
          work: COLLECTOR_WORKS[work] ?? 'mark',
          reason: this.#reasons[reason] ?? '',
          startNs,
          endNs,
          goroutine,
          stack,
        };
      }
    }
  }

  /** There are a dozen. */
  #numberOf(reason: string): number {
    const number = this.#reasons.indexOf(reason);
    return number < 0 ? this.#reasons.push(reason) - 1 : number;
  }
}
