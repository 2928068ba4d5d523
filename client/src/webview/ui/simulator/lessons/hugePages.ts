import type { World } from '../../../../../../server/src/engine/heap/world.ts';
import { DROPPED_CACHE } from './droppedCache.ts';
import type { MakeLesson } from './lesson.ts';

const MIB = 1 << 20;
/** 256 pages of 8 KiB: 2 MiB. */
const WORDS_PER_HUGE_PAGE = 8;

/** Aligned 2 MiB of the heap of which nothing was given back. */
function wholeHugePages({ heap: { pages } }: World): number {
  let whole = 0;
  for (let word = 0; word < pages.countChunks * 16; word += WORDS_PER_HUGE_PAGE) {
    const released = pages.scavenged.subarray(word, word + WORDS_PER_HUGE_PAGE);
    whole += released.every((bits) => bits === 0) ? 1 : 0;
  }
  return whole;
}

export const hugePages: MakeLesson = (localize) => ({
  id: 'hugePages',
  title: localize('Huge pages'),
  script: DROPPED_CACHE,
  steps: [
    {
      text: localize(
        'Linux can back 2 MiB that lie together, 256 pages of the runtime, with one huge page: fewer faults, and one entry of the TLB. Of this heap two dozen could be.',
      ),
      run: { count: 200_000 },
      at: 'pages',
      holds: (world) => wholeHugePages(world) >= 24,
    },
    {
      text: localize('What the program had in them is dead; free pages are as whole as before.'),
      run: { count: 4_000_000, until: ['sweepDone'] },
      at: 'pages',
      holds: (world) => wholeHugePages(world) >= 24 && world.heap.stats.freeBytes > 40 * MIB,
    },
    {
      text: localize(
        'The scavenger gives pages back, 64 KiB at a time. Where it has been nothing is whole any more: when the heap grows again, the kernel begins with small pages.',
      ),
      run: { count: 1_000_000 },
      at: 'pages',
      select: () => ({ kind: 'stage', stage: 'os' }),
      holds: (world) => wholeHugePages(world) < 8,
    },
    {
      text: localize(
        'Whether the heap has huge pages is left to the kernel (/sys/kernel/mm/transparent_hugepage); AnonHugePages in /proc/PID/smaps says how many it has, which no model can. The runtime asks for them for its own tables only, once the goal is above 1 GiB (enableMetadataHugePages). A heap that keeps its size keeps them.',
      ),
      at: 'pages',
    },
  ],
});
