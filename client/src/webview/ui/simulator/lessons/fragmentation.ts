import { classView } from '../../../../../../server/src/engine/heap/inspect.ts';
import type { MakeLesson } from './lesson.ts';

const CLASS_128 = 21;

export const fragmentation: MakeLesson = (localize) => ({
  id: 'fragmentation',
  title: localize('Fragmentation'),
  script: {
    procs: 1,
    phases: [
      {
        count: 120_000,
        ring: 120_000,
        spinNs: 50,
        classes: [{ size: 128, scan: false, weight: 1 }],
      },
      {
        count: 117_000,
        ring: 117_000,
        spinNs: 50,
        classes: [
          { size: 64, scan: false, weight: 40 },
          { size: 128, scan: false, weight: 1 },
        ],
      },
      {
        count: 300_000,
        ring: 100,
        clear: true,
        spinNs: 50,
        classes: [{ size: 1024, scan: false, weight: 1 }],
      },
    ],
  },
  steps: [
    {
      text: localize('120,000 objects of 128 bytes fill nearly two thousand spans.'),
      run: { count: 120_000 },
      at: 'classes',
      select: () => ({ kind: 'class', spanClass: CLASS_128 }),
      holds: (world) => (classView(world, CLASS_128)?.spans ?? 0) > 1800,
    },
    {
      text: localize(
        'Most of them are replaced by objects of 64 bytes. A span of 128 bytes in which one object lives stays what it is: its free slots are of use for this class alone.',
      ),
      run: { count: 117_000 },
      at: 'pages',
      select: () => ({ kind: 'class', spanClass: CLASS_128 }),
    },
    {
      text: localize(
        'All are dropped but a hundred, and objects of 1 KiB come. After the next cycle the spans without anything live go back to the page heap, and become spans of another class.',
      ),
      run: { count: 300_000 },
      at: 'pages',
      holds: (world) => (classView(world, CLASS_128)?.spans ?? 0) < 20,
    },
    {
      text: localize(
        'Objects never move, so the pages of a class are as many as its spans with one object alive at least. What helps: objects of one lifetime together, or one large object instead of many.',
      ),
      at: 'classes',
    },
  ],
});
