/** A function whose verdict waits for those on what it calls. */
import type { Callee, Func } from '../ir/func.ts';

/** A function that is called, by its code or by what names it where that is not at hand. */
export type Called = Func | Callee;

/** A function while it is being judged. */
export interface Judging {
  readonly func: Func;
  /** What it calls, and what has to be known first. */
  readonly todo: Called[];
  readonly number: number;
  /** The least number of those that it calls, directly or not, and that are being judged themselves. */
  low: number;
}

/** What a first look at a function leaves open, if it can make a difference. */
export class Looking {
  /** What it calls of which too little is known. */
  readonly unknown: Called[] = [];
  /** The least number of what it calls that is being judged itself. */
  low = Infinity;
  readonly #numbers: ReadonlyMap<Func, number>;

  constructor(numbers: ReadonlyMap<Func, number>) {
    this.#numbers = numbers;
  }

  add(called: Called, callee: Func | undefined): void {
    const number = callee && this.#numbers.get(callee);
    if (number === undefined) {
      this.unknown.push(called);
    } else {
      this.low = Math.min(this.low, number);
    }
  }

  /** Whatever that is, the verdict does not depend on it. */
  settle(): void {
    this.unknown.length = 0;
    this.low = Infinity;
  }
}
