import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import type { HeapModel, TraceModel } from '../../traceProtocol.ts';
import { button, element } from '../components/elements.ts';
import type { TimeRange } from '../../timeRows.ts';
import { TimeCharts } from '../components/timeCharts.ts';
import type { TableColumn } from '../components/tableColumn.ts';
import { VirtualTable } from '../components/virtualTable.ts';
import { valueAt } from './alignedSeries.ts';
import { goroutinesChart, heapChart, STOP_COLORS, stopKinds } from './heapCharts.ts';
import type { Pane } from './pane.ts';
import { timeText } from './texts.ts';

export interface HeapPaneOptions {
  readonly heap: HeapModel;
  /** Undefined while it is not read yet. */
  readonly trace: TraceModel | undefined;
  readonly localize: Localize;
  readonly zoomed: (range: TimeRange | undefined) => void;
}

/** The charts, and a table of the same part of the time. */
export function heapPane({ heap, trace, localize, zoomed }: HeapPaneOptions): Pane {
  const table = new VirtualTable<number>({
    label: localize('The heap and goroutines over time'),
    columns: columnsOf(heap, trace, localize),
  });
  const showRows = (range: TimeRange | undefined) => {
    const rows = Array.from(heap.heap.times, (_, row) => row);
    const timeOf = (row: number) => heap.heap.times[row] ?? 0;
    table.setRows(
      range ? rows.filter((row) => timeOf(row) >= range.from && timeOf(row) <= range.to) : rows,
    );
  };
  const charts = new TimeCharts({
    charts: [heapChart(heap, localize), ...(trace ? [goroutinesChart(trace, localize)] : [])],
    whole: { from: 0, to: heap.durationSeconds },
    help: (title) =>
      localize(
        '{0} over time. The table below has the values. Plus and minus zoom, arrows move, 0 shows all.',
        title,
      ),
    localize,
    zoomed: (range) => {
      showRows(range);
      zoomed(range);
    },
  });
  const kinds = stopKinds(heap);
  return {
    element: element(
      'div',
      { class: 'pane scrolled heap' },
      element(
        'div',
        { class: 'choices' },
        button(localize('Show All'), { id: 'all' }, () => {
          charts.show(undefined);
        }),
        element(
          'ul',
          { class: 'legend' },
          legendItem('marking', localize('GC marks')),
          ...kinds.map((kind, lane) =>
            legendItem(
              `stop color${lane % STOP_COLORS.length}`,
              localize('stop the world: {0}', kind),
            ),
          ),
        ),
      ),
      charts.element,
      element('div', { class: 'rows' }, table.element),
    ),
    show({ range }) {
      charts.show(range);
    },
    dispose() {
      charts.dispose();
    },
  };
}

function legendItem(mark: string, text: string): HTMLElement {
  return element('li', {}, element('span', { class: `mark ${mark}`, 'aria-hidden': 'true' }), text);
}

function columnsOf(
  heap: HeapModel,
  trace: TraceModel | undefined,
  localize: Localize,
): TableColumn<number>[] {
  const timeOf = (row: number) => heap.heap.times[row] ?? NaN;
  const number = (key: string, title: string, value: (row: number) => number) => ({
    key,
    title,
    width: `minmax(${title.length + 3}ch, 1fr)`,
    isNumber: true,
    text: (row: number) => {
      const known = value(row);
      return Number.isNaN(known) ? '–' : Number(known.toPrecision(4)).toLocaleString('en-US');
    },
    compare: (a: number, b: number) => value(a) - value(b),
  });
  const isMarking = (row: number) => {
    const marking = valueAt({ times: heap.marking.starts, values: heap.marking.ends }, timeOf(row));
    return marking >= timeOf(row);
  };
  const counts = trace?.goroutines;
  const state = (key: keyof TraceModel['goroutines'], title: string) =>
    counts ? [number(key, title, (row) => valueAt(counts[key], timeOf(row)))] : [];
  return [
    {
      key: 'time',
      title: localize('Time'),
      width: '14ch',
      isNumber: true,
      text: (row) => timeText(timeOf(row)),
      compare: (a, b) => timeOf(a) - timeOf(b),
    },
    number('heap', localize('Heap (MB)'), (row) => heap.heap.values[row] ?? NaN),
    number('goal', localize('Goal (MB)'), (row) => valueAt(heap.goal, timeOf(row))),
    {
      key: 'marking',
      title: localize('GC marks'),
      width: '12ch',
      text: (row) => (isMarking(row) ? localize('yes') : ''),
    },
    ...state('running', localize('running')),
    ...state('runnable', localize('runnable')),
    ...state('waiting', localize('waiting')),
    ...state('syscall', localize('system call')),
  ];
}
