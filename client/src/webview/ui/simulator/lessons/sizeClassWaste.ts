import { classView } from '../../../../../../server/src/engine/heap/inspect.ts';
import type { MakeLesson } from './lesson.ts';
import { lastSpan } from './parts.ts';

export const sizeClassWaste: MakeLesson = (localize) => ({
  id: 'sizeClassWaste',
  title: localize('What size classes waste'),
  script: {
    gogc: 'off',
    phases: [
      { count: 1000, ring: 4000, classes: [{ size: 48, scan: false, weight: 1 }] },
      { count: 1000, ring: 4000, classes: [{ size: 49, scan: false, weight: 1 }] },
      { count: 1000, ring: 4000, classes: [{ size: 512, scan: true, weight: 1 }] },
      { count: 1000, ring: 4000, classes: [{ size: 520, scan: true, weight: 1 }] },
    ],
  },
  steps: [
    {
      text: localize(
        'There are 67 sizes of slots. A thousand objects of 48 bytes fit exactly: the class of 48 bytes.',
      ),
      run: { count: 1000 },
      at: 'classes',
      select: () => ({ kind: 'class', spanClass: 11 }),
      holds: (world) =>
        classView(world, 11)?.objects === 1000 && classView(world, 11)?.sizeBytes === 48,
    },
    {
      text: localize(
        'One byte more, and each takes a slot of 64: 15 bytes of it are lost, a quarter. A field of one byte can cost that much.',
      ),
      run: { count: 1000 },
      at: 'classes',
      select: () => ({ kind: 'class', spanClass: 13 }),
      holds: (world) =>
        classView(world, 13)?.objects === 1000 && classView(world, 13)?.sizeBytes === 64,
    },
    {
      text: localize(
        'Spans lose something as well. Objects of 512 bytes with pointers: 16 would fit into 8 KiB, but the bitmap of pointers and the marks need room, so it is 15.',
      ),
      run: { count: 1000 },
      at: 'span',
      select: lastSpan,
      holds: (world) => Math.ceil(1000 / 15) === classView(world, 52)?.spans,
    },
    {
      text: localize(
        'Above 512 bytes an object with pointers has a header of 8 bytes in front. 520 bytes become 528, and take a slot of 576.',
      ),
      run: { count: 1000 },
      at: 'classes',
      select: () => ({ kind: 'class', spanClass: 54 }),
      holds: (world) =>
        classView(world, 54)?.objects === 1000 && classView(world, 54)?.sizeBytes === 576,
    },
  ],
});
