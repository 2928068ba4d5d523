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
  const { countCompared, countsExplained } = explainedGoals(run);
  const countExplained = countsExplained.reduce((most, count) => Math.max(most, count), 0);
  if (countCompared < FEWEST_COMPARED || countExplained < EXPLAINED_SHARE * countCompared) {
    return undefined;
  }
  return {
    lowest: CANDIDATES[countsExplained.indexOf(countExplained)] ?? NaN,
    highest: CANDIDATES[countsExplained.lastIndexOf(countExplained)] ?? NaN,
    countExplained,
    countCompared,
  };
}

interface ExplainedGoals {
  readonly countCompared: number;
  /** By candidate. */
  readonly countsExplained: readonly number[];
}

/**
 * Sizes are cut to whole MB: the live heap and both roots may be almost one MB more than they say. The higher GOGC
 * is, the higher is the goal: those that explain one follow each other.
 */
function explainedGoals({ cycles }: Run): ExplainedGoals {
  const live = cycles.column('heapLiveMB');
  const stacks = cycles.column('stacksMB');
  const globals = cycles.column('globalsMB');
  const goals = cycles.column('goalMB');
  const numbers = cycles.column('number');
  const begun = new Float64Array(CANDIDATES.length + 1);
  let countCompared = 0;
  for (let row = 0; row + 1 < cycles.count; row++) {
    const liveMB = live[row] ?? NaN;
    const rootsMB = (stacks[row] ?? NaN) + (globals[row] ?? NaN);
    const goalMB = goals[row + 1] ?? NaN;
    if (numbers[row + 1] === (numbers[row] ?? NaN) + 1 && !Number.isNaN(rootsMB)) {
      const from = firstReaching(goalMB, liveMB + 1, rootsMB + 2);
      const to = firstReaching(goalMB + 1, liveMB, rootsMB);
      countCompared++;
      if (from < to) {
        begun[from] = (begun[from] ?? 0) + 1;
        begun[to] = (begun[to] ?? 0) - 1;
      }
    }
  }
  let countExplained = 0;
  const countsExplained = CANDIDATES.map((_, index) => (countExplained += begun[index] ?? 0));
  return { countCompared, countsExplained };
}

/** The place of the first candidate with at least this goal; behind them all if there is none. */
function firstReaching(goalMB: number, liveMB: number, rootsMB: number): number {
  let low = 0;
  let high = CANDIDATES.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (goalOf(liveMB, rootsMB, CANDIDATES[middle] ?? NaN) >= goalMB) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

function goalOf(liveMB: number, rootsMB: number, gogc: number): number {
  return Math.max(liveMB + ((liveMB + rootsMB) * gogc) / 100, (MINIMUM_HEAP_MB * gogc) / 100);
}
