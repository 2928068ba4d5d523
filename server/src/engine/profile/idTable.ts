/** Numbers 64-bit ids in the order in which they are met, whether defined or only referred to. */

/** Ids below it are looked up in an array. */
const DENSE = 1 << 22;

export class IdTable {
  #dense = new Int32Array(1024).fill(-1);
  readonly #sparse = new Map<number, number>();
  /** Those that no number tells exactly. */
  readonly #wide = new Map<bigint, number>();
  count = 0;

  /** The ordinal of the id with these halves. */
  ordinal(low: number, high: number): number {
    if (high === 0 && low < DENSE) {
      if (low >= this.#dense.length) {
        const dense = new Int32Array(Math.max(low + 1, this.#dense.length * 2)).fill(-1);
        dense.set(this.#dense);
        this.#dense = dense;
      }
      const known = this.#dense[low] ?? -1;
      if (known >= 0) {
        return known;
      }
      this.#dense[low] = this.count;
      return this.count++;
    }
    const id = high * 0x1_0000_0000 + low;
    return Number.isSafeInteger(id)
      ? this.#known(this.#sparse, id)
      : this.#known(this.#wide, (BigInt(high) << 32n) | BigInt(low));
  }

  #known<Id>(map: Map<Id, number>, id: Id): number {
    const known = map.get(id);
    if (known !== undefined) {
      return known;
    }
    map.set(id, this.count);
    return this.count++;
  }
}
