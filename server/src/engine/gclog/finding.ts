export type FindingKind =
  | 'failure'
  | 'live heap grows'
  | 'no room above the live heap'
  | 'GC takes much CPU'
  | 'heap at its minimum'
  | 'assists'
  | 'beyond the goal'
  | 'long pause'
  | 'forced'
  | 'stacks'
  | 'globals'
  | 'many goroutines'
  | 'missing cycles'
  | 'mixed processes';

/** What a run's numbers say, and what that rests on. */
export interface Finding {
  readonly kind: FindingKind;
  readonly isWarning: boolean;
  readonly text: string;
  /** Why it is so, as far as the numbers bear it out, or what to look at. */
  readonly reason: string;
  /** The line of the log that shows it best. */
  readonly line: number;
}
