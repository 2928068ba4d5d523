import type { MakeLesson } from './lesson.ts';
import { eventCount, lastSpan } from './parts.ts';

export const largeObjects: MakeLesson = (localize) => ({
  id: 'largeObjects',
  title: localize('Large objects'),
  script: {
    gogc: 100,
    phases: [
      { count: 1, ring: 16, classes: [{ size: 32_760, scan: false, weight: 1 }] },
      { count: 1, ring: 16, classes: [{ size: 32_761, scan: false, weight: 1 }] },
      {
        count: 2000,
        ring: 16,
        spinNs: 20_000,
        classes: [{ size: 65_536, scan: false, weight: 1 }],
      },
    ],
  },
  steps: [
    {
      text: localize(
        'The largest object with a size class: 32,760 bytes, which leave room for a header in a slot of 32 KiB.',
      ),
      run: { count: 1 },
      at: 'pages',
      select: lastSpan,
      holds: (world) => eventCount(world, 'largeAlloc') === 0,
    },
    {
      text: localize(
        'One byte more, and it gets pages of its own from the page heap, under its lock, whoever asks.',
      ),
      run: { count: 1 },
      at: 'pages',
      select: lastSpan,
      holds: (world) => eventCount(world, 'largeAlloc') === 1,
    },
    {
      text: localize(
        'Buffers of 64 KiB, one after the other, 16 of them held. Each is eight pages that have to be cleared, and each counts as a whole towards the next cycle.',
      ),
      run: { count: 40 },
      at: 'pages',
      select: lastSpan,
      holds: (world) => eventCount(world, 'largeAlloc') === 41 && world.cycles.length === 0,
    },
    {
      text: localize(
        'A few dozen buffers are one cycle. When it has ended, dead buffers are swept, and their pages are free at once: a large object is never part of anything else.',
      ),
      run: { count: 2000, until: ['markTermination'] },
      at: 'pacer',
      holds: ({ cycles }) => cycles.length === 1,
    },
    {
      text: localize('With sync.Pool, or one buffer that is kept, there would be nothing here.'),
      run: { count: 1500 },
      at: 'pacer',
      holds: ({ cycles }) => cycles.length > 5,
    },
  ],
});
