/** What the user has pointed at: what it is, why it is so, and which function of the runtime does it. */
import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import { classView, holderOf, spanView } from '../../../../../server/src/engine/heap/inspect.ts';
import { objectOf } from '../../../../../server/src/engine/heap/spanTable.ts';
import { element } from '../components/elements.ts';
import { pageText } from './pageView.ts';
import { section } from './section.ts';
import type { Stage } from './selection.ts';
import { bytesText, className, pagesText, shareText, timeText } from './texts.ts';
import type { Scene, View } from './view.ts';
import { countText } from '../../../countText.ts';

export function detailsSection(localize: Localize): View {
  const texts = element('div', { role: 'status', 'aria-live': 'polite' });
  let before = '';
  return {
    section: section('details', localize('What is this?'), texts),
    draw(scene, isThorough) {
      if (!isThorough) {
        return;
      }
      const sentences = sentencesOf(scene);
      const key = sentences.join('\n');
      if (key !== before) {
        before = key;
        texts.replaceChildren(...sentences.map((sentence) => element('p', {}, sentence)));
      }
    },
  };
}

function sentencesOf(scene: Scene): string[] {
  const { selection, localize, world } = scene;
  switch (selection?.kind) {
    case undefined:
      return [
        localize(
          'Choose a slot, a page, a class, a cycle or a stage: click it, or go there with the tab and arrow keys.',
        ),
      ];
    case 'span':
      return spanSentences(scene, selection.span);
    case 'slot':
      return slotSentences(scene, selection.span, selection.slot);
    case 'page':
      return [pageText(scene, selection.page)];
    case 'class':
      return classSentences(scene, selection.spanClass);
    case 'cycle':
      return cycleSentences(scene, selection.cycle);
    case 'stage':
      return stageSentences(selection.stage, localize, world.heap.tables.runtime.goVersion);
  }
}

function spanSentences({ world, localize }: Scene, span: number): string[] {
  const view = spanView(world, span);
  if (view === undefined) {
    return [localize('Span {0} has gone back to the page heap.', span)];
  }
  const { tables } = world.heap;
  return [
    localize(
      'Span {0} is {1}, from page {2} on, for objects of class {3}.',
      span,
      pagesText(localize, view.pages),
      view.basePage,
      className(view.spanClass < 2 ? 0 : view.elementBytes, view.noscan),
    ),
    view.spanClass < 2
      ? localize(
          'An object of more than 32 KiB less a header has pages of its own (mallocgcLarge, mcache.allocLarge).',
        )
      : localize(
          '{0} slots of {1} B; {2} B at the end are lost.',
          countText(view.slots.length),
          view.elementBytes,
          view.tailBytes,
        ),
    ...(view.tailBytes > 0 &&
    tables.runtime.hasInlineMarks &&
    view.elementBytes >= 16 &&
    view.elementBytes <= 512
      ? [
          localize(
            '128 B of the tail hold the marks of the Green Tea collector (spanInlineMarkBits).',
          ),
        ]
      : []),
    ...(!view.noscan &&
    view.spanClass >= 2 &&
    view.elementBytes <= 8 * tables.wordBytes * tables.wordBytes
      ? [localize('A bitmap at the end says which words are pointers (initHeapBits).')]
      : []),
    localize('Slots below freeindex are taken; above it, allocBits tells (nextFreeIndex).'),
  ];
}

function slotSentences({ world, localize }: Scene, span: number, slot: number): string[] {
  const view = spanView(world, span);
  const state = view?.slots[slot];
  if (view === undefined || state === undefined) {
    return [localize('Span {0} has gone back to the page heap.', span)];
  }
  const object = objectOf(span, slot);
  const holder = holderOf(world, object);
  const what = localize(
    'Slot {0} of span {1}, {2} B at offset {3}.',
    slot,
    span,
    view.elementBytes,
    slot * view.elementBytes,
  );
  const marked = state.isMarked
    ? localize('It is marked in this cycle: black, the sweeper will keep it.')
    : localize('It is not marked in this cycle.');
  switch (state.state) {
    case 'free':
      return [
        what,
        localize(
          'It is free: at or above freeindex, with its allocBit 0. The next allocation of this class from the span may take it (nextFreeFast).',
        ),
      ];
    case 'live':
      return [
        what,
        holder >= 0
          ? localize('It is live: slot {0} of the program refers to it.', countText(holder))
          : object === world.program.slotsObject
            ? localize('It is live: the array of the program’s slots, a root.')
            : localize('It is live: the block that a P puts tiny objects into (mcache.tiny).'),
        marked,
      ];
    case 'garbage':
      return [
        what,
        localize(
          'Nothing refers to it any more, but the allocator does not know: it is taken until the span is swept after the next cycle.',
        ),
        marked,
        ...(state.isMarked
          ? [
              localize(
                'Floating garbage: it was live when marking began, or was allocated since. It lives until the next cycle.',
              ),
            ]
          : []),
      ];
  }
}

