import { classView } from '../../../../../../server/src/engine/heap/inspect.ts';
import type { MakeLesson } from './lesson.ts';
import { eventCount, lastSpan } from './parts.ts';

const TINY_CLASS = 5;

export const tinyAllocator: MakeLesson = (localize) => ({
  id: 'tinyAllocator',
  title: localize('The tiny allocator'),
  script: {
    gogc: 'off',
    phases: [
      { count: 4, ring: 64, classes: [{ size: 4, scan: false, weight: 1 }] },
      { count: 2, ring: 64, classes: [{ size: 9, scan: false, weight: 1 }] },
      { count: 4, ring: 64, classes: [{ size: 8, scan: true, weight: 1 }] },
      { count: 10_000, ring: 64, classes: [{ size: 4, scan: false, weight: 1 }] },
    ],
  },
  steps: [
    {
      text: localize(
        'A program boxes small numbers: four values of 4 bytes without pointers. Here is the first. It is below 16 bytes, so the P takes a block of 16 bytes for it, and keeps what is left of the block.',
      ),
      run: { count: 1 },
      at: 'pipeline',
      select: lastSpan,
      holds: (world) => eventCount(world, 'tinyBlock') === 1,
    },
    {
      text: localize(
        'The next three fit into the same block. They cost no memory at all: the heap still has one object.',
      ),
      run: { count: 3 },
      at: 'span',
      select: lastSpan,
      holds: (world) =>
        eventCount(world, 'tinyBlock') === 1 && classView(world, TINY_CLASS)?.objects === 1,
    },
    {
      text: localize(
        'Two values of 9 bytes: 9 and 9 are more than 16, so each begins a block of its own. Sizes just above 8 gain nothing.',
      ),
      run: { count: 2 },
      at: 'span',
      select: lastSpan,
      holds: (world) => classView(world, TINY_CLASS)?.objects === 3,
    },
    {
      text: localize(
        'Pointers are never in such blocks, as the collector would not find them: four pointers of 8 bytes take four slots of the class of 8 bytes.',
      ),
      run: { count: 4 },
      at: 'classes',
      select: () => ({ kind: 'class', spanClass: 2 }),
      holds: (world) => classView(world, 2)?.objects === 4,
    },
    {
      text: localize(
        'Ten thousand values of 4 bytes: 2,500 blocks. The price: a block lives for as long as any of its four values is held.',
      ),
      run: { count: 10_000 },
      at: 'classes',
      select: () => ({ kind: 'class', spanClass: TINY_CLASS }),
      holds: (world) => Math.abs((classView(world, TINY_CLASS)?.objects ?? 0) - 2503) <= 1,
    },
  ],
});
