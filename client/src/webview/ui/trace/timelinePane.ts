/** The timeline of Ps and goroutines, or a table of the same rows. */
import { ROW_STATES, type RowPlace, type RowState, type SpanModel } from '../../traceProtocol.ts';
import { button, element } from '../components/elements.ts';
import type { TableColumn } from '../components/tableColumn.ts';
import { VirtualTable } from '../components/virtualTable.ts';
import { filterField } from './filterField.ts';
import { stackList, type Pane, type PaneContext } from './pane.ts';
import { orderedRows, ROW_ORDERS, rowLabel, type RowOrder } from './rowOrder.ts';
import type { TraceState } from './state.ts';
import { durationText, stateTitle, timeText } from './texts.ts';
import { TimelineCanvas } from './timelineCanvas.ts';

export interface TimelinePane extends Pane {
  /** Makes what a goroutine does at a time the current span. */
  select(goroutine: number, seconds: number): void;
}

/** In the order of the legend and of the table. */
const SHOWN_STATES: readonly RowState[] = [
  'running',
  'gc',
  'runnable',
  'waiting',
  'syscall',
  'scheduling',
  'idle',
];

export function timelinePane(context: PaneContext): TimelinePane {
  const { trace, localize, actions } = context;
  const details = element('div', { class: 'details', 'aria-live': 'polite' });
  const canvas = new TimelineCanvas({
    label: localize(
      'Timeline of Ps and goroutines. Up and down choose a row, left and right a span, with Shift they move; plus and minus zoom, Z zooms to the span, 0 shows all, Enter opens the code. The table has the times of each row.',
    ),
    trace,
    actions,
    select: (span) => {
      details.replaceChildren(
        element('span', {}, spanText(span, context)),
        stackList(span.frames, actions),
      );
    },
    activate: ({ frames }) => {
      const [leaf] = frames;
      if (leaf) {
        actions.openFrame(leaf);
      }
    },
    zoomed: (range) => {
      actions.keep({ range });
    },
  });
  const table = new VirtualTable<RowPlace>({
    label: localize('Ps and goroutines, and how long they were in which state'),
    columns: columnsOf(context),
  });
  const bar = toolbar(context);
  const body = element('div', { class: 'body' });
  let shownKey = '';
  return {
    element: element('div', { class: 'pane' }, bar.element, body, details),
    show(state) {
      bar.set(state);
      const key = JSON.stringify([state.filter, state.order]);
      if (key !== shownKey) {
        shownKey = key;
        const rows = orderedRows(trace.timeline, state.filter, state.order);
        canvas.setRows(rows);
        table.setRows(rows);
      }
      canvas.setRange(state.range);
      const shown = state.hasTable ? table.element : canvas.element;
      if (body.firstChild !== shown) {
        body.replaceChildren(shown);
      }
    },
    select(goroutine, seconds) {
      const row = trace.timeline.goroutines.ids.indexOf(goroutine);
      if (row >= 0) {
        void canvas.select({ kind: 'goroutines', row }, seconds);
      }
    },
    dispose() {
      canvas.dispose();
    },
  };
}

function toolbar({ state, localize, actions }: PaneContext): {
  readonly element: HTMLElement;
  set(state: TraceState): void;
} {
  const placeholder = localize('Function or reason');
  const field = filterField({ localize, placeholder, filter: state.filter }, (filter) => {
    actions.change({ filter });
  });
  const order = element('select', { 'aria-label': localize('Order') });
  for (const each of ROW_ORDERS) {
    const title =
      each === 'number'
        ? localize('by number')
        : localize('longest {0} first', stateTitle(each, localize));
    order.append(element('option', { value: each }, title));
  }
  order.addEventListener('change', () => {
    const chosen = ROW_ORDERS.find((each): each is RowOrder => each === order.value);
    actions.change({ order: chosen ?? 'number' });
  });
  let hasTable = false;
  const toggle = button(localize('Table'), { id: 'table' }, () => {
    actions.change({ hasTable: !hasTable });
  });
  const all = button(localize('Show All'), { id: 'all' }, () => {
    actions.change({ range: undefined });
  });
  const legend = SHOWN_STATES.map((each) =>
    element(
      'li',
      {},
      element('span', { class: `mark state-${each}`, 'aria-hidden': 'true' }),
      stateTitle(each, localize),
    ),
  );
  return {
    element: element(
      'div',
      { class: 'choices' },
      field.element,
      order,
      all,
      toggle,
      element('ul', { class: 'legend' }, ...legend),
    ),
    set(shown) {
      field.set(shown.filter);
      order.value = shown.order;
      ({ hasTable } = shown);
      toggle.setAttribute('aria-pressed', String(hasTable));
    },
  };
}

function spanText(span: SpanModel, { trace, localize }: PaneContext): string {
  const { kind, state, reason, partner, fromSeconds, toSeconds } = span;
  const partnerText =
    partner < 0
      ? ''
      : kind === 'goroutines'
        ? `P${partner}`
        : goroutineText(partner, trace.timeline);
  return [
    rowLabel(trace.timeline, span),
    stateTitle(state, localize),
    partnerText,
    reason,
    localize(
      '{0}, from {1} to {2}',
      durationText((toSeconds - fromSeconds) * 1e9),
      timeText(fromSeconds),
      timeText(toSeconds),
    ),
  ]
    .filter((text) => text !== '')
    .join(' · ');
}

function goroutineText(id: number, timeline: PaneContext['trace']['timeline']): string {
  const row = timeline.goroutines.ids.indexOf(id);
  return row < 0 ? `G${id}` : rowLabel(timeline, { kind: 'goroutines', row });
}

function columnsOf({ trace: { timeline }, localize }: PaneContext): TableColumn<RowPlace>[] {
  const label = (place: RowPlace) => rowLabel(timeline, place);
  const time = (key: 'startSeconds' | 'endSeconds', title: string): TableColumn<RowPlace> => ({
    key,
    title,
    width: '14ch',
    isNumber: true,
    text: ({ kind, row }) => timeText(timeline[kind][key][row] ?? NaN),
    compare: (a, b) => (timeline[a.kind][key][a.row] ?? 0) - (timeline[b.kind][key][b.row] ?? 0),
  });
  const total = (state: RowState): TableColumn<RowPlace> => {
    const value = ({ kind, row }: RowPlace) => {
      const states: readonly string[] = ROW_STATES[kind];
      return timeline[kind].totalsNs[states.indexOf(state)]?.[row] ?? NaN;
    };
    return {
      key: state,
      title: stateTitle(state, localize),
      width: '13ch',
      isNumber: true,
      isDescendingFirst: true,
      text: (place) => durationText(value(place)),
      // What a row cannot be in is less than nothing.
      compare: (a, b) => orLess(value(a)) - orLess(value(b)),
    };
  };
  return [
    {
      key: 'row',
      title: localize('Row'),
      width: 'minmax(24ch, 1fr)',
      text: label,
      compare: (a, b) => label(a).localeCompare(label(b)),
    },
    time('startSeconds', localize('Begins')),
    time('endSeconds', localize('Ends')),
    ...SHOWN_STATES.map(total),
  ];
}

function orLess(value: number): number {
  return Number.isNaN(value) ? -1 : value;
}
