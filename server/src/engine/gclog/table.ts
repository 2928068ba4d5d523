const FIRST_CAPACITY = 8;

/** Rows of numbers, kept column by column: a log of a million cycles is some arrays, an empty table none. */
export class Table<Field extends string> {
  readonly fields: readonly Field[];
  #columns: ReadonlyMap<Field, Float64Array> = new Map();
  #count = 0;
  #capacity = 0;

  constructor(fields: readonly Field[]) {
    this.fields = fields;
  }

  get count(): number {
    return this.#count;
  }

  push(row: Readonly<Record<Field, number>>): void {
    if (this.#count === this.#capacity) {
      this.#grow();
    }
    for (const [field, column] of this.#columns) {
      column[this.#count] = row[field];
    }
    this.#count++;
  }

  /** All values of a field; valid until the next row is added. */
  column(field: Field): Float64Array {
    return (this.#columns.get(field) ?? new Float64Array()).subarray(0, this.#count);
  }

  /** NaN where there is no such row, or nothing in it. */
  value(row: number, field: Field): number {
    return row < this.#count ? (this.#columns.get(field)?.[row] ?? NaN) : NaN;
  }

  #grow(): void {
    this.#capacity = Math.max(FIRST_CAPACITY, 2 * this.#capacity);
    this.#columns = new Map(
      this.fields.map((field) => {
        const larger = new Float64Array(this.#capacity);
        larger.set(this.column(field));
        return [field, larger];
      }),
    );
  }
}
