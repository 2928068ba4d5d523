/** Scripts of the heap simulator that are made of what was measured of a program. */
import { DEFAULT_MACHINE } from '../heap/machine.ts';
import { LIMITS } from '../heap/scriptParser.ts';

/** As a script's JSON has it: `engine/heap/script.ts`. */
export interface DraftClass {
  readonly size: number;
  readonly scan: boolean;
  readonly weight: number;
}

export interface DraftPhase {
  readonly count: number;
  readonly ring: number;
  readonly spinNs: number;
  readonly goroutines?: number;
  readonly classes: readonly DraftClass[];
}

export interface MadeScript {
  /** Fields of a script. */
  readonly json: Readonly<Record<string, unknown>>;
  /** What was taken for granted, and what was left out: sentences for a person. */
  readonly assumptions: readonly string[];
}

export interface Draft extends MadeScript {
  readonly json: Readonly<Record<string, unknown>> & { readonly phases: readonly DraftPhase[] };
}

/** Of the GOARCH that scripts have by default. */
export const WORD_BYTES = 8;

/** An assumption of a script whose rate nobody knows: a log does. */
export const NO_SECONDS =
  'The profile does not say over which time: the program allocates without a pause.';

/** The work between two allocations, if there is one of so many bytes in so many nanoseconds. */
export function spinOf(intervalNs: number, meanBytes: number): number {
  const { allocNs, zeroNsPerByte } = DEFAULT_MACHINE;
  const spinNs = Math.round(intervalNs - allocNs - zeroNsPerByte * meanBytes);
  return Math.max(0, Math.min(LIMITS.spinNs, spinNs));
}

/** Allocations that are enough to see how the collector settles, and are done in a second or two. */
const MOST_ALLOCATIONS = 10_000_000;
/** As often as the live heap is allocated anew, the settled state outweighs how it came about. */
const TURNOVERS = 20;

export function allocationsFor(liveBytes: number, meanBytes: number): number {
  const enough = Math.ceil((TURNOVERS * Math.max(liveBytes, 4 << 20)) / Math.max(1, meanBytes));
  return Math.max(1, Math.min(MOST_ALLOCATIONS, enough));
}
