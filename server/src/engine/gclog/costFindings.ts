/** What collections cost: how many there are, CPU time, assists, pauses. */
import type { Finding } from './finding.ts';
import type { GoalModel } from './goal.ts';
import { distributionOf, gcCpuPercents, rowOfHighest, type RunMeasures } from './measures.ts';
import { count, megabytes, milliseconds, percent, seconds } from './quantity.ts';
import type { Run } from './run.ts';

const MUCH_CPU_PERCENT = 20;
const MUCH_ASSIST_PERCENT = 25;
/** What a stop of the world takes at least to be called long. */
export const LONG_PAUSE_MS = 10;
const FEWEST_INTERVALS = 5;
const SHORT_INTERVAL_SECONDS = 0.1;

export function muchCpu(run: Run, measures: RunMeasures, goal: GoalModel | undefined): Finding[] {
  const { gcCpuPercent, intervalSeconds } = measures;
  if (!(gcCpuPercent >= MUCH_CPU_PERCENT) || intervalSeconds.count < FEWEST_INTERVALS) {
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

export function minimumHeap(run: Run, { goalMB, intervalSeconds }: RunMeasures): Finding[] {
  const isAtMinimum = goalMB.p90 <= 4 && intervalSeconds.count >= FEWEST_INTERVALS;
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

export function assists(run: Run, { assistPercent }: RunMeasures): Finding[] {
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

export function longPause(run: Run): Finding[] {
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

export function forced(run: Run, { countForced, countCycles }: RunMeasures): Finding[] {
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
