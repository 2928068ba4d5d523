import type { MakeLesson } from './lesson.ts';
import { lastCycle } from './parts.ts';

const MIB = 1 << 20;

export const memoryLimit: MakeLesson = (localize) => ({
  id: 'memoryLimit',
  title: localize('GOMEMLIMIT and the death spiral'),
  script: {
    procs: 2,
    phases: [
      {
        count: 1_000_000,
        ring: 40_000,
        spinNs: 200,
        classes: [{ size: 256, scan: true, weight: 1 }],
      },
      {
        count: 2_000_000,
        ring: 105_000,
        spinNs: 200,
        classes: [{ size: 256, scan: true, weight: 1 }],
      },
    ],
  },
  steps: [
    {
      text: localize(
        '10 MiB are held, GOGC=100, and there is no limit: the heap goes up and down between 10 and 20 MiB.',
      ),
      run: { count: 400_000 },
      at: 'pacer',
      holds: ({ cycles }) => cycles.length > 3,
    },
    {
      text: localize(
        'GOGC=off with a limit of 48 MiB: no cycle until the limit is near. That is good use of memory that is there anyway.',
      ),
      run: { count: 500_000 },
      gogc: Infinity,
      memoryLimitBytes: 48 * MIB,
      at: 'pacer',
      select: lastCycle,
      holds: ({ cycles }) => cycles.some(({ goalBytes }) => goalBytes > 30 * MIB),
    },
    {
      text: localize(
        'Now the program holds more and more, up to 26 MiB, with the limit at 36. Stacks, the runtime’s own memory and room in spans count as well, so what is left for garbage becomes little.',
      ),
      run: { count: 300_000 },
      memoryLimitBytes: 36 * MIB,
      at: 'pacer',
      select: lastCycle,
    },
    {
      text: localize(
        'The limit is 31 MiB: the goal is what lives, so a cycle begins as soon as the last has ended. The program does little else but assist. This is the death spiral.',
      ),
      run: { count: 200_000 },
      memoryLimitBytes: 31 * MIB,
      at: 'collector',
      select: lastCycle,
      holds: ({ cycles }) => {
        const last = cycles.slice(-10);
        return (
          last.length === 10 &&
          last.every(({ triggerBytes, goalBytes }) => goalBytes - triggerBytes < 2 * MIB)
        );
      },
    },
    {
      text: localize(
        'The CPU limiter ends it: when the collector has had half of the CPU for a second of each P, assists stop, and the heap goes beyond the limit instead. A limit is a wish, not a wall.',
      ),
      run: { count: 300_000 },
      at: 'pacer',
      select: lastCycle,
    },
    {
      text: localize(
        'The way out is a limit with room above what lives: at 64 MiB it is quiet again.',
      ),
      run: { count: 300_000 },
      memoryLimitBytes: 64 * MIB,
      at: 'pacer',
      select: lastCycle,
      holds: ({ cycles }) => (cycles.at(-1)?.goalBytes ?? 0) > 40 * MIB,
    },
  ],
});
