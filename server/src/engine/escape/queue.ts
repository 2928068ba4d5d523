import type { Location } from './location.ts';

/** A queue with two ends, in a ring that grows. */
export class LocationQueue {
  #ring: (Location | undefined)[];
  #head = 0;
  #count = 0;

  constructor(capacity: number) {
    let size = 2;
    while (size < capacity) {
      size *= 2;
    }
    this.#ring = new Array<Location | undefined>(size);
  }

  pushFront(location: Location): void {
    this.#makeRoom();
    this.#head = (this.#head - 1) & (this.#ring.length - 1);
    this.#ring[this.#head] = location;
    this.#count++;
  }

  pushBack(location: Location): void {
    this.#makeRoom();
    this.#ring[(this.#head + this.#count) & (this.#ring.length - 1)] = location;
    this.#count++;
  }

  popFront(): Location | undefined {
    if (this.#count === 0) {
      return undefined;
    }
    const location = this.#ring[this.#head];
    this.#ring[this.#head] = undefined;
    this.#head = (this.#head + 1) & (this.#ring.length - 1);
    this.#count--;
    return location;
  }

  #makeRoom(): void {
    const ring = this.#ring;
    if (this.#count < ring.length) {
      return;
    }
    const grown = new Array<Location | undefined>(ring.length * 2);
    for (let index = 0; index < this.#count; index++) {
      grown[index] = ring[(this.#head + index) & (ring.length - 1)];
    }
    this.#ring = grown;
    this.#head = 0;
  }
}
