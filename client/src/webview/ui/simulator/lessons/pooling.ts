import type { MakeLesson } from './lesson.ts';

const MIB = 1 << 20;

export const pooling: MakeLesson = (localize) => ({
  id: 'pooling',
  title: localize('With a pool, and without'),
  script: {
    procs: 2,
    phases: [
      {
        count: 400_000,
        ring: 64,
        spinNs: 500,
        classes: [
          { size: 4096, scan: false, weight: 1 },
          { size: 64, scan: true, weight: 3 },
        ],
      },
      {
        count: 400_000,
        ring: 64,
        spinNs: 500,
        classes: [
          { size: 4096, scan: false, weight: 1 },
          { size: 64, scan: true, weight: 999 },
        ],
      },
    ],
  },
  steps: [
    {
      text: localize(
        'A handler makes a buffer of 4 KiB for every fourth of its allocations, and drops it. Hardly anything lives, so the goal is the least there is: 4 MiB.',
      ),
      run: { count: 400_000 },
      at: 'pacer',
      holds: ({ cycles }) => cycles.length > 80 && cycles.at(-1)?.goalBytes === 4 * MIB,
    },
    {
      text: localize(
        'The same with sync.Pool: a buffer is made once in a thousand allocations, when the pool is empty after a cycle.',
      ),
      run: { count: 400_000 },
      at: 'pacer',
      holds: ({ cycles }) => {
        const without = cycles.filter(({ allocIndex }) => allocIndex < 400_000).length;
        return cycles.length - without < without / 5;
      },
    },
    {
      text: localize(
        'The cycles have all but gone, though the small objects are as many as before: it is bytes that make cycles come, not objects.',
      ),
      at: 'classes',
    },
  ],
});
