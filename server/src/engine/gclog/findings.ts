import { goalModelOf, type GoalModel } from './goal.ts';
import {
  allocatedMB,
  distributionOf,
  gcCpuPercents,
  measureRun,
  rowOfHighest,
  type RunMeasures,
} from './measures.ts';
import { count, megabytes, milliseconds, percent, seconds } from './quantity.ts';
import type { Run } from './run.ts';

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

const FEWEST_CYCLES_OF_TREND = 16;
const LEAST_SHARE_OF_LAST_QUARTER = 0.2;
const LEAST_GROWTH_MB = 4;
const LEAST_GROWTH_SHARE = 0.25;
const MUCH_CPU_PERCENT = 20;
const SHORT_INTERVAL_SECONDS = 0.1;
const MUCH_ASSIST_PERCENT = 25;
/** What a stop of the world takes at least to be called long. */
export const LONG_PAUSE_MS = 10;
const TIGHT_SHARE = 0.1;
const TIGHT_LEAST_LIVE_MB = 16;
const FEWEST_TIGHT = 5;
const OVERSHOOT_SHARE = 0.2;
const OVERSHOOT_LEAST_MB = 4;
const OVERSHOOT_LEAST_CYCLES = 0.1;
const LARGE_ROOTS_SHARE = 0.25;
const LARGE_ROOTS_MB = 16;
const MANY_GOROUTINES = 1000;

/** The findings on a run, those that matter most first. */
export function findingsOf(run: Run, measures: RunMeasures = measureRun(run)): Finding[] {
  const goal = goalModelOf(run);
  return [
    ...failures(run),
    ...growth(run),
    ...noRoom(run, goal),
    ...muchCpu(run, measures, goal),
    ...minimumHeap(run, measures),
    ...assists(run, measures),
    ...overshoot(run),
    ...longPause(run),
    ...forced(run, measures),
    ...largeRoots(run, 'stacks', 'stacksMB'),
    ...largeRoots(run, 'globals', 'globalsMB'),
    ...manyGoroutines(run),
    ...incomplete(run),
  ];
}

function failures(run: Run): Finding[] {
  const [first] = run.failures;
  return first
    ? [
        {
          kind: 'failure',
          isWarning: true,
          text: `${first.kind}: ${first.text}`,
          reason: 'The process ends with it, unless it is text of the program.',
          line: first.line,
        },
      ]
    : [];
}

/**
 * The least that is live, from quarter to quarter: garbage that a cycle missed only adds to what it found. The
 * first quarter is the start.
 */
