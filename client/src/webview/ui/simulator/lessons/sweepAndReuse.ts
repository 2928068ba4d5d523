import type { MakeLesson } from './lesson.ts';
import { eventCount, lastSpan, partlyMarkedSpan } from './parts.ts';

export const sweepAndReuse: MakeLesson = (localize) => ({
  id: 'sweepAndReuse',
  title: localize('Sweeping, and slots again'),
  script: {
    procs: 1,
    phases: [
      { count: 400_000, ring: 6000, spinNs: 200, classes: [{ size: 256, scan: true, weight: 1 }] },
    ],
  },
  steps: [
    {
      text: localize(
        '6,000 objects are held, each new one drops an old one. What is dropped is garbage, but its slot stays taken: nothing is freed when a reference goes.',
      ),
      run: { count: 9000 },
      at: 'span',
      select: () => ({ kind: 'span', span: 20 }),
      holds: (world) => world.cycles.length === 0,
    },
    {
      text: localize(
        'A cycle begins. The collector marks what the program refers to; what is allocated meanwhile is marked at once.',
      ),
      run: { count: 100_000, until: ['cycleStart'] },
      at: 'collector',
      holds: ({ heap }) => heap.mark.phase === 'mark',
    },
    {
      text: localize(
        'Marking is over. Sweeping a span moves its gcmarkBits to allocBits: whatever is not marked is free, and nobody has touched the objects themselves.',
      ),
      run: { count: 100_000, until: ['markTermination'] },
      at: 'span',
      select: partlyMarkedSpan,
      holds: ({ heap }) => heap.mark.phase === 'off' && heap.sweep.isActive,
    },
    {
      text: localize(
        'A P that needs a span sweeps one that has not been swept yet, and takes it if there is room. A goroutine of the runtime sweeps in the background.',
      ),
      run: { count: 100_000, until: ['partialUnswept', 'fullUnswept', 'partialSwept'] },
      at: 'pipeline',
      select: lastSpan,
      holds: (world) =>
        eventCount(world, 'partialUnswept') +
          eventCount(world, 'fullUnswept') +
          eventCount(world, 'partialSwept') >
        0,
    },
    {
      text: localize(
        'From then on the heap stays as large as it is: slots of dead objects are used again, between those that live.',
      ),
      run: { count: 250_000 },
      at: 'pacer',
      holds: ({ cycles }) => cycles.length > 5,
    },
  ],
});
