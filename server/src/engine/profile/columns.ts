/**
 * 64-bit integers in columns. Sums of a column are exact in numbers for as long as its absolute values
 * add up to no more than 2^53; beyond that the column is one of 64-bit integers, and so are its sums,
 * which wrap around as Go's do.
 */

/** A 64-bit integer: a number where that is exact, else a bigint. JavaScript compares the two exactly. */
export type Amount = number | bigint;

/** In a `Float64Array` the absolute values add up to a safe integer. */
export type Column = Float64Array | BigInt64Array;

const TWO_TO_32 = 4_294_967_296;

export function amountOf(value: bigint): Amount {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** From two halves without a sign. */
export function signedAmount(low: number, high: number): Amount {
  const number = (high | 0) * TWO_TO_32 + (low >>> 0);
  return Number.isSafeInteger(number) ? number : BigInt.asIntN(64, unsignedBigint(low, high));
}

export function unsignedBigint(low: number, high: number): bigint {
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}

export function absolute(value: Amount): Amount {
  return value < 0 ? -value : value;
}

export function negative(value: Amount): Amount {
  return value === 0 ? 0 : -value;
}

export function added(a: Amount, b: Amount): Amount {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) {
      return sum;
    }
  }
  return amountOf(BigInt.asIntN(64, BigInt(a) + BigInt(b)));
}

/** The whole part; the dividend where it is by nothing. */
export function quotient(dividend: Amount, divisor: Amount): Amount {
  if (divisor === 0) {
    return dividend;
  }
  return typeof dividend === 'number' && typeof divisor === 'number'
    ? Math.trunc(dividend / divisor) + 0
    : amountOf(BigInt(dividend) / BigInt(divisor));
}

export function at(column: Column, index: number): Amount {
  const value = column[index] ?? 0;
  return typeof value === 'number' ? value : amountOf(value);
}

const MOST = 2n ** 63n - 1n;
const LEAST = -(2n ** 63n);

/** The whole part; what is too large for 64 bits becomes the largest that is not, what is no number 0. */
export function truncated(value: number): Amount {
  const whole = Math.trunc(value) + 0;
  if (Number.isSafeInteger(whole)) {
    return whole;
  }
  if (Math.abs(whole) >= 2 ** 63) {
    return whole > 0 ? MOST : LEAST;
  }
  return Number.isNaN(whole) ? 0 : BigInt(whole);
}

/** Collects 32-bit numbers without a sign, or indexes. */
export class Uint32List {
  #items = new Uint32Array(64);
  length = 0;

  push(value: number): void {
    if (this.length === this.#items.length) {
      const items = new Uint32Array(this.length * 2);
      items.set(this.#items);
      this.#items = items;
    }
    this.#items[this.length++] = value;
  }

  toArray(): Uint32Array {
    return this.#items.slice(0, this.length);
  }
}

/** Collects whole numbers of which only safe ones make sense: lines, columns. */
export class Float64List {
  #items = new Float64Array(64);
  length = 0;

  push(value: number): void {
    if (this.length === this.#items.length) {
      const items = new Float64Array(this.length * 2);
      items.set(this.#items);
      this.#items = items;
    }
    this.#items[this.length++] = value;
  }

  toArray(): Float64Array {
    return this.#items.slice(0, this.length);
  }
}

/** Collects 64-bit integers into a column. */
export class ColumnBuilder {
  readonly #numbers = new Float64List();
  #wide: bigint[] | undefined;
  #absolute = 0;

  get length(): number {
    return this.#wide?.length ?? this.#numbers.length;
  }

  push(value: Amount): void {
    if (typeof value === 'number' && this.#wide === undefined) {
      this.#absolute += Math.abs(value);
      this.#numbers.push(value);
    } else {
      this.#wide ??= Array.from(this.#numbers.toArray(), BigInt);
      this.#wide.push(BigInt(value));
    }
  }

