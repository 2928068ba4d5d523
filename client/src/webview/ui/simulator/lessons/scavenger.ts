import { DROPPED_CACHE } from './droppedCache.ts';
import type { MakeLesson } from './lesson.ts';

const MIB = 1 << 20;

export const scavenger: MakeLesson = (localize) => ({
  id: 'scavenger',
  title: localize('Memory that goes back'),
  script: DROPPED_CACHE,
  steps: [
    {
      text: localize('The program fills a cache of 50 MiB; the heap has grown to hold it.'),
      run: { count: 200_000 },
      at: 'pages',
      holds: ({ heap }) => heap.stats.inUseBytes > 48 * MIB,
    },
    {
      text: localize(
        'The cache is dropped. After the next cycle nearly all pages are free, but they are still the process’s: RSS has not changed.',
      ),
      run: { count: 4_000_000, until: ['sweepDone'] },
      at: 'pages',
      holds: ({ heap: { stats } }) =>
        stats.freeBytes > 0.9 * stats.sysBytes && stats.releasedBytes < 2 * MIB,
    },
    {
      text: localize(
        'The scavenger gives free pages back, from the highest address down, with one percent of the CPU. What it keeps is what the next goal needs, and a tenth more.',
      ),
      run: { count: 1_000_000 },
      at: 'pages',
      select: () => ({ kind: 'stage', stage: 'os' }),
      holds: ({ heap }) => heap.stats.releasedBytes > 10 * MIB,
    },
    {
      text: localize(
        'HeapSys stays: it counts addresses. HeapReleased is what went back; RSS is about HeapSys less HeapReleased, with stacks and the runtime’s own memory.',
      ),
      at: 'pipeline',
      select: () => ({ kind: 'stage', stage: 'os' }),
    },
  ],
});
