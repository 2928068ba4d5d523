const MOST_POINTS = 1 << 15;

/** Values over time in bounded memory: beyond so many points, each stands for several and has the highest. */
export class BoundedSeries {
  readonly #times: number[] = [];
  readonly #values: number[] = [];
  /** How many values a point stands for. */
  #stride = 1;
  /** How many the last point stands for already; before the first there is no room in it. */
  #countInLast = 1;
  #countValues = 0;
  #raise = 0;

  /** How many values there were. */
  get countValues(): number {
    return this.#countValues;
  }

  get isEveryValue(): boolean {
    return this.#stride === 1;
  }

  /** Nanoseconds, of the first value that a point stands for. */
  get times(): readonly number[] {
    return this.#times;
  }

  get values(): readonly number[] {
    return this.#raise === 0 ? this.#values : this.#values.map((value) => value + this.#raise);
  }

  add(time: number, value: number): void {
    this.#countValues++;
    if (this.#countInLast < this.#stride) {
      this.#countInLast++;
      const last = this.#values.length - 1;
      if (value > (this.#values[last] ?? 0)) {
        this.#values[last] = value;
      }
      return;
    }
    if (this.#values.length === MOST_POINTS) {
      this.#halve();
    }
    this.#times.push(time);
    this.#values.push(value);
    this.#countInLast = 1;
  }

  /** All values, those that have been and those that come, are more. */
  raise(by: number): void {
    this.#raise += by;
  }

  #halve(): void {
    const count = MOST_POINTS / 2;
    for (let point = 0; point < count; point++) {
      this.#times[point] = this.#times[2 * point] ?? 0;
      this.#values[point] = Math.max(
        this.#values[2 * point] ?? 0,
        this.#values[2 * point + 1] ?? 0,
      );
    }
    this.#times.length = count;
    this.#values.length = count;
    this.#stride *= 2;
  }
}
