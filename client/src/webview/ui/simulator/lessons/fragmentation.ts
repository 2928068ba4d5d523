import { classView } from '../../../../../../server/src/engine/heap/inspect.ts';
import type { World } from '../../../../../../server/src/engine/heap/world.ts';
import type { MakeLesson } from './lesson.ts';

const CLASS_128 = 21;
const COUNT_CACHED = 300;
const CACHED = [{ size: 128, scan: false, weight: 1 }];
const OTHERS = [{ size: 1024, scan: false, weight: 1 }];
/** So many of what is cached are let go by what comes after them. */
const REPLACED = 10;

/** Each phase holds one slot less than the one before it, and so leaves one object of its own. */
const cachedNowAndThen = Array.from({ length: COUNT_CACHED }, (_, index) => ({
  count: 400,
  ring: COUNT_CACHED - index,
  spinNs: 50,
  classes: CACHED,
}));

export const fragmentation: MakeLesson = (localize) => ({
  id: 'fragmentation',
  title: localize('Fragmentation'),
  script: {
    gogc: 'off',
    procs: 1,
    phases: [
      ...cachedNowAndThen,
      { count: 60_000, ring: REPLACED, spinNs: 50, classes: OTHERS },
      { count: 10_000, ring: REPLACED, spinNs: 50, classes: CACHED },
      { count: 60_000, ring: REPLACED, clear: true, spinNs: 50, classes: OTHERS },
    ],
  },
  steps: [
    {
      text: localize(
        '120,000 objects of 128 bytes fill nearly two thousand spans. One in four hundred goes into a cache and is held, the others are garbage at once; GOGC=off, so nothing is freed yet.',
      ),
      run: { count: 120_000 },
      at: 'classes',
      select: () => ({ kind: 'class', spanClass: CLASS_128 }),
      holds: (world) => spansOf128(world) > 1800,
    },
    {
      text: localize(
        'GOGC=100, and objects of 1 KiB come. After the first cycle the spans in which nothing lives go back to the page heap. But 290 stay, each with a single object: 36 KiB hold 2.3 MiB.',
      ),
      run: { count: 20_000 },
      gogc: 100,
      at: 'pages',
      select: () => ({ kind: 'class', spanClass: CLASS_128 }),
      holds: (world) =>
        spansOf128(world) === COUNT_CACHED - REPLACED &&
        objectsOf128(world) === COUNT_CACHED - REPLACED,
    },
    {
      text: localize(
        'The free slots of such a span are of no use for 1 KiB: 40,000 objects later nothing has changed.',
      ),
      run: { count: 40_000 },
      at: 'classes',
      holds: (world) => objectsOf128(world) === spansOf128(world) && spansOf128(world) > 280,
    },
    {
      text: localize(
        'For objects of their own class they are: ten thousand of 128 bytes find room in them, and no new span is needed.',
      ),
      run: { count: 10_000 },
      at: 'classes',
      select: () => ({ kind: 'class', spanClass: CLASS_128 }),
      holds: (world) => spansOf128(world) <= COUNT_CACHED - REPLACED && objectsOf128(world) > 1000,
    },
    {
      text: localize(
        'The cache is dropped. After the next cycle its spans go back as well, and become spans of another class.',
      ),
      run: { count: 60_000 },
      at: 'pages',
      holds: (world) => spansOf128(world) < REPLACED,
    },
    {
      text: localize(
        'Objects never move, so the pages of a class are as many as its spans with one object alive at least. What helps: objects of one lifetime together, or one large object instead of many.',
      ),
      at: 'classes',
    },
  ],
});

function spansOf128(world: World): number {
  return classView(world, CLASS_128)?.spans ?? 0;
}

function objectsOf128(world: World): number {
  return classView(world, CLASS_128)?.objects ?? 0;
}
