/**
 * How deeply expressions are nested in each other, counted across the declarations that refer to
 * each other: the stack must not overflow, of which this takes two thirds at most. Written code
 * stays far below.
 */
const MAXIMUM_DEPTH = 400;

export class Nesting {
  #depth = 0;

  /** What `work` gives, one level down; undefined if that is too deep. */
  within<Result>(work: () => Result): Result | undefined {
    if (this.#depth >= MAXIMUM_DEPTH) {
      return undefined;
    }
    this.#depth++;
    try {
      return work();
    } finally {
      this.#depth--;
    }
  }
}
