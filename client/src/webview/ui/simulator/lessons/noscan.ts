import { classView } from '../../../../../../server/src/engine/heap/inspect.ts';
import type { MakeLesson } from './lesson.ts';
import { lastCycle } from './parts.ts';

const NOSCAN_512 = 53;

export const noscan: MakeLesson = (localize) => ({
  id: 'noscan',
  title: localize('Pointers, and what is never scanned'),
  script: {
    procs: 2,
    phases: [
      {
        count: 120_000,
        ring: 20_000,
        spinNs: 100,
        classes: [{ size: 512, scan: true, weight: 1 }],
      },
      {
        count: 200_000,
        ring: 20_000,
        spinNs: 100,
        classes: [{ size: 512, scan: false, weight: 1 }],
      },
    ],
  },
  steps: [
    {
      text: localize(
        '20,000 objects of 512 bytes are held, all of them with pointers. The collector has to look at each of their words.',
      ),
      run: { count: 100_000 },
      at: 'pacer',
      select: lastCycle,
      holds: ({ cycles }) => cycles.length > 0,
    },
    {
      text: localize(
        'Now the same sizes without pointers replace them: slices of bytes instead of slices of pointers. Spans of the two kinds are never mixed.',
      ),
      run: { count: 100_000 },
      at: 'classes',
      select: () => ({ kind: 'class', spanClass: NOSCAN_512 }),
      holds: (world) => (classView(world, NOSCAN_512)?.spans ?? 0) > 1000,
    },
    {
      text: localize(
        'The cycles come as often as before, as the heap grows as fast. But marking takes a fraction of the time: an object without pointers is marked and left alone.',
      ),
      run: { count: 120_000 },
      at: 'pacer',
      select: lastCycle,
      holds: ({ cycles }) => {
        const scanned = cycles.findLast(({ allocIndex }) => allocIndex < 120_000);
        const last = cycles.at(-1);
        return scanned !== undefined && last !== undefined && last.markNs < scanned.markNs / 2;
      },
    },
  ],
});
