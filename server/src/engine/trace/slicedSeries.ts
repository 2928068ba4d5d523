const COUNT_SLICES = 1 << 15;
const FIRST_SLICE_NS = 1 << 12;

/**
 * Values over time in bounded memory, which come in any order: the time is cut into equal slices, and each has the
 * highest value in it.
 */
export class SlicedSeries {
  readonly #highest = new Float64Array(COUNT_SLICES).fill(NaN);
  readonly #startNs: number;
  #sliceNs = FIRST_SLICE_NS;

  constructor(startNs: number) {
    this.#startNs = startNs;
  }

  /** Nanoseconds, where slices begin that have a value. */
  get times(): number[] {
    return this.#filled().map((slice) => this.#startNs + slice * this.#sliceNs);
  }

  get values(): number[] {
    return this.#filled().map((slice) => this.#highest[slice] ?? NaN);
  }

  add(time: number, value: number): void {
    while (time - this.#startNs >= COUNT_SLICES * this.#sliceNs) {
      this.#halve();
    }
    const slice = Math.max(0, Math.floor((time - this.#startNs) / this.#sliceNs));
    const highest = this.#highest[slice] ?? NaN;
    // What is not there yet is NaN, and not larger.
    if (!(highest >= value)) {
      this.#highest[slice] = value;
    }
  }

  #filled(): number[] {
    const filled: number[] = [];
    for (let slice = 0; slice < COUNT_SLICES; slice++) {
      if (!Number.isNaN(this.#highest[slice])) {
        filled.push(slice);
      }
    }
    return filled;
  }

  #halve(): void {
    const values = this.#highest;
    for (let slice = 0; slice < COUNT_SLICES / 2; slice++) {
      const first = values[2 * slice] ?? NaN;
      const second = values[2 * slice + 1] ?? NaN;
      values[slice] = first >= second || Number.isNaN(second) ? first : second;
    }
    values.fill(NaN, COUNT_SLICES / 2);
    this.#sliceNs *= 2;
  }
}
