/** What collections cost: how many there are, CPU time, assists, pauses. */
import type { Localize } from '../features/localize.ts';
import type { Finding } from './finding.ts';
import type { GoalModel } from './goal.ts';
import type { GogcModel } from './gogcCost.ts';
import { rowOfHighest, type RunMeasures } from './measures.ts';
import { megabytes, milliseconds, percent, RESOLUTION_SECONDS } from './quantity.ts';
import type { Run } from './run.ts';

const MUCH_CPU_PERCENT = 20;
const MUCH_ASSIST_PERCENT = 25;
/** What a stop of the world takes at least to be called long. */
export const LONG_PAUSE_MS = 10;
const FEWEST_INTERVALS = 5;
const SHORT_INTERVAL_SECONDS = 0.1;
const MINIMUM_HEAP_MB = 4;
/** Of a goal that a GOGC of 200 has at least: what has more was given more. */
const SMALL_GOAL_MB = 8;
const MUCH_HIGHER = 4;

interface Gogc {
  readonly goal: GoalModel | undefined;
  readonly gogcModel: GogcModel | undefined;
  /** Whether GOMEMLIMIT leaves no room above the live heap: a higher GOGC is no way out then. */
  readonly isWithoutRoom: boolean;
  readonly localize: Localize;
}

/** The one that explains all goals alone. */
function gogcOf(goal: GoalModel | undefined): number | undefined {
  return goal?.lowest === goal?.highest ? goal?.lowest : undefined;
}

/** From one cycle to the next; of those that are within a millisecond, the mean. */
function interval({ intervalSeconds: { p50, mean } }: RunMeasures): string {
  return milliseconds(1000 * (p50 < RESOLUTION_SECONDS ? mean : p50));
}

export function muchCpu(
  run: Run,
  measures: RunMeasures,
  { goal, gogcModel, isWithoutRoom, localize }: Gogc,
): Finding[] {
  const { gcCpuPercent, intervalSeconds } = measures;
  if (!(gcCpuPercent >= MUCH_CPU_PERCENT) || intervalSeconds.count < FEWEST_INTERVALS) {
    return [];
  }
  const gogc = gogcOf(goal);
  const cost = gogc === undefined ? undefined : gogcModel?.(run, measures, gogc, 2 * gogc);
  const advice =
    gogc !== undefined && cost
      ? localize(
          'GOGC={0} would cost {1} more, {2} at the end of a cycle (±{3}), and have {4} of the cycles for what is allocated: a run of the simulator with what this log says. Fewer allocations come first.',
          2 * gogc,
          megabytes(cost.moreMB),
          megabytes(cost.heapMB),
          percent(100 * cost.heapError),
          percent(100 * cost.cyclesShare),
        )
      : isWithoutRoom
        ? localize(
            'Fewer allocations. A higher GOGC changes nothing where the limit sets the goal.',
          )
        : localize('Fewer allocations, or a higher GOGC and GOMEMLIMIT where there is memory.');
  const share = percent(gcCpuPercent);
  const every = interval(measures);
  return [
    {
      kind: 'GC takes much CPU',
      isWarning: true,
      text:
        gogc === undefined
          ? localize('GC takes {0} of the CPU time, with a cycle every {1}.', share, every)
          : localize(
              'GC takes {0} of the CPU time, with a cycle every {1} at GOGC={2}.',
              share,
              every,
              gogc,
            ),
      reason: advice,
      line: run.cycles.value(rowOfHighest(measures.each.gcCpuPercent), 'line'),
    },
  ];
}