  toColumn(): Column {
    if (this.#wide !== undefined) {
      return BigInt64Array.from(this.#wide);
    }
    return exactColumn(this.#numbers.toArray(), this.#absolute);
  }
}

function exactColumn(numbers: Float64Array, absoluteSum: number): Column {
  return absoluteSum <= Number.MAX_SAFE_INTEGER
    ? numbers
    : BigInt64Array.from(Array.from(numbers, BigInt));
}

/** Collects sums of values of a column: they are exact as what the column's values are. */
export class SumList {
  readonly #numbers = new Float64List();
  readonly #wide: bigint[] | undefined;

  constructor(column: Column) {
    this.#wide = column instanceof BigInt64Array ? [] : undefined;
  }

  push(sum: Amount): void {
    if (this.#wide === undefined) {
      this.#numbers.push(Number(sum));
    } else {
      this.#wide.push(BigInt(sum));
    }
  }

  toColumn(): Column {
    return this.#wide === undefined ? this.#numbers.toArray() : BigInt64Array.from(this.#wide);
  }
}

/** The values at the given indexes. */
export function gathered(column: Column, indexes: Uint32Array): Column {
  if (column instanceof BigInt64Array) {
    return BigInt64Array.from(indexes, (index) => column[index] ?? 0n);
  }
  const result = new Float64Array(indexes.length);
  indexes.forEach((index, place) => (result[place] = column[index] ?? 0));
  return result;
}

/** Sums of values of one column, each by a number of its own. */
export class Sums {
  readonly #column: Float64Array;
  #sums: Float64Array;
  /** In place of the two above, where floats would not be exact. */
  readonly #wideColumn: BigInt64Array | undefined;
  #wideSums = new BigInt64Array(0);

  constructor(column: Column, length: number) {
    if (column instanceof Float64Array) {
      this.#column = column;
      this.#sums = new Float64Array(length);
    } else {
      this.#column = new Float64Array(0);
      this.#sums = new Float64Array(0);
      this.#wideColumn = column;
      this.#wideSums = new BigInt64Array(length);
    }
  }

  /** Adds the value at `index` of the column to the sum of that number. */
  add(number: number, index: number): void {
    if (this.#wideColumn !== undefined) {
      this.#addWide(number, this.#wideColumn[index] ?? 0n);
      return;
    }
    if (number >= this.#sums.length) {
      const sums = new Float64Array(grownLength(number, this.#sums.length));
      sums.set(this.#sums);
      this.#sums = sums;
    }
    this.#sums[number] = (this.#sums[number] ?? 0) + (this.#column[index] ?? 0);
  }

  /** Adds it to the sums of the first `count` of these numbers, which are in bounds. */
  addToAll(numbers: Uint32Array, count: number, index: number): void {
    if (this.#wideColumn !== undefined) {
      const value = this.#wideColumn[index] ?? 0n;
      for (let place = 0; place < count; place++) {
        this.#addWide(numbers[place] ?? 0, value);
      }
      return;
    }
    const sums = this.#sums;
    const value = this.#column[index] ?? 0;
    for (let place = 0; place < count; place++) {
      const number = numbers[place] ?? 0;
      sums[number] = (sums[number] ?? 0) + value;
    }
  }

  of(number: number): Amount {
    return at(this.#wideColumn === undefined ? this.#sums : this.#wideSums, number);
  }

  clear(number: number): void {
    if (this.#wideColumn === undefined) {
      this.#sums[number] = 0;
    } else {
      this.#wideSums[number] = 0n;
    }
  }

  #addWide(number: number, value: bigint): void {
    if (number >= this.#wideSums.length) {
      const sums = new BigInt64Array(grownLength(number, this.#wideSums.length));
      sums.set(this.#wideSums);
      this.#wideSums = sums;
    }
    this.#wideSums[number] = (this.#wideSums[number] ?? 0n) + value;
  }
}

function grownLength(number: number, length: number): number {
  return Math.max(number + 1, length * 2, 16);
}

/** The sum of absolute values. */
export function absoluteSum(column: Column): Amount {
  if (column instanceof BigInt64Array) {
    return column.reduce((sum: Amount, value) => added(sum, absolute(value)), 0);
  }
  let sum = 0;
  for (const value of column) {
    sum += Math.abs(value);
  }
  return sum;
}
