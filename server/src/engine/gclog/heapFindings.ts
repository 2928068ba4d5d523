/** What the heap says: whether it grows, and how much room it has. */
import type { Localize } from '../features/localize.ts';
import type { Finding } from './finding.ts';
import type { GoalModel } from './goal.ts';
import { distributionOf, rowOfHighest, type RunMeasures } from './measures.ts';
import { megabytes, percent, wholeMegabytes } from './quantity.ts';
import type { Run } from './run.ts';

const FEWEST_CYCLES_OF_TREND = 16;
const LEAST_SHARE_OF_LAST_QUARTER = 0.2;
const LEAST_GROWTH_MB = 4;
const LEAST_GROWTH_SHARE = 0.25;
const TIGHT_SHARE = 0.1;
const TIGHT_LEAST_LIVE_MB = 16;
const FEWEST_TIGHT = 5;
const SPIRAL_PERCENT = 40;
const OVERSHOOT_SHARE = 0.2;
const OVERSHOOT_LEAST_MB = 4;
const OVERSHOOT_LEAST_CYCLES = 0.1;
const LARGE_ROOTS_SHARE = 0.25;
const LARGE_ROOTS_MB = 16;

/**
 * The least that is live, from quarter to quarter: garbage that a cycle missed only adds to what it found. The
 * first quarter is the start.
 */
export function growth(run: Run, { each }: RunMeasures, localize: Localize): Finding[] {
  const [, second, third, fourth] = leastLiveByQuarter(run, each.allocatedMB);
  if (!second || !third || !fourth || run.cycles.count < FEWEST_CYCLES_OF_TREND) {
    return [];
  }
  const grown = fourth.liveMB - second.liveMB;
  const isSteady =
    second.liveMB < third.liveMB &&
    fourth.liveMB - third.liveMB >= grown * LEAST_SHARE_OF_LAST_QUARTER;
  if (!isSteady || grown < LEAST_GROWTH_MB || grown < LEAST_GROWTH_SHARE * second.liveMB) {
    return [];
  }
  const rate = grown / (fourth.seconds - second.seconds);
  const rateText =
    fourth.seconds - second.seconds >= 60
      ? localize('{0} a minute', megabytes(60 * rate))
      : localize('{0} a second', megabytes(rate));
  return [
    {
      kind: 'live heap grows',
      isWarning: true,
      text: localize(
        'The live heap grows by {0}: the least that a cycle finds live is {1}, then {2}, then {3}, in the second, third and last quarter of what is allocated.',
        rateText,
        wholeMegabytes(second.liveMB),
        megabytes(third.liveMB),
        megabytes(fourth.liveMB),
      ),
      reason: localize(
        'A leak, a cache without a bound, or a load that still grows. Two heap profiles (inuse_space) some minutes apart tell which.',
      ),
      line: fourth.line,
    },
  ];
}

interface LeastLive {
  readonly liveMB: number;
  readonly seconds: number;
  readonly line: number;
}

/** By what was allocated: at its start a program has many cycles in little time, later few. */
function leastLiveByQuarter({ cycles }: Run, allocatedMB: Float64Array): (LeastLive | undefined)[] {
  const live = cycles.column('heapLiveMB');
  const allocated = allocatedMB.map((mb) => Math.max(0, mb || 0));
  const total = allocated.reduce((sum, mb) => sum + mb, 0);
  const least: (LeastLive | undefined)[] = [undefined, undefined, undefined, undefined];
  let before = 0;
  for (let row = 0; row < allocated.length; row++) {
    const quarter = Math.min(3, Math.floor((4 * before) / total));
    const liveMB = live[row] ?? NaN;
    if (liveMB < (least[quarter]?.liveMB ?? Infinity)) {
      const seconds = cycles.value(row, 'seconds');
      least[quarter] = { liveMB, seconds, line: cycles.value(row, 'line') };
    }
    before += allocated[row] ?? 0;
  }
  return least;
}

