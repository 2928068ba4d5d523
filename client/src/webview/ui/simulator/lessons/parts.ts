/** What several lessons need. */
import type { World } from '../../../../../../server/src/engine/heap/world.ts';
import { countOf, type EventKind } from '../../../../../../server/src/engine/heap/events.ts';
import {
  BIT_WORDS,
  countBits,
  spanOf,
} from '../../../../../../server/src/engine/heap/spanTable.ts';
import type { Selection } from '../selection.ts';

/** The span of the object that was allocated last. */
export function lastSpan(world: World): Selection {
  return { kind: 'span', span: spanOf(world.program.last.object) };
}

/** One in which some objects are marked and others not, as it is most to look at; else the last one. */
export function partlyMarkedSpan(world: World): Selection {
  const { spans } = world.heap;
  for (let span = 1; span < spans.count; span++) {
    const words = spans.markBits.subarray(span * BIT_WORDS, (span + 1) * BIT_WORDS);
    const marks = words.reduce((sum, word) => sum + countBits(word), 0);
    if (spans.isInUse[span] === 1 && marks > 0 && marks < (spans.elements[span] ?? 0)) {
      return { kind: 'span', span };
    }
  }
  return lastSpan(world);
}

export function lastCycle({ cycles }: World): Selection {
  return { kind: 'cycle', cycle: cycles.length };
}

export function eventCount({ heap }: World, kind: EventKind): number {
  return countOf(heap.log, kind);
}
