/** What was allocated, by type, where the program ran with GODEBUG=traceallocfree=1. */
import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import { valueText } from '../../../profiles/models/texts.ts';
import type { ObjectsModel, TypeModel } from '../../traceProtocol.ts';
import { button, element } from '../components/elements.ts';
import { TimeCharts, type Chart } from '../components/timeCharts.ts';
import type { TableColumn } from '../components/tableColumn.ts';
import { VirtualTable } from '../components/virtualTable.ts';
import { alignedSeries } from './alignedSeries.ts';
import { filterField } from './filterField.ts';
import type { Pane, PaneContext } from './pane.ts';
import { countText } from '../../../countText.ts';

export function objectsPane(context: PaneContext): Pane {
  const { trace, localize } = context;
  return trace.objects ? paneOf(trace.objects, context) : howToRecord(localize);
}

function howToRecord(localize: Localize): Pane {
  return {
    element: element(
      'div',
      { class: 'pane scrolled' },
      element(
        'p',
        { class: 'details' },
        localize(
          'The trace does not tell of objects: they are recorded, each with its type, where the program runs with GODEBUG=traceallocfree=1 (Go 1.23 and later). Everything takes longer then.',
        ),
      ),
    ),
    show: () => undefined,
    dispose: () => undefined,
  };
}

/** Charts of the heap, and a table of its types. */
function paneOf(objects: ObjectsModel, { trace, state, localize, actions }: PaneContext): Pane {
  const { durationSeconds } = trace.heap;
  const table = new VirtualTable<TypeModel>({
    label: localize('What was allocated, by type'),
    columns: columnsOf(durationSeconds, localize),
    sort: { column: 'bytes', isDescending: true },
  });
  let shown: string | undefined;
  const showTypes = (filter: string) => {
    if (filter !== shown) {
      shown = filter;
      const wanted = filter.trim().toLowerCase();
      table.setRows(
        objects.types.filter((type) => typeName(type, localize).toLowerCase().includes(wanted)),
      );
    }
  };
  const field = filterField(
    { localize, placeholder: localize('Type'), filter: state.typeFilter },
    (typeFilter) => {
      showTypes(typeFilter);
      actions.keep({ typeFilter });
    },
  );
  const charts = new TimeCharts({
    charts: chartsOf(objects, durationSeconds, localize),
    whole: { from: 0, to: durationSeconds },
    help: (title) =>
      localize('{0} over time. Plus and minus zoom, arrows move, 0 shows all.', title),
    localize,
    zoomed: (range) => {
      actions.keep({ range });
    },
  });
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
        field.element,
      ),
      charts.element,
      element('div', { class: 'rows' }, table.element),
      ...notesOf(objects, localize).map((note) => element('p', { class: 'details' }, note)),
    ),
    show({ range, typeFilter }) {
      charts.show(range);
      field.set(typeFilter);
      showTypes(typeFilter);
    },
    dispose() {
      charts.dispose();
    },
  };
}

function chartsOf(
  { inUse, counts }: ObjectsModel,
  durationSeconds: number,
  localize: Localize,
): Chart[] {
  const chart = (
    title: string,
    unit: string,
    label: string,
    series: ObjectsModel['inUse'],
  ): Chart => ({
    title,
    unit,
    series: [{ label, color: '--vscode-charts-green', isStepped: true, spansGaps: true }],
    data: (shown) => alignedSeries([series], durationSeconds, shown),
  });
  return [
    chart(localize('Spans of objects'), 'MB', localize('in use'), inUse),
    chart(localize('Objects'), '', localize('not swept'), counts),
  ];
}

function notesOf({ countUnmatched }: ObjectsModel, localize: Localize): string[] {
  return [
    localize(
      'Bytes are those of the slots that objects have. An array has the type of its elements. Tiny objects share slots of 16 B: their bytes are with the first in each.',
    ),
    ...(countUnmatched > 0
      ? [
          localize(
            '{0} events are of objects or spans that the trace does not know, and are left out.',
            countText(countUnmatched),
          ),
        ]
      : []),
  ];
}

function typeName({ name }: TypeModel, localize: Localize): string {
  return name ?? localize('without a type: texts and bytes');
}

function bytesText(bytes: number): string {
  return valueText(bytes, 'bytes', 'auto');
}

/** `48 B`, or `16 B – 4 kB` of arrays. */
function eachText({ leastBytes, mostBytes }: TypeModel): string {
  if (mostBytes === 0) {
    return '–';
  }
  return leastBytes === mostBytes
    ? bytesText(mostBytes)
    : `${bytesText(leastBytes)} – ${bytesText(mostBytes)}`;
}

function columnsOf(durationSeconds: number, localize: Localize): TableColumn<TypeModel>[] {
  const number = (
    key: string,
    title: string,
    value: (row: TypeModel) => number,
    text: (value: number) => string,
  ): TableColumn<TypeModel> => ({
    key,
    title,
    width: `minmax(${title.length + 4}ch, 1fr)`,
    isNumber: true,
    isDescendingFirst: true,
    text: (row) => text(value(row)),
    compare: (a, b) => value(a) - value(b),
  });
  const name = (row: TypeModel) => typeName(row, localize);
  return [
    {
      key: 'type',
      title: localize('Type'),
      width: 'minmax(24ch, 2fr)',
      text: name,
      compare: (a, b) => name(a).localeCompare(name(b)),
    },
    {
      key: 'each',
      title: localize('Each'),
      width: '19ch',
      isNumber: true,
      isDescendingFirst: true,
      text: eachText,
      compare: (a, b) => a.mostBytes - b.mostBytes,
    },
    number('count', localize('Allocated'), ({ countAllocated }) => countAllocated, countText),
    number('bytes', localize('Bytes'), ({ allocatedBytes }) => allocatedBytes, bytesText),
    number(
      'rate',
      localize('A second'),
      ({ allocatedBytes }) => allocatedBytes / durationSeconds,
      bytesText,
    ),
    number('left', localize('At the end'), ({ countLeft }) => countLeft, countText),
    number('leftBytes', localize('Bytes at the end'), ({ leftBytes }) => leftBytes, bytesText),
  ];
}