function classSentences({ world, localize }: Scene, spanClass: number): string[] {
  const view = classView(world, spanClass);
  if (view === undefined) {
    return [localize('No span of this class is in use.')];
  }
  return [
    localize(
      'Span class {0}: {1}. Its number is twice the size class, and one more without pointers (makeSpanClass).',
      spanClass,
      className(view.sizeBytes, view.noscan),
    ),
    localize(
      '{0} of {1} slots are taken in {2} spans, {3}.',
      countText(view.objects),
      countText(view.room),
      countText(view.spans),
      bytesText(view.spanBytes),
    ),
    localize(
      'mcentral has {0} partial and {1} full spans that are swept, {2} that are not.',
      view.partialSwept,
      view.fullSwept,
      view.partialUnswept + view.fullUnswept,
    ),
  ];
}

function cycleSentences({ world, localize }: Scene, number: number): string[] {
  const cycle = world.cycles[number - 1];
  if (cycle === undefined) {
    return [localize('Cycle {0} has not ended yet.', number)];
  }
  const early = cycle.goalBytes - cycle.triggerBytes;
  return [
    localize(
      'Cycle {0} began at {1} of live heap, {2} before the goal of {3} (gcController.trigger).',
      number,
      bytesText(cycle.triggerBytes),
      bytesText(Math.max(0, early)),
      bytesText(cycle.goalBytes),
    ),
    localize(
      'When marking ended the heap was {0}; {1} of it are live, with what was allocated meanwhile.',
      bytesText(cycle.heapBytes),
      bytesText(cycle.liveBytes),
    ),
    cycle.heapBytes > cycle.goalBytes
      ? localize('That is {0} beyond the goal.', bytesText(cycle.heapBytes - cycle.goalBytes))
      : localize('That is within the goal.'),
    localize(
      'Marking took {0}; goroutines assisted for {1}; {2} of the CPU since the last cycle was the collector’s.',
      timeText(cycle.markNs),
      timeText(cycle.assistNs),
      shareText(cycle.cpuShare),
    ),
    localize(
      'cons/mark is {0}: bytes allocated for each byte scanned (gcController.endCycle).',
      cycle.consMark.toFixed(2),
    ),
  ];
}

function stageSentences(stage: Stage, localize: Localize, goVersion: string): string[] {
  const version = localize('As in Go {0}.', goVersion);
  switch (stage) {
    case 'mutator':
      return [
        localize(
          'mallocgc chooses by size and pointers: nothing for a size of 0, a shared block of 16 B below 16 B without pointers, a slot of a size class up to 32 KiB, pages of its own above.',
        ),
        version,
      ];
    case 'mcache':
      return [
        localize(
          'Each P has a span for each of the 136 span classes, and 64 pages. Nobody else takes from them, so no lock is needed (nextFreeFast, pageCache.alloc).',
        ),
        version,
      ];
    case 'mcentral':
      return [
        localize(
          'For each span class: spans with room and without, swept and not. A P that has filled its span puts it here and takes another: swept with room, then unswept, then a new one (mcentral.cacheSpan).',
        ),
        version,
      ];
    case 'mheap':
      return [
        localize(
          'The page heap gives the lowest free pages that are long enough, and takes those of spans back in which nothing lives (pageAlloc.alloc, mheap.freeSpan).',
        ),
        version,
      ];
    case 'os':
      return [
        localize(
          'The heap grows by whole chunks of 4 MiB out of arenas of 64 MiB. The scavenger gives free pages back while the address space stays (mheap.grow, sysUnused).',
        ),
        version,
      ];
  }
}
