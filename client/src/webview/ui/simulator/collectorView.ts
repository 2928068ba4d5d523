/** The collector: in which phase it is, how far, and what has just happened. */
import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import { lastEvents } from '../../../../../server/src/engine/heap/events.ts';
import { heapView } from '../../../../../server/src/engine/heap/inspect.ts';
import { sharesOf } from '../../../../../server/src/engine/heap/mark.ts';
import { element } from '../components/elements.ts';
import { eventText } from './eventTexts.ts';
import { Facts, section } from './section.ts';
import { bytesText, shareText, timeText } from './texts.ts';
import type { View } from './view.ts';

const SHOWN_EVENTS = 12;

export function collectorSection(localize: Localize): View {
  const phases = (
    [
      ['off', localize('off')],
      ['mark', localize('mark')],
      ['sweep', localize('sweep')],
    ] as const
  ).map(([phase, text]) => element('li', { 'data-phase': phase }, text));
  const progress = element('progress', { max: 1, 'aria-label': localize('Marked so far') });
  const facts = new Facts();
  const events = element('ol', { class: 'events' });
  return {
    section: section(
      'collector',
      localize('Collector'),
      element('ol', { class: 'phases' }, ...phases),
      progress,
      facts.element,
      element('h3', {}, localize('What has happened, newest first')),
      events,
    ),
    draw({ world }, isThorough) {
      const view = heapView(world);
      const phase = view.isMarking ? 'mark' : view.isSweeping ? 'sweep' : 'off';
      for (const each of phases) {
        if (each.dataset.phase === phase) {
          each.setAttribute('aria-current', 'step');
        } else {
          each.removeAttribute('aria-current');
        }
      }
      progress.value = view.scanned;
      const goroutines = world.program.plan.phases[world.program.phaseIndex]?.goroutines ?? 0;
      const { workers, mutators } = sharesOf(world.heap, goroutines);
      facts.set(localize('cycles'), String(world.cycles.length));
      facts.set(localize('live heap'), bytesText(view.heapLive));
      facts.set(localize('next cycle at'), bytesText(view.trigger));
      facts.set(localize('heap goal'), bytesText(view.goal));
      facts.set(localize('live after the last'), bytesText(view.heapMarked));
      facts.set(localize('write barrier'), view.isMarking ? localize('on') : localize('off'));
      facts.set(localize('Ps that mark'), workers.toFixed(2));
      facts.set(localize('Ps for the program'), mutators.toFixed(2));
      facts.set(localize('marked'), view.isMarking ? bytesText(view.bytesMarked) : '–');
      facts.set(localize('assists'), timeText(view.assistNs));
      facts.set(localize('GC CPU'), shareText(world.cycles.at(-1)?.cpuShare ?? 0));
      facts.set(localize('CPU limiter'), view.isLimiting ? localize('on') : localize('off'));
      facts.set(localize('time'), timeText(view.nowNs));
      if (isThorough) {
        events.replaceChildren(
          ...lastEvents(world.heap.log, SHOWN_EVENTS).map((event) =>
            element('li', {}, eventText(event, localize)),
          ),
        );
      }
    },
  };
}
