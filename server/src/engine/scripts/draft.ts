/** Scripts of the heap simulator that are made of what was measured of a program. */

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
  readonly classes: readonly DraftClass[];
}

export interface Draft {
  /** Fields of a script. */
  readonly json: Readonly<Record<string, unknown>> & { readonly phases: readonly DraftPhase[] };
  /** What was taken for granted, and what was left out: sentences for a person. */
  readonly assumptions: readonly string[];
}

/** What no measurement says, and somebody has to. */
export interface DraftOptions {
  readonly procs: number;
  /** Over which the program did what was measured; undefined for as the file says. */
  readonly seconds: number | undefined;
}

/** The store of a reference and the fast path of an allocation: what is left of the time is `spinNs`. */
const ALLOCATION_NS = 25;
const MAXIMUM_SPIN_NS = 1e9;

/** The work between two allocations, if there is one in so many nanoseconds. */
export function spinOf(intervalNs: number): number {
  return Math.max(0, Math.min(MAXIMUM_SPIN_NS, Math.round(intervalNs - ALLOCATION_NS)));
}

/** Allocations that are enough to see how the collector settles, and are done in a second or two. */
const MOST_ALLOCATIONS = 10_000_000;
/** As often as the live heap is allocated anew, the settled state outweighs how it came about. */
const TURNOVERS = 20;

export function allocationsFor(liveBytes: number, meanBytes: number): number {
  const enough = Math.ceil((TURNOVERS * Math.max(liveBytes, 4 << 20)) / Math.max(1, meanBytes));
  return Math.max(1, Math.min(MOST_ALLOCATIONS, enough));
}
