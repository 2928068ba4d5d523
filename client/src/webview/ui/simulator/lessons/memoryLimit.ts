import type { MakeLesson } from './lesson.ts';
import { eventCount, lastCycle } from './parts.ts';

const MIB = 1 << 20;
/** Those of the first step. */
const FIRST_CYCLES = 7;

export const memoryLimit: MakeLesson = (localize) => ({
  id: 'memoryLimit',
  title: localize('GOMEMLIMIT and the death spiral'),
  script: {
    procs: 2,
    // They lie all over the memory: to mark one is to wait for it.
    machine: { markObjectNs: 200 },
    phases: [
      {
        count: 900_000,
        ring: 40_000,
        goroutines: 2,
        spinNs: 500,
        classes: [{ size: 256, scan: true, weight: 1 }],
      },
      {
        count: 4_000_000,
        ring: 105_000,
        goroutines: 2,
        spinNs: 500,
        classes: [{ size: 256, scan: true, weight: 1 }],
      },
    ],
  },
  steps: [
    {
      text: localize(
        '10 MiB are held by a program with many pointers. GOGC=100, and there is no limit: the heap goes up and down between 15 and 30 MiB, as what is allocated while a cycle marks counts as live.',
      ),
      run: { count: 400_000 },
      at: 'pacer',
      select: lastCycle,
      holds: ({ cycles }) => {
        const last = cycles.slice(-3);
        return (
          last.length === 3 &&
          last.every(
            ({ liveBytes, heapBytes }) =>
              Math.abs(liveBytes - 15 * MIB) < MIB && Math.abs(heapBytes - 30 * MIB) < MIB,
          )
        );
      },
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
      holds: ({ cycles }) => {
        const [before, now] = [cycles[FIRST_CYCLES - 1], cycles.at(-1)];
        return (
          before !== undefined &&
          now !== undefined &&
          now.goalBytes > 35 * MIB &&
          now.cpuShare < before.cpuShare
        );
      },
    },
    {
      text: localize(
        'Now the program holds more and more, up to 26 MiB, with the limit at 36. Stacks, the runtime’s own memory and room in spans count as well, so what is left for garbage becomes little, and the collector takes more and more of the CPU.',
      ),
      run: { count: 300_000 },
      memoryLimitBytes: 36 * MIB,
      at: 'pacer',
      select: lastCycle,
      holds: ({ cycles }) => (cycles.at(-1)?.cpuShare ?? 0) > 0.5,
    },
    {
      text: localize(
        'The limit is 31 MiB: the goal is what lives, so a cycle begins as soon as the last has ended. Three quarters of the CPU are the collector’s, and the larger part of that is goroutines that assist. This is the death spiral.',
      ),
      run: { count: 200_000 },
      memoryLimitBytes: 31 * MIB,
      at: 'collector',
      select: lastCycle,
      holds: ({ cycles }) => {
        const last = cycles.slice(-10);
        return (
          last.length === 10 &&
          last.every(
            ({ triggerBytes, goalBytes, cpuShare, assistNs, markNs }) =>
              goalBytes - triggerBytes < MIB &&
              Math.abs(cpuShare - 0.75) < 0.05 &&
              assistNs > (2 * markNs) / 4,
          )
        );
      },
    },
    {
      text: localize(
        'The CPU limiter ends it. For as long as the collector has more than half of the CPU it fills a bucket, which holds a second for each P: now it is full, and nobody has to assist.',
      ),
      run: { count: 3_000_000, until: ['limiterOn'] },
      at: 'collector',
      select: lastCycle,
      holds: ({ heap: { limiter } }) => limiter.isLimiting,
    },
    {
      text: localize(
        'The heap goes beyond the limit instead, and the bucket is emptied and filled by turns. A limit is a wish, not a wall.',
      ),
      run: { count: 300_000 },
      at: 'pacer',
      select: lastCycle,
      holds: (world) =>
        eventCount(world, 'limiterOff') > 0 &&
        world.cycles.slice(-5).some(({ heapBytes }) => heapBytes > 40 * MIB),
    },
    {
      text: localize(
        'The way out is a limit with room above what lives: at 96 MiB it is quiet again.',
      ),
      run: { count: 600_000 },
      memoryLimitBytes: 96 * MIB,
      at: 'pacer',
      select: lastCycle,
      holds: ({ cycles, heap: { limiter } }) =>
        !limiter.isLimiting && (cycles.at(-1)?.cpuShare ?? 1) < 0.25,
    },
  ],
});
