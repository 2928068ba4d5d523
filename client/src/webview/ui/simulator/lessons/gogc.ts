import type { CycleRecord } from '../../../../../../server/src/engine/heap/world.ts';
import type { MakeLesson } from './lesson.ts';
import { lastCycle } from './parts.ts';

export const gogc: MakeLesson = (localize) => ({
  id: 'gogc',
  title: localize('GOGC 20 against 100'),
  script: {
    procs: 2,
    phases: [
      {
        count: 3_000_000,
        ring: 50_000,
        spinNs: 100,
        classes: [
          { size: 128, scan: true, weight: 3 },
          { size: 512, scan: false, weight: 1 },
        ],
      },
    ],
  },
  steps: [
    {
      text: localize(
        'With GOGC=100 the goal is twice what lives, with stacks and globals. A cycle begins before the goal, so that it ends about there.',
      ),
      run: { count: 600_000 },
      gogc: 100,
      at: 'pacer',
      select: lastCycle,
      holds: ({ cycles }) => {
        const last = cycles.at(-1);
        return (
          last !== undefined &&
          cycles.length >= 5 &&
          Math.abs(last.goalBytes / last.liveBytes - 2) < 0.1 &&
          Math.abs(last.heapBytes / last.goalBytes - 1) < 0.1
        );
      },
    },
    {
      text: localize(
        'GOGC=20 from here on: the goal is a fifth above what lives. The heap is smaller, and cycles come much more often.',
      ),
      run: { count: 600_000 },
      gogc: 20,
      at: 'pacer',
      select: lastCycle,
      holds: ({ cycles }) => {
        const before = cycles.filter(
          ({ allocIndex }) => allocIndex >= 300_000 && allocIndex < 600_000,
        ).length;
        const after = cycles.filter(({ allocIndex }) => allocIndex >= 900_000).length;
        return after > 2 * before;
      },
    },
    {
      text: localize(
        'Each cycle scans all that lives, however small the garbage: with a fifth of the garbage the price of each freed byte is about five times as high.',
      ),
      run: { count: 100_000 },
      at: 'collector',
      holds: ({ cycles }) => {
        const before = cycles.findLast(({ allocIndex }) => allocIndex < 600_000);
        const now = cycles.at(-1);
        const ratio = priceOf(now) / priceOf(before);
        return ratio > 3.5 && ratio < 6.5;
      },
    },
    {
      text: localize(
        'GOGC=400: few cycles, and a heap of five times what lives. Memory buys CPU, and the other way round.',
      ),
      run: { count: 1_000_000 },
      gogc: 400,
      at: 'pacer',
      select: lastCycle,
      holds: ({ cycles }) => {
        const low = cycles.filter(
          ({ allocIndex }) => allocIndex >= 900_000 && allocIndex < 1_300_000,
        ).length;
        const high = cycles.filter(
          ({ allocIndex }) => allocIndex >= 1_500_000 && allocIndex < 1_900_000,
        ).length;
        return high < low / 4;
      },
    },
  ],
});

/** Nanoseconds of marking for each byte that is freed. */
function priceOf(cycle: CycleRecord | undefined): number {
  return cycle === undefined
    ? NaN
    : (cycle.markNs + cycle.assistNs) / (cycle.heapBytes - cycle.liveBytes);
}
