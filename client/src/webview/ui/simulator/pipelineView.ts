/** The way of an allocation: P, mcache, mcentral, page heap, operating system; with what each has. */
import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import { countOf, eventNumber } from '../../../../../server/src/engine/heap/events.ts';
import { heapView } from '../../../../../server/src/engine/heap/inspect.ts';
import { slotOf, spanOf } from '../../../../../server/src/engine/heap/spanTable.ts';
import { button, element } from '../components/elements.ts';
import { Facts, section } from './section.ts';
import type { Stage } from './selection.ts';
import { bytesText, countText } from './texts.ts';
import type { Scene, View } from './view.ts';

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
    return { made, facts };
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
        const reached = reachedStage(world);
        for (const { made } of boxes) {
          made.classList.toggle(
            'reached',
            STAGE_ORDER.indexOf(made.dataset.stage ?? '') <= reached,
          );
          made.classList.toggle(
            'selected',
            selection?.kind === 'stage' && selection.stage === made.dataset.stage,
          );
        }
        last.textContent = lastPath({ world, localize });
      }
    },
  };
}

const STAGE_ORDER: readonly string[] = ['mutator', 'mcache', 'mcentral', 'mheap', 'os'];

/** How far the last allocation had to go: the events since it began say so. */
function reachedStage({ heap: { log, allocations }, program }: Scene['world']): number {
  const since = new Set<number>();
  for (let back = 1; back <= Math.min(log.length, 20); back++) {
    const index = (log.length - back) % log.kind.length;
    if (log.allocation[index] !== allocations - 1) {
      break;
    }
    since.add(log.kind[index] ?? 0);
  }
  const has = (kind: Parameters<typeof eventNumber>[0]) => since.has(eventNumber(kind));
  if (has('heapGrow')) {
    return 4;
  }
  if (has('centralGrow') || has('largeAlloc')) {
    return 3;
  }
  if (has('refill')) {
    return 2;
  }
  return program.last.object === 0 ? 0 : 1;
}

/** The same in a sentence. */
function lastPath({ world, localize }: Pick<Scene, 'world' | 'localize'>): string {
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
  switch (reachedStage(world)) {
    case 0:
      return localize('{0} B: no memory, every object of no size is runtime.zerobase.', size);
    case 1:
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
    case 2:
      return localize(
        '{0} B: the span of P{1} was full; mcentral had span {2} with room.',
        size,
        last.procIndex,
        span,
      );
    case 3:
      return localize(
        '{0} B: a new span, {1}, of {2} pages from the page heap.',
        size,
        span,
        spans.pages[span] ?? 0,
      );
    default:
      return localize(
        '{0} B: no pages were left; the heap grew by {1} from the operating system.',
        size,
        bytesText(4 << 20),
      );
  }
}
