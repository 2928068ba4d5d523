import type { MakeLesson } from './lesson.ts';
import { eventCount, lastSpan } from './parts.ts';

export const mcacheRefill: MakeLesson = (localize) => ({
  id: 'mcacheRefill',
  title: localize('When a span is full: refill'),
  script: {
    gogc: 'off',
    procs: 2,
    phases: [
      {
        count: 100_000,
        ring: 1000,
        goroutines: 2,
        classes: [{ size: 1024, scan: false, weight: 1 }],
      },
    ],
  },
  steps: [
    {
      text: localize(
        'Two goroutines on two Ps allocate objects of 1 KiB in turn. The first finds no span in its mcache: it asks mcentral, which asks the page heap, which asks the operating system.',
      ),
      run: { count: 1 },
      at: 'pipeline',
      select: lastSpan,
      holds: (world) => eventCount(world, 'heapGrow') === 1,
    },
    {
      text: localize(
        'The other P needs a span of its own. No two Ps allocate from one span, so none waits for the other.',
      ),
      run: { count: 1 },
      at: 'pipeline',
      select: lastSpan,
      holds: (world) => eventCount(world, 'refill') === 3,
    },
    {
      text: localize(
        'The next allocations take slot after slot: a bit to find and an index to move, without a lock.',
      ),
      run: { count: 10 },
      at: 'span',
      select: lastSpan,
      holds: (world) => eventCount(world, 'refill') === 3,
    },
    {
      text: localize(
        'Now a span is full. It goes to mcentral’s list of full spans, and the P gets another one. That is the slow path: one allocation in eight here, one in 504 for objects of 16 bytes.',
      ),
      run: { count: 100, until: ['refill'] },
      at: 'pipeline',
      select: lastSpan,
      holds: (world) => eventCount(world, 'refill') === 4,
    },
    {
      text: localize(
        'A span’s whole room counts as live heap from its refill on, so the pacer moves in steps of spans. MemStats and gctrace do so, too.',
      ),
      run: { count: 3 },
      at: 'collector',
      holds: ({ heap: { pacer, stats } }) =>
        pacer.heapLive - pacer.inputs.otherHeapBytes > stats.totalAlloc,
    },
  ],
});
