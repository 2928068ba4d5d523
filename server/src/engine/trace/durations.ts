const MOST_KEPT = 1 << 16;

/** Durations in nanoseconds: exact count, sum and longest; percentiles of the first that many. */
export class Durations {
  #count = 0;
  #totalNs = 0;
  #longestNs = 0;
  #kept: number[] = [];

  get count(): number {
    return this.#count;
  }

  get totalNs(): number {
    return this.#totalNs;
  }

  get longestNs(): number {
    return this.#longestNs;
  }

  add(ns: number): void {
    this.#count++;
    this.#totalNs += ns;
    this.#longestNs = Math.max(this.#longestNs, ns);
    if (this.#kept.length < MOST_KEPT) {
      this.#kept.push(ns);
    }
  }

  /** The smallest duration that a share of them is not longer than; NaN where there is none. */
  percentileNs(share: number): number {
    const sorted = this.#kept.toSorted((a, b) => a - b);
    return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
  }
}
