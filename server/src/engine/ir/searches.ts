/**
 * Searches through functions that are under way at the same time, each in steps of its own: whoever comes to a function
 * that another one is at takes the other's steps, so that nothing is looked at twice.
 */
import { leave } from './steps.ts';

/** A way through functions that lead to each other. */
export interface Search<Key> {
  /** Whether it has begun to look at a function, and not come to an end with it. */
  isAt(key: Key): boolean;
}

interface UnderWay<S> {
  readonly steps: Generator<void, void>;
  /** Its steps cannot be taken within one of them. */
  isTaken: boolean;
  /** Whose steps it takes before it goes on. */
  awaited: S | undefined;
}

export class Searches<Key, S extends Search<Key>> {
  readonly #underWay = new Map<S, UnderWay<S>>();
  readonly #isCurrent: (search: S) => boolean;

  /** `isCurrent` tells whether what a search goes by still holds: nobody waits for one of which it does not. */
  constructor(isCurrent: (search: S) => boolean = () => true) {
    this.#isCurrent = isCurrent;
  }

  /** Goes the steps of a search, as far as others do not. */
  *run(search: S, steps: Generator<void, void>): Generator<void, void> {
    const underWay: UnderWay<S> = { steps, isTaken: false, awaited: undefined };
    this.#underWay.set(search, underWay);
    try {
      while (this.#next(search, underWay)) {
        yield;
      }
    } finally {
      this.#underWay.delete(search);
      leave(steps);
    }
  }

  /** Before a search begins with a function: goes the steps of others that are at it, unless they wait for this one. */
  *awaitOthers(search: S, key: Key): Generator<void, void> {
    const own = this.#underWay.get(search);
    for (let other = this.#otherAt(search, key); own && other; other = this.#otherAt(search, key)) {
      const underWay = this.#underWay.get(other);
      own.awaited = other;
      try {
        while (underWay && this.#leadsTo(key, other, underWay) && this.#next(other, underWay)) {
          yield;
        }
      } finally {
        own.awaited = undefined;
      }
    }
  }

  /** Others that are at one of these functions as well. */
  othersAt(search: S, keys: readonly Key[]): readonly S[] {
    return [...this.#underWay.keys()].filter(
      (other) => other !== search && keys.some((key) => other.isAt(key)),
    );
  }

  /** Says whether there is one more. */
  #next(search: S, underWay: UnderWay<S>): boolean {
    underWay.isTaken = true;
    try {
      if (underWay.steps.next().done !== true) {
        return true;
      }
    } finally {
      underWay.isTaken = false;
    }
    this.#underWay.delete(search);
    return false;
  }

  #otherAt(search: S, key: Key): S | undefined {
    for (const [other, underWay] of this.#underWay) {
      const isAt = other !== search && this.#leadsTo(key, other, underWay);
      if (isAt && !this.#isWaitingFor(underWay, search)) {
        return other;
      }
    }
    return undefined;
  }

  /** Whether a search comes to an end with a function, and its steps can be taken now. */
  #leadsTo(key: Key, search: S, { isTaken }: UnderWay<S>): boolean {
    return !isTaken && search.isAt(key) && this.#isCurrent(search);
  }

  #isWaitingFor({ awaited }: UnderWay<S>, other: S): boolean {
    const next = awaited && this.#underWay.get(awaited);
    return awaited === other || (next !== undefined && this.#isWaitingFor(next, other));
  }
}
