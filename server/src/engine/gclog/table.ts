const FIRST_CAPACITY = 8;

/** Rows of numbers, kept column by column in one array: a log has thousands of short tables, or some long ones. */
export class Table<Field extends string> {
  readonly fields: readonly Field[];
  readonly #places: ReadonlyMap<Field, number>;
  /** Each column has room for as many rows. */
  #capacity = 0;
  #values = new Float64Array();
  #count = 0;

  constructor(fields: readonly Field[]) {
    this.fields = fields;
    this.#places = new Map(fields.map((field, place) => [field, place]));
  }

  get count(): number {
    return this.#count;
  }

  push(row: Readonly<Record<Field, number>>): void {
    if (this.#count === this.#capacity) {
      this.#grow();
    }
    let at = this.#count++;
    for (const field of this.fields) {
      this.#values[at] = row[field];
      at += this.#capacity;
    }
  }

  /** All values of a field; valid until the next row is added. */
  column(field: Field): Float64Array {
    const start = this.#startOf(field);
    return this.#values.subarray(start, start + this.#count);
  }

  /** NaN where there is no such row, or nothing in it. */
  value(row: number, field: Field): number {
    return row < this.#count ? (this.#values[this.#startOf(field) + row] ?? NaN) : NaN;
  }

  /** The rows from one on, in a table of their own. */
  since(row: number): Table<Field> {
    const later = new Table(this.fields);
    later.#count = Math.max(0, this.#count - row);
    later.#capacity = later.#count;
    later.#values = new Float64Array(later.#capacity * this.fields.length);
    for (const field of this.fields) {
      later.column(field).set(this.column(field).subarray(row));
    }
    return later;
  }

  #startOf(field: Field): number {
    return (this.#places.get(field) ?? NaN) * this.#capacity;
  }

  #grow(): void {
    const capacity = Math.max(FIRST_CAPACITY, 2 * this.#capacity);
    const larger = new Float64Array(capacity * this.fields.length);
    this.fields.forEach((field, place) => {
      larger.set(this.column(field), place * capacity);
    });
    this.#values = larger;
    this.#capacity = capacity;
  }
}
