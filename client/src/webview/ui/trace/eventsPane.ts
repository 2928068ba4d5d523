/** How often what happened, how long it took, and the worst of it. */
import type { EventModel, WorstModel } from '../../traceProtocol.ts';
import { element } from '../components/elements.ts';
import type { TableColumn } from '../components/tableColumn.ts';
import { VirtualTable } from '../components/virtualTable.ts';
import { stackList, type Pane, type PaneContext } from './pane.ts';
import { partChoice } from './partChoice.ts';
import { durationText, eventTitle, placeText, timeText } from './texts.ts';
import { countText } from '../../../countText.ts';

export function eventsPane(context: PaneContext): Pane {
  const { localize } = context;
  const worst = element('section', { class: 'half', 'aria-live': 'polite' });
  const table = new VirtualTable<EventModel>({
    label: localize('Events by kind. The worst of the current one are below.'),
    columns: eventColumns(context),
    sort: { column: 'total', isDescending: true },
    select: (event) => {
      worst.replaceChildren(...worstOf(event, context));
    },
  });
  const choice = partChoice(context, ({ events }) => {
    const title = table.current && eventTitle(table.current, localize);
    const [longest] = events.toSorted((a, b) => b.totalNs - a.totalNs);
    const current = events.find((event) => eventTitle(event, localize) === title) ?? longest;
    table.setRows(events);
    worst.replaceChildren();
    table.reveal((row) => row === current);
  });
  return {
    element: element(
      'div',
      { class: 'pane' },
      choice.element,
      element('div', { class: 'half' }, table.element),
      worst,
    ),
    show(state) {
      choice.show(state);
    },
    dispose: () => undefined,
  };
}

function eventColumns({ localize }: PaneContext): TableColumn<EventModel>[] {
  const duration = (
    key: string,
    title: string,
    value: (row: EventModel) => number,
  ): TableColumn<EventModel> => ({
    key,
    title,
    width: '10ch',
    isNumber: true,
    isDescendingFirst: true,
    text: (row) => durationText(value(row)),
    compare: (a, b) => value(a) - value(b),
  });
  const title = (row: EventModel) => eventTitle(row, localize);
  return [
    {
      key: 'kind',
      title: localize('Kind'),
      width: 'minmax(24ch, 1fr)',
      text: title,
      compare: (a, b) => title(a).localeCompare(title(b)),
    },
    {
      key: 'rate',
      title: localize('A second'),
      width: '11ch',
      isNumber: true,
      isDescendingFirst: true,
      text: ({ perSecond }) => Number(perSecond.toPrecision(3)).toLocaleString('en-US'),
      compare: (a, b) => a.perSecond - b.perSecond,
    },
    {
      key: 'count',
      title: localize('Count'),
      width: '11ch',
      isNumber: true,
      isDescendingFirst: true,
      text: ({ count }) => countText(count),
      compare: (a, b) => a.count - b.count,
    },
    duration('total', localize('Total'), ({ totalNs }) => totalNs),
    duration('mean', localize('Mean'), ({ meanNs }) => meanNs),
    duration('p50', 'p50', ({ p50Ns }) => p50Ns),
    duration('p95', 'p95', ({ p95Ns }) => p95Ns),
    duration('p99', 'p99', ({ p99Ns }) => p99Ns),
    duration('max', localize('Max'), ({ longestNs }) => longestNs),
  ];
}

function worstOf(event: EventModel, context: PaneContext): HTMLElement[] {
  const { localize, actions } = context;
  const stack = element('div', { class: 'stack-of' });
  const table = new VirtualTable<WorstModel>({
    label: localize(
      'The worst of {0}. Enter shows it in the timeline.',
      eventTitle(event, localize),
    ),
    columns: [
      {
        key: 'start',
        title: localize('At'),
        width: '14ch',
        isNumber: true,
        text: ({ startSeconds }) => timeText(startSeconds),
        compare: (a, b) => a.startSeconds - b.startSeconds,
      },
      {
        key: 'duration',
        title: localize('Duration'),
        width: '11ch',
        isNumber: true,
        isDescendingFirst: true,
        text: ({ ns }) => durationText(ns),
        compare: (a, b) => a.ns - b.ns,
      },
      {
        key: 'goroutine',
        title: localize('Goroutine'),
        width: '11ch',
        isNumber: true,
        text: ({ goroutine }) => (goroutine < 0 ? '–' : `G${goroutine}`),
      },
      {
        key: 'place',
        title: localize('Where'),
        width: 'minmax(30ch, 1fr)',
        text: ({ frames, ownFrame }) => {
          const frame = frames[ownFrame];
          return frame ? placeText(frame) : '–';
        },
      },
    ],
    activate: ({ goroutine, startSeconds, ns }) => {
      actions.showGoroutine(goroutine, startSeconds, ns);
    },
    select: ({ frames }) => {
      stack.replaceChildren(stackList(frames, actions));
    },
  });
  const [longest] = event.worst;
  table.setRows(event.worst);
  table.reveal((row) => row === longest);
  return [
    element('h2', {}, localize('The worst of {0}', eventTitle(event, localize))),
    element('div', { class: 'beside' }, table.element, stack),
  ];
}
