import { EMPTY } from './empty.ts';

/**
 * Makes lists of which several are under way, one inside the other, without an array for each that
 * has to grow: most have one thing or two.
 */
export class ListBuilder<Item extends object> {
  /** The lists under way, one after the other. */
  readonly #items: Item[] = [];
  #count = 0;

  /** Starts a list; the result is what `finish` wants. */
  start(): number {
    return this.#count;
  }

  add(item: Item): void {
    this.#items[this.#count++] = item;
  }

  /** What was added since `start` gave `mark`. */
  finish(mark: number): readonly Item[] {
    const count = this.#count;
    this.#count = mark;
    const first = this.#items[mark];
    if (count === mark || first === undefined) {
      return EMPTY;
    }
    return count === mark + 1 ? [first] : this.#items.slice(mark, count);
  }
}
