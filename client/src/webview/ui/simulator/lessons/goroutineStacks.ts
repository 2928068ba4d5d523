import type { World } from '../../../../../../server/src/engine/heap/world.ts';
import type { MakeLesson } from './lesson.ts';
import { lastCycle } from './parts.ts';

const MIB = 1 << 20;
const STACK_BYTES = 32 * MIB;

/** The last goal, without what it would be for the live heap alone. */
function goalForStacks({ cycles }: World, gogc: number): number {
  const live = cycles.at(-2)?.liveBytes ?? 0;
  return (cycles.at(-1)?.goalBytes ?? 0) - live * (1 + gogc / 100);
}

export const goroutineStacks: MakeLesson = (localize) => ({
  id: 'goroutineStacks',
  title: localize('Stacks of goroutines'),
  script: {
    procs: 2,
    stackBytes: STACK_BYTES,
    nonHeapBytes: STACK_BYTES + 6 * MIB,
    phases: [
      {
        count: 3_000_000,
        ring: 50_000,
        spinNs: 100,
        classes: [{ size: 128, scan: true, weight: 1 }],
      },
    ],
  },
  steps: [
    {
      text: localize(
        'Four thousand goroutines wait, each with 8 KiB of stack in use: 32 MiB that are no heap. A stack begins with 2 KiB, and is copied to one twice as large when it is full (newstack, copystack).',
      ),
      run: { count: 600_000 },
      at: 'pipeline',
      holds: ({ heap }) => heap.stats.inUseBytes < 64 * MIB,
    },
    {
      text: localize(
        'The goal has room for them: live + (live + stacks + globals) × GOGC/100. Here it is 32 MiB above twice the live heap.',
      ),
      at: 'pacer',
      select: lastCycle,
      holds: (world) => Math.abs(goalForStacks(world, 100) - STACK_BYTES) < MIB,
    },
    {
      text: localize('GOGC=50 halves that as well: 16 MiB.'),
      run: { count: 600_000 },
      gogc: 50,
      at: 'pacer',
      select: lastCycle,
      holds: (world) => Math.abs(goalForStacks(world, 50) - STACK_BYTES / 2) < MIB,
    },
    {
      text: localize(
        'Each cycle scans all stacks first (scanstack), those of goroutines that wait as well: of what a cycle scans here most is stacks.',
      ),
      run: { count: 600_000, until: ['markTermination'] },
      at: 'collector',
      holds: ({ heap }) => heap.pacer.rootScanWork > heap.pacer.lastHeapScan,
    },
    {
      text: localize(
        'GOMEMLIMIT counts their memory, too. Of 64 MiB the stacks leave some 25 MiB for objects, so that is the goal.',
      ),
      run: { count: 600_000 },
      gogc: 100,
      memoryLimitBytes: 64 * MIB,
      at: 'pacer',
      select: lastCycle,
      holds: ({ cycles }) => (cycles.at(-1)?.goalBytes ?? Infinity) < 27 * MIB,
    },
  ],
});
