/** Numbers pairs of 32-bit numbers in the order in which they are met: a hash table in typed arrays. */
export class PairTable {
  count = 0;
  /** The place in `#first` and `#second`, plus 1; 0 for a free slot. */
  #slots = new Uint32Array(4096);
  #first = new Uint32Array(1024);
  #second = new Uint32Array(1024);

  /** The number of the pair, which is a new one where it was not met before. */
  indexOf(first: number, second: number): number {
    const slot = this.#slotOf(first, second);
    const index = (this.#slots[slot] ?? 0) - 1;
    return index < 0 ? this.#insert(first, second, slot) : index;
  }

  /** The number of the pair; -1 where it was not met before. */
  find(first: number, second: number): number {
    return (this.#slots[this.#slotOf(first, second)] ?? 0) - 1;
  }

  /** The slot of the pair, or the free one where it would be. */
  #slotOf(first: number, second: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash(first, second) & mask;
    for (;;) {
      const index = (this.#slots[slot] ?? 0) - 1;
      if (index < 0 || (this.#first[index] === first && this.#second[index] === second)) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
  }

  pairAt(index: number): readonly [number, number] {
    return [this.#first[index] ?? 0, this.#second[index] ?? 0];
  }

  #insert(first: number, second: number, slot: number): number {
    const index = this.count++;
    if (index === this.#first.length) {
      this.#first = doubled(this.#first);
      this.#second = doubled(this.#second);
    }
    this.#first[index] = first;
    this.#second[index] = second;
    this.#slots[slot] = index + 1;
    if (this.count * 2 > this.#slots.length) {
      this.#rehash();
    }
    return index;
  }

  #rehash(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let index = 0; index < this.count; index++) {
      let slot = hash(this.#first[index] ?? 0, this.#second[index] ?? 0) & mask;
      while (slots[slot] !== 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = index + 1;
    }
    this.#slots = slots;
  }
}

function doubled(array: Uint32Array): Uint32Array<ArrayBuffer> {
  const result = new Uint32Array(array.length * 2);
  result.set(array);
  return result;
}

function hash(first: number, second: number): number {
  const mixed = Math.imul(first, 0x9e37_79b1) ^ Math.imul(second, 0x85eb_ca6b);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
