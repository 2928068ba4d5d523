/** The way of an allocation: P, mcache, mcentral, page heap, operating system; with what each has. */
import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import {
  countOf,
  lastEvents,
  type HeapEvent,
} from '../../../../../server/src/engine/heap/events.ts';
import { heapView } from '../../../../../server/src/engine/heap/inspect.ts';
import { slotOf, spanOf } from '../../../../../server/src/engine/heap/spanTable.ts';
import type { World } from '../../../../../server/src/engine/heap/world.ts';
import { button, element } from '../components/elements.ts';
import { Facts, section } from './section.ts';
import { STAGES, type Stage } from './selection.ts';
import { bytesText } from './texts.ts';
import type { View } from './view.ts';
import { countText } from '../../../countText.ts';

export function pipelineView(localize: Localize, select: (stage: Stage) => void): View {
  const box = (stage: Stage, title: string, lock: string) => {
    const facts = new Facts();
    const made = element(
      'div',
      { class: 'stage', 'data-stage': stage },
      button(title, { class: 'stage-name', id: `stage-${stage}` }, () => {
        select(stage);
      }),
      element('p', { class: 'lock' }, lock),
      facts.element,
    );
    return { stage, made, facts };
  };
  const mutator = box('mutator', 'mallocgc', localize('the program'));
  const cache = box('mcache', 'mcache', localize('one for each P, no lock'));
  const central = box('mcentral', 'mcentral', localize('one for each span class, locked lists'));
  const heap = box('mheap', 'mheap', localize('all pages, one lock'));
  const system = box('os', 'mmap', localize('the operating system'));
  const boxes = [mutator, cache, central, heap, system];
  const row = element(
    'div',
    { class: 'pipeline' },
    ...boxes.flatMap(({ made }, index) =>
      index === 0
        ? [made]
        : [element('span', { class: 'arrow', 'aria-hidden': 'true' }, '→'), made],
    ),
  );
  const last = element('p', { class: 'path', id: 'last-path', role: 'status' });
  return {
    section: section('pipeline', localize('Path of an allocation'), row, last),
    draw({ world, selection }, isThorough) {
      const view = heapView(world);
      const { log } = world.heap;
      mutator.facts.set(localize('allocations'), countText(view.allocations));
      mutator.facts.set(localize('tiny blocks'), countText(countOf(log, 'tinyBlock')));
      mutator.facts.set(localize('large objects'), countText(countOf(log, 'largeAlloc')));
      cache.facts.set(localize('Ps'), countText(view.procs.length));
      cache.facts.set(
        localize('spans cached'),
        view.procs.map(({ spans }) => countText(spans)).join(' + '),
      );
      cache.facts.set(localize('refills'), countText(countOf(log, 'refill')));
      central.facts.set(localize('partial, swept'), countText(countOf(log, 'partialSwept')));
      central.facts.set(
        localize('swept on the way'),
        countText(countOf(log, 'partialUnswept') + countOf(log, 'fullUnswept')),
      );
      central.facts.set(localize('new spans'), countText(countOf(log, 'centralGrow')));
      heap.facts.set(localize('in use'), bytesText(view.inUse));
      heap.facts.set(localize('free'), bytesText(view.free));
      heap.facts.set(
        localize('pages cached'),
        view.procs.map(({ pages }) => countText(pages)).join(' + '),
      );
      system.facts.set(localize('mapped'), bytesText(view.sys));
      system.facts.set(localize('released'), bytesText(view.released));
      system.facts.set(localize('grown'), countText(countOf(log, 'heapGrow')));
      if (isThorough) {
        const events = eventsOfLast(world);
        const reached = reachedStage(world, events);
        for (const { stage, made } of boxes) {
          made.classList.toggle('reached', STAGES.indexOf(stage) <= STAGES.indexOf(reached));
          made.classList.toggle(
            'selected',
            selection?.kind === 'stage' && selection.stage === stage,
          );
        }
        last.textContent = lastPath(world, localize, { reached, events });
      }
    },
  };
}

/** What happened in the last allocation apart from its fast path. */
function eventsOfLast({ heap: { log, allocations } }: World): HeapEvent[] {
  return lastEvents(log, log.length).filter(({ allocation }) => allocation === allocations - 1);
}

/** How far the last allocation had to go. */
function reachedStage({ program }: World, events: readonly HeapEvent[]): Stage {
  const has = (kind: HeapEvent['kind']) => events.some((event) => event.kind === kind);
  if (has('heapGrow')) {
    return 'os';
  }
  if (has('centralGrow') || has('largeAlloc')) {
    return 'mheap';
  }
  if (has('refill')) {
    return 'mcentral';
  }
  return program.last.object === 0 ? 'mutator' : 'mcache';
}

/** The same in a sentence. */
function lastPath(
  world: World,
  localize: Localize,
  { reached, events }: { readonly reached: Stage; readonly events: readonly HeapEvent[] },
): string {
  const { program, heap } = world;
  const { last, plan } = program;
  if (heap.allocations === 0) {
    return localize('Nothing is allocated yet.');
  }
  const phase = plan.phases[Math.min(program.phaseIndex, plan.phases.length - 1)];
  const size = phase?.sizeBytes[last.classIndex] ?? 0;
  const { spans } = heap;
  const span = spanOf(last.object);
  const slot = slotOf(last.object);
  switch (reached) {
    case 'mutator':
      return localize('{0} B: no memory, every object of no size is runtime.zerobase.', size);
    case 'mcache':
      return last.isInBlock
        ? localize(
            '{0} B: into the tiny block that P{1} has begun, no new slot.',
            size,
            last.procIndex,
          )
        : localize(
            '{0} B: slot {1} of span {2}, which P{3} has cached. No lock.',
            size,
            slot,
            span,
            last.procIndex,
          );
    case 'mcentral':
      return localize(
        '{0} B: the span of P{1} was full; mcentral had span {2} with room.',
        size,
        last.procIndex,
        span,
      );
    case 'mheap':
      return localize(
        '{0} B: a new span, {1}, of {2} pages from the page heap.',
        size,
        span,
        spans.pages[span] ?? 0,
      );
    case 'os': {
      const grownPages = events.find(({ kind }) => kind === 'heapGrow')?.first ?? 0;
      return localize(
        '{0} B: no pages were left; the heap grew by {1} from the operating system.',
        size,
        bytesText(grownPages * heap.tables.runtime.pageBytes),
      );
    }
  }
}