export function minimumHeap(
  run: Run,
  measures: RunMeasures,
  { goal, localize }: Pick<Gogc, 'goal' | 'localize'>,
): Finding[] {
  const { goalMB, intervalSeconds, countForced, countCycles } = measures;
  const gogc = gogcOf(goal);
  const minimumMB = (MINIMUM_HEAP_MB * (goal?.highest ?? 100)) / 100;
  const isAtMinimum =
    goalMB.p90 <= Math.min(minimumMB, SMALL_GOAL_MB) && intervalSeconds.count >= FEWEST_INTERVALS;
  // What is forced does not wait for the goal.
  const isOfGoal = countForced < countCycles / 2;
  return isAtMinimum && isOfGoal && intervalSeconds.p50 < SHORT_INTERVAL_SECONDS
    ? [
        {
          kind: 'heap at its minimum',
          isWarning: false,
          text: localize(
            'The heap goal is {0}, and there is a cycle every {1}.',
            megabytes(goalMB.p50),
            interval(measures),
          ),
          reason:
            gogc === undefined
              ? localize(
                  'With little that is live, the goal is 4 MB × GOGC / 100 at least. A GOGC that is four times as high makes that {0}, and a quarter of the cycles.',
                  megabytes(MUCH_HIGHER * goalMB.p50),
                )
              : localize(
                  'With little that is live, the goal is 4 MB × GOGC / 100 at least. GOGC={0} makes that {1}, and a quarter of the cycles.',
                  MUCH_HIGHER * gogc,
                  megabytes(MUCH_HIGHER * minimumMB),
                ),
          line: run.cycles.value(run.cycles.count - 1, 'line'),
        },
      ]
    : [];
}

export function assists(
  run: Run,
  { assistPercent }: RunMeasures,
  { isWithoutRoom, localize }: Pick<Gogc, 'isWithoutRoom' | 'localize'>,
): Finding[] {
  return assistPercent >= MUCH_ASSIST_PERCENT
    ? [
        {
          kind: 'assists',
          isWarning: false,
          text: localize(
            'Goroutines that allocate do {0} of GC’s work themselves.',
            percent(assistPercent),
          ),
          reason: isWithoutRoom
            ? localize(
                'Allocation is faster than the workers mark, so requests wait for marking. Fewer allocations help, or room below the limit.',
              )
            : localize(
                'Allocation is faster than the workers mark, so requests wait for marking. Fewer allocations help, or a higher GOGC.',
              ),
          line: run.cycles.value(rowOfHighest(run.cycles.column('assistCpuMs')), 'line'),
        },
      ]
    : [];
}

export function longPause(run: Run, localize: Localize): Finding[] {
  const { cycles } = run;
  const first = rowOfHighest(cycles.column('sweepTermMs'));
  const second = rowOfHighest(cycles.column('markTermMs'));
  const isFirst = cycles.value(first, 'sweepTermMs') >= cycles.value(second, 'markTermMs');
  const row = isFirst ? first : second;
  const ms = cycles.value(row, isFirst ? 'sweepTermMs' : 'markTermMs');
  const cycle = cycles.value(row, 'number');
  return ms >= LONG_PAUSE_MS
    ? [
        {
          kind: 'long pause',
          isWarning: true,
          text: isFirst
            ? localize(
                'Cycle {0} stops the world for {1} at its beginning (sweep termination).',
                cycle,
                milliseconds(ms),
              )
            : localize(
                'Cycle {0} stops the world for {1} at its end (mark termination).',
                cycle,
                milliseconds(ms),
              ),
          reason: isFirst
            ? localize(
                'The time until all goroutines have stopped counts. More threads than processors that the system gives (a CPU limit below GOMAXPROCS) make it long.',
              )
            : localize(
                'What is done there takes microseconds on processors of one’s own. More threads than processors that the system gives (a CPU limit below GOMAXPROCS) make it long.',
              ),
          line: cycles.value(row, 'line'),
        },
      ]
    : [];
}

export function forced(
  run: Run,
  { countForced, countCycles }: RunMeasures,
  localize: Localize,
): Finding[] {
  return countForced > 0
    ? [
        {
          kind: 'forced',
          isWarning: countForced > 1 && countForced > countCycles / 4,
          text:
            countForced === 1
              ? localize('1 of {0} cycles is forced.', countCycles.toLocaleString('en'))
              : localize(
                  '{0} of {1} cycles are forced.',
                  countForced.toLocaleString('en'),
                  countCycles.toLocaleString('en'),
                ),
          reason: localize(
            'The program calls runtime.GC or debug.FreeOSMemory, and waits for the whole cycle each time. Benchmarks do as they begin, and net/http/pprof where a heap is asked for with gc=1.',
          ),
          line: run.cycles.value(run.cycles.column('isForced').indexOf(1), 'line'),
        },
      ]
    : [];
}