/** Goals that are hardly above what was live when they were set. */
export function noRoom(
  { cycles }: Run,
  { each }: RunMeasures,
  { goal, localize }: { readonly goal: GoalModel | undefined; readonly localize: Localize },
): Finding[] {
  // A GOGC that is as low as that is one for all cycles; a limit holds those back that come close to it.
  const isChosen = goal !== undefined && goal.countExplained === goal.countCompared;
  if (isChosen && goal.highest <= 100 * TIGHT_SHARE) {
    return [];
  }
  const live = cycles.column('heapLiveMB');
  const goals = cycles.column('goalMB');
  let longest = { from: 0, length: 0 };
  let from = 0;
  for (let row = 1; row <= cycles.count; row++) {
    const liveMB = live[row - 1] ?? NaN;
    const isTight =
      liveMB >= TIGHT_LEAST_LIVE_MB && (goals[row] ?? NaN) <= (1 + TIGHT_SHARE) * liveMB;
    if (!isTight) {
      from = row;
    } else if (row - from > longest.length) {
      longest = { from: from + 1, length: row - from };
    }
  }
  if (longest.length < FEWEST_TIGHT) {
    return [];
  }
  const shares = each.gcCpuPercent.subarray(longest.from, longest.from + longest.length);
  const { mean } = distributionOf(shares);
  const length = longest.length.toLocaleString('en');
  return [
    {
      kind: 'no room above the live heap',
      isWarning: true,
      text:
        mean >= SPIRAL_PERCENT
          ? localize(
              'In {0} cycles in a row the heap goal is not a tenth above what was live. GC takes {1} of the CPU time there: a death spiral, which the runtime stops at half of it by going over the limit.',
              length,
              percent(mean),
            )
          : localize(
              'In {0} cycles in a row the heap goal is not a tenth above what was live.',
              length,
            ),
      reason: localize(
        'GOMEMLIMIT leaves no more room, or GOGC is below 10. More memory, or less that is live, is the way out.',
      ),
      line: cycles.value(longest.from, 'line'),
    },
  ];
}

export function overshoot(run: Run, localize: Localize): Finding[] {
  const goals = run.cycles.column('goalMB');
  const beyond = run.cycles.column('heapEndMB').map((end, row) => end - (goals[row] ?? NaN));
  const countBeyond = beyond.filter(
    (mb, row) => mb >= OVERSHOOT_LEAST_MB && mb > OVERSHOOT_SHARE * (goals[row] ?? NaN),
  ).length;
  const worst = rowOfHighest(beyond);
  return countBeyond > OVERSHOOT_LEAST_CYCLES * goals.length
    ? [
        {
          kind: 'beyond the goal',
          isWarning: false,
          text: localize(
            'In {0} of {1} cycles the heap is more than a fifth above its goal when marking ends, {2} at worst.',
            countBeyond.toLocaleString('en'),
            goals.length.toLocaleString('en'),
            megabytes(beyond[worst] ?? NaN),
          ),
          reason: localize(
            'More is allocated during marking than the pacer expected: bursts, or large objects. Memory has to have room for it.',
          ),
          line: run.cycles.value(worst, 'line'),
        },
      ]
    : [];
}

export function largeStacks(run: Run, measures: RunMeasures, localize: Localize): Finding[] {
  return largeRoots(run, measures, 'stacks', 'stacksMB', (stacks, live) => ({
    text: localize('Each cycle scans {0} of stacks, beside {1} of live heap.', stacks, live),
    reason: localize(
      'Many goroutines, or deep ones. They count for the heap goal as live heap does.',
    ),
  }));
}

export function largeGlobals(run: Run, measures: RunMeasures, localize: Localize): Finding[] {
  return largeRoots(run, measures, 'globals', 'globalsMB', (globals, live) => ({
    text: localize('Each cycle scans {0} of globals, beside {1} of live heap.', globals, live),
    reason: localize(
      'Package variables with pointers. They count for the heap goal as live heap does.',
    ),
  }));
}

function largeRoots(
  { cycles }: Run,
  { liveMB }: RunMeasures,
  kind: 'stacks' | 'globals',
  field: 'stacksMB' | 'globalsMB',
  wordsOf: (roots: string, live: string) => Pick<Finding, 'text' | 'reason'>,
): Finding[] {
  const roots = distributionOf(cycles.column(field)).p50;
  return roots >= LARGE_ROOTS_MB && roots > LARGE_ROOTS_SHARE * liveMB.p50
    ? [
        {
          kind,
          isWarning: false,
          ...wordsOf(megabytes(roots), wholeMegabytes(liveMB.p50)),
          line: cycles.value(rowOfHighest(cycles.column(field)), 'line'),
        },
      ]
    : [];
}
