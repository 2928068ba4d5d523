/**
 * Work on files that says beforehand which ones it will read: whoever drives it may read them
 * ahead, many at once and without blocking, or simply go on.
 */
export type Reading<Result> = Generator<ReadAhead, Result, undefined>;

export interface ReadAhead {
  /** Whose entries are looked at. */
  readonly directories?: readonly string[];
  /** Which are read to the end. */
  readonly files?: readonly string[];
  /** Of which the beginning is enough. */
  readonly starts?: readonly string[];
}

/** Does the work at once. */
export function readNow<Result>(reading: Reading<Result>): Result {
  for (;;) {
    const step = reading.next();
    if (step.done === true) {
      return step.value;
    }
  }
}