function growth(run: Run): Finding[] {
  const [, second, third, fourth] = leastLiveByQuarter(run);
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
      ? `${megabytes(60 * rate)} a minute`
      : `${megabytes(rate)} a second`;
  const least = [second, third, fourth].map(({ liveMB }) => megabytes(liveMB));
  return [
    {
      kind: 'live heap grows',
      isWarning: true,
      text: `The live heap grows by ${rateText}: the least that a cycle finds live is ${least.join(', then ')}, in the second, third and last quarter of what is allocated.`,
      reason:
        'A leak, a cache without a bound, or a load that still grows. Two heap profiles (inuse_space) some minutes apart tell which.',
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
function leastLiveByQuarter(run: Run): (LeastLive | undefined)[] {
  const { cycles } = run;
  const allocated = allocatedMB(run).map((mb) => Math.max(0, mb || 0));
  const total = allocated.reduce((sum, mb) => sum + mb, 0);
  const least: (LeastLive | undefined)[] = [undefined, undefined, undefined, undefined];
  let before = 0;
  for (const [row, mb] of allocated.entries()) {
    const quarter = Math.min(3, Math.floor((4 * before) / total));
    const liveMB = cycles.value(row, 'heapLiveMB');
    if (liveMB < (least[quarter]?.liveMB ?? Infinity)) {
      const seconds = cycles.value(row, 'seconds');
      least[quarter] = { liveMB, seconds, line: cycles.value(row, 'line') };
    }
    before += mb;
  }
  return least;
}

/** Goals that are hardly above what was live when they were set. */
function noRoom(run: Run, goal: GoalModel | undefined): Finding[] {
  const { cycles } = run;
  if (goal && goal.highest <= 100 * TIGHT_SHARE) {
    return [];
  }
  let longest = { from: 0, length: 0 };
  let from = 0;
  for (let row = 1; row <= cycles.count; row++) {
    const live = cycles.value(row - 1, 'heapLiveMB');
    const isTight =
      live >= TIGHT_LEAST_LIVE_MB && cycles.value(row, 'goalMB') <= (1 + TIGHT_SHARE) * live;
    if (!isTight) {
      from = row;
    } else if (row - from > longest.length) {
      longest = { from: from + 1, length: row - from };
    }
  }
  if (longest.length < FEWEST_TIGHT) {
    return [];
  }
  const shares = gcCpuPercents(run).subarray(longest.from, longest.from + longest.length);
  const { mean } = distributionOf(shares);
  const spiral =
    mean >= 40
      ? ` GC takes ${percent(mean)} of the CPU time there: a death spiral, which the runtime stops at half of it by going over the limit.`
      : '';
  return [
    {
      kind: 'no room above the live heap',
      isWarning: true,
      text: `In ${count(longest.length, 'cycle')} in a row the heap goal is not a tenth above what was live.${spiral}`,
      reason:
        'GOMEMLIMIT leaves no more room, or GOGC is below 10. More memory, or less that is live, is the way out.',
      line: cycles.value(longest.from, 'line'),
    },
  ];
}

function muchCpu(run: Run, measures: RunMeasures, goal: GoalModel | undefined): Finding[] {
  const { gcCpuPercent, intervalSeconds } = measures;
  if (!(gcCpuPercent >= MUCH_CPU_PERCENT) || intervalSeconds.count < FEWEST_TIGHT) {
    return [];
  }
  const known = goal?.lowest === goal?.highest && goal ? ` at GOGC=${goal.lowest}` : '';
  const live = measures.liveMB.p50;
  const roots =
    distributionOf(run.cycles.column('stacksMB')).p50 +
    distributionOf(run.cycles.column('globalsMB')).p50;
  const room = goal ? ((live + roots) * goal.lowest) / 100 : NaN;
  const advice =
    known !== '' && room >= 1
      ? `By the pacer’s formula GOGC=${2 * (goal?.lowest ?? 0)} would let the heap grow ${megabytes(room)} further before each cycle, so that there are half as many; fewer allocations come first.`
      : 'Fewer allocations, or a higher GOGC where there is memory.';
  return [
    {
      kind: 'GC takes much CPU',
      isWarning: true,
      text: `GC takes ${percent(gcCpuPercent)} of the CPU time, with a cycle every ${seconds(intervalSeconds.p50)}${known}.`,
      reason: advice,
      line: run.cycles.value(rowOfHighest(gcCpuPercents(run)), 'line'),
    },
  ];
}

function minimumHeap(run: Run, { goalMB, intervalSeconds }: RunMeasures): Finding[] {
  const isAtMinimum = goalMB.p90 <= 4 && intervalSeconds.count >= FEWEST_TIGHT;
  return isAtMinimum && intervalSeconds.p50 < SHORT_INTERVAL_SECONDS
    ? [
        {
          kind: 'heap at its minimum',
          isWarning: false,
          text: `The heap goal is ${megabytes(goalMB.p50)}, and there is a cycle every ${seconds(intervalSeconds.p50)}.`,
          reason:
            'With little that is live, the goal is 4 MB × GOGC / 100 at least. GOGC=400 makes that 16 MB, and a quarter of the cycles.',
          line: run.cycles.value(run.cycles.count - 1, 'line'),
        },
      ]
    : [];
}

function assists(run: Run, { assistPercent }: RunMeasures): Finding[] {
  return assistPercent >= MUCH_ASSIST_PERCENT
    ? [
        {
          kind: 'assists',
          isWarning: false,
          text: `Goroutines that allocate do ${percent(assistPercent)} of GC’s work themselves.`,
          reason:
            'Allocation is faster than the workers mark, so requests wait for marking. Fewer allocations help, or a higher GOGC.',
          line: run.cycles.value(rowOfHighest(run.cycles.column('assistCpuMs')), 'line'),
        },
      ]
    : [];
}

function overshoot(run: Run): Finding[] {
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
          text: `In ${count(countBeyond, 'cycle')} of ${goals.length} the heap is more than a fifth above its goal when marking ends, ${megabytes(beyond[worst] ?? NaN)} at worst.`,
          reason:
            'More is allocated during marking than the pacer expected: bursts, or large objects. Memory has to have room for it.',
          line: run.cycles.value(worst, 'line'),
        },
      ]
    : [];
}

function longPause(run: Run): Finding[] {
  const { cycles } = run;
  const first = rowOfHighest(cycles.column('sweepTermMs'));
  const second = rowOfHighest(cycles.column('markTermMs'));
  const isFirst = cycles.value(first, 'sweepTermMs') >= cycles.value(second, 'markTermMs');
  const row = isFirst ? first : second;
  const ms = cycles.value(row, isFirst ? 'sweepTermMs' : 'markTermMs');
  return ms >= LONG_PAUSE_MS
    ? [
        {
          kind: 'long pause',
          isWarning: true,
          text: `Cycle ${cycles.value(row, 'number')} stops the world for ${milliseconds(ms)} at its ${isFirst ? 'beginning (sweep termination)' : 'end (mark termination)'}.`,
          reason: isFirst
            ? 'The time until all goroutines have stopped counts. More threads than processors that the system gives (a CPU limit below GOMAXPROCS) make it long.'
            : 'What is done there takes microseconds on processors of one’s own. More threads than processors that the system gives (a CPU limit below GOMAXPROCS) make it long.',
          line: cycles.value(row, 'line'),
        },
      ]
    : [];
}

function forced(run: Run, { countForced, countCycles }: RunMeasures): Finding[] {
  return countForced > 0
    ? [
        {
          kind: 'forced',
          isWarning: countForced > 1 && countForced > countCycles / 4,
          text: `${countForced} of ${count(countCycles, 'cycle')} ${countForced === 1 ? 'is' : 'are'} forced.`,
          reason:
            'The program calls runtime.GC or debug.FreeOSMemory, and waits for the whole cycle each time.',
          line: run.cycles.value(run.cycles.column('isForced').indexOf(1), 'line'),
        },
      ]
    : [];
}

function largeRoots(
  run: Run,
  kind: 'stacks' | 'globals',
  field: 'stacksMB' | 'globalsMB',
): Finding[] {
  const { cycles } = run;
  const roots = distributionOf(cycles.column(field)).p50;
  const live = distributionOf(cycles.column('heapLiveMB')).p50;
  return roots >= LARGE_ROOTS_MB && roots > LARGE_ROOTS_SHARE * live
    ? [
        {
          kind,
          isWarning: false,
          text: `Each cycle scans ${megabytes(roots)} of ${kind}, beside ${megabytes(live)} of live heap.`,
          reason:
            kind === 'stacks'
              ? 'Many goroutines, or deep ones. They count for the heap goal as live heap does.'
              : 'Package variables with pointers. They count for the heap goal as live heap does.',
          line: cycles.value(rowOfHighest(cycles.column(field)), 'line'),
        },
      ]
    : [];
}

function manyGoroutines(run: Run): Finding[] {
  const [state, most] = [...run.goroutines].reduce(
    (best, each) => (each[1] > best[1] ? each : best),
    ['', 0],
  );
  const waits =
    run.longestWaitMinutes > 0 ? `, one of them for ${run.longestWaitMinutes} minutes` : '';
  return most >= MANY_GOROUTINES
    ? [
        {
          kind: 'many goroutines',
          isWarning: true,
          text: `${count(most, 'goroutine')} of the dump ${most === 1 ? 'is' : 'are'} in “${state}”${waits}.`,
          reason:
            'Goroutines that wait for what never comes keep their stacks, and what these refer to.',
          line: run.lastLine,
        },
      ]
    : [];
}

function incomplete(run: Run): Finding[] {
  const found: Finding[] = [];
  if (run.missingCycles > 0) {
    found.push({
      kind: 'missing cycles',
      isWarning: false,
      text: `The lines of ${count(run.missingCycles, 'cycle')} are missing between the first and the last.`,
      reason: 'They are damaged (see the lines that could not be read), or the log has lost them.',
      line: run.firstLine,
    });
  }
  if (run.isMixed) {
    found.push({
      kind: 'mixed processes',
      isWarning: false,
      text: 'Lines of several processes are mixed here, and nothing in them says whose they are.',
      reason:
        'They are told apart by the numbers of cycles, time, processors and heap; a cycle may be given to another process than its own.',
      line: run.firstLine,
    });
  }
  return found;
}
