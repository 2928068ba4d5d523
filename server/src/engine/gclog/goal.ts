import type { Run } from './run.ts';

/** The GOGC that explains the heap goals of a run: one of the usual values, or those from one to another. */
export interface GoalModel {
  readonly lowest: number;
  readonly highest: number;
  /** Cycles whose goal follows from the one before by this GOGC, and those that could be held against it. */
  readonly countExplained: number;
  readonly countCompared: number;
}

const CANDIDATES = [
  5, 10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90, 100, 120, 125, 150, 175, 200, 250, 300, 400, 500,
  600, 800, 1000,
];
const MINIMUM_HEAP_MB = 4;
const FEWEST_COMPARED = 4;
const EXPLAINED_SHARE = 0.9;

/**
 * Looks for the GOGC of a run: after each cycle the pacer sets the goal to
 * `live + (live + stacks + globals) × GOGC / 100`, and not below `4 MB × GOGC / 100` (runtime/mgcpacer.go,
 * commit and heapGoalInternal), and the next line prints it. Undefined where no usual value explains nine of ten.
 */
export function goalModelOf(run: Run): GoalModel | undefined {
  const pairs = comparable(run);
  if (pairs.length < FEWEST_COMPARED) {
    return undefined;
  }
  let best: GoalModel | undefined;
  for (const gogc of CANDIDATES) {
    const countExplained = countExplainedBy(pairs, gogc);
    if (countExplained > (best?.countExplained ?? 0)) {
      best = { lowest: gogc, highest: gogc, countExplained, countCompared: pairs.length };
    } else if (best?.countExplained === countExplained) {
      best = { ...best, highest: gogc };
    }
  }
  return (best?.countExplained ?? 0) >= EXPLAINED_SHARE * pairs.length ? best : undefined;
}

interface Pair {
  readonly liveMB: number;
  readonly stacksAndGlobalsMB: number;
  readonly goalMB: number;
}

function comparable({ cycles }: Run): Pair[] {
  const pairs: Pair[] = [];
  for (let row = 0; row + 1 < cycles.count; row++) {
    const pair = {
      liveMB: cycles.value(row, 'heapLiveMB'),
      stacksAndGlobalsMB: cycles.value(row, 'stacksMB') + cycles.value(row, 'globalsMB'),
      goalMB: cycles.value(row + 1, 'goalMB'),
    };
    const isFollowed = cycles.value(row + 1, 'number') === cycles.value(row, 'number') + 1;
    if (isFollowed && !Number.isNaN(pair.stacksAndGlobalsMB)) {
      pairs.push(pair);
    }
  }
  return pairs;
}

function countExplainedBy(pairs: readonly Pair[], gogc: number): number {
  let count = 0;
  for (const pair of pairs) {
    count += isExplained(pair, gogc) ? 1 : 0;
  }
  return count;
}

/** Sizes are cut to whole MB: the live heap and both roots may be almost one MB more than they say. */
function isExplained({ liveMB, stacksAndGlobalsMB, goalMB }: Pair, gogc: number): boolean {
  return (
    Math.floor(goalOf(liveMB, stacksAndGlobalsMB, gogc)) <= goalMB &&
    goalMB <= goalOf(liveMB + 1, stacksAndGlobalsMB + 2, gogc)
  );
}

function goalOf(liveMB: number, rootsMB: number, gogc: number): number {
  return Math.max(liveMB + ((liveMB + rootsMB) * gogc) / 100, (MINIMUM_HEAP_MB * gogc) / 100);
}
