/** What the file says of itself, and what of it could not be read. */
import { valueText } from '../../../profiles/models/texts.ts';
import { element } from '../components/elements.ts';
import type { Pane, PaneContext } from './pane.ts';
import { countText } from '../../../countText.ts';

export function infoPane({ trace, localize }: PaneContext): Pane {
  const { info, timeline, heap } = trace;
  const bytes = (value: number) => valueText(value, 'bytes', 'auto');
  const facts: (readonly [string, string])[] = [
    [localize('File'), `${trace.name}, ${bytes(info.countBytes)}`],
    [localize('Format'), localize('version 2, as Go {0} writes it', info.go)],
    [localize('Duration'), valueText(heap.durationSeconds * 1e9, 'nanoseconds', 'auto')],
    [localize('Generations'), countText(info.countGenerations)],
    [localize('Events'), countText(info.countEvents)],
    ['GOMAXPROCS', Number.isNaN(info.procs) ? '' : countText(info.procs)],
    [
      localize('Goroutines'),
      localize('{0} created, {1} ended', countText(info.countCreated), countText(info.countEnded)),
    ],
    [
      localize('Swept'),
      info.sweptBytes === 0
        ? ''
        : localize(
            '{0}, of which {1} were free again',
            bytes(info.sweptBytes),
            bytes(info.reclaimedBytes),
          ),
    ],
  ];
  const limits = [
    info.problem,
    timeline.isCut ? localize('The timeline ends early: there is too much of it.') : '',
    timeline.countOmitted > 0
      ? localize('{0} goroutines have no row in the timeline.', countText(timeline.countOmitted))
      : '',
  ].filter((text) => text !== '');
  return {
    element: element(
      'div',
      { class: 'pane scrolled', tabindex: 0, 'aria-label': localize('About the trace') },
      ...(limits.length > 0
        ? [
            element('h2', {}, localize('What is missing')),
            element('ul', {}, ...limits.map((text) => element('li', {}, text))),
          ]
        : []),
      element('h2', {}, localize('File')),
      list(facts.filter(([, text]) => text !== '')),
      element('h2', {}, localize('Events')),
      list(info.eventCounts.map(([name, count]) => [name, countText(count)])),
    ),
    show: () => undefined,
    dispose: () => undefined,
  };
}

function list(facts: readonly (readonly [string, string])[]): HTMLElement {
  return element(
    'dl',
    {},
    ...facts.flatMap(([name, text]) => [element('dt', {}, name), element('dd', {}, text)]),
  );
}
