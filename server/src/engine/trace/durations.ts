const MOST_KEPT = 1 << 16;
const MOST_WORST = 20;

/** One of those that took longest. */
interface Instance {
  /** Of the trace's clock. */
  readonly startNs: number;
  readonly ns: number;
  /** -1 for none. */
  readonly goroutine: number;
  /** In a StackTable. */
  readonly stack: number;
}

/**
 * Durations in nanoseconds: exact count, sum and longest. Percentiles are of all, or, where these are many, of
 * every second, fourth and so on.
 */
export class Durations {
  #count = 0;
  #totalNs = 0;
  #kept: number[] = [];
  /** Every so many are kept. */
  #stride = 1;
  readonly #worst: Instance[] = [];
  /** What is shorter is not among the worst. */
  #leastWorstNs = -1;

  get count(): number {
    return this.#count;
  }

  get totalNs(): number {
    return this.#totalNs;
  }

  get longestNs(): number {
    return this.worst[0]?.ns ?? 0;
  }

  /** NaN where there is none. */
  get meanNs(): number {
    return this.#totalNs / this.#count;
  }

  /** The longest first. */
  get worst(): readonly Instance[] {
    return this.#worst;
  }

  add(startNs: number, ns: number, goroutine: number, stack: number): void {
    if (this.#count % this.#stride === 0) {
      this.#keep(ns);
    }
    this.#count++;
    this.#totalNs += ns;
    if (ns > this.#leastWorstNs) {
      this.#insert({ startNs, ns, goroutine, stack });
    }
  }

  /** The smallest duration that a share of them is not longer than; NaN where there is none. */
  percentilesNs(shares: readonly number[]): number[] {
    const sorted = Float64Array.from(this.#kept).sort();
    return shares.map((share) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN);
  }

  #keep(ns: number): void {
    this.#kept.push(ns);
    if (this.#kept.length === MOST_KEPT) {
      this.#kept = this.#kept.filter((_, index) => index % 2 === 0);
      this.#stride *= 2;
    }
  }

  #insert(instance: Instance): void {
    const worst = this.#worst;
    const index = worst.findIndex(({ ns }) => ns < instance.ns);
    worst.splice(index < 0 ? worst.length : index, 0, instance);
    if (worst.length > MOST_WORST) {
      worst.pop();
    }
    if (worst.length === MOST_WORST) {
      this.#leastWorstNs = worst.at(-1)?.ns ?? -1;
    }
  }
}
