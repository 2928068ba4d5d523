/** The values of samples, and their sums with what means are over. */
import { Sums, type Amount, type Column } from './columns.ts';

export interface SampleValues {
  readonly column: Column;
  /** What the mean of each sum is over. */
  readonly divisor: Column | undefined;
}

export function hasValueAt({ column, divisor }: SampleValues, sample: number): boolean {
  return Number(column[sample] ?? 0) !== 0 || Number(divisor?.[sample] ?? 0) !== 0;
}

/** Sums with what their means are over. */
export class ValueSums {
  readonly #values: Sums;
  readonly #divisors: Sums | undefined;

  constructor({ column, divisor }: SampleValues, length: number) {
    this.#values = new Sums(column, length);
    this.#divisors = divisor && new Sums(divisor, length);
  }

  add(number: number, sample: number): void {
    this.#values.add(number, sample);
    this.#divisors?.add(number, sample);
  }

  addToAll(numbers: Uint32Array, count: number, sample: number): void {
    this.#values.addToAll(numbers, count, sample);
    this.#divisors?.addToAll(numbers, count, sample);
  }

  of(number: number): Amount {
    return this.#values.of(number);
  }

  divisorOf(number: number): Amount {
    return this.#divisors?.of(number) ?? 0;
  }
}
