/** The table of frames. */
import type { TopModel, ViewHeader } from '../../profileProtocol.ts';
import { element } from '../components/elements.ts';
import { VirtualTable, type TableColumn } from '../components/virtualTable.ts';
import type { Pane, PaneContext } from './pane.ts';
import { shareText, valueText } from './texts.ts';

interface Row {
  readonly name: string;
  readonly flat: number;
  readonly cum: number;
  /** Undefined where samples are not counted. */
  readonly flatCount: number | undefined;
  readonly cumCount: number | undefined;
  readonly inlined: number;
}

export function topPane(): Pane<'top'> {
  const holder = element('div', { class: 'pane' });
  let table: VirtualTable<Row> | undefined;
  let shown: unknown;
  return {
    element: holder,
    request: () => ({ view: 'top' }),
    show({ header, model }, context) {
      const rows = rowsOf(header, model).filter(({ name }) => context.matches?.(name) !== false);
      const key = JSON.stringify([header.unit, header.total, header.sampling, context.state.unit]);
      if (!table || shown !== key) {
        shown = key;
        table = makeTable(header, context);
        holder.replaceChildren(table.element);
      }
      table.setRows(rows);
    },
    focus() {
      table?.element.focus();
    },
  };
}

function rowsOf({ sampling }: ViewHeader, model: TopModel): Row[] {
  const isCounted = sampling === 'counted';
  return model.names.map((name, index) => ({
    name,
    flat: model.flat[index] ?? 0,
    cum: model.cum[index] ?? 0,
    flatCount: isCounted ? (model.flatCounts[index] ?? 0) : undefined,
    cumCount: isCounted ? (model.cumCounts[index] ?? 0) : undefined,
    inlined: model.inlined[index] ?? 0,
  }));
}

function makeTable(
  { unit, total, sampling }: ViewHeader,
  { state, localize, actions }: PaneContext,
): VirtualTable<Row> {
  const amount = (value: number) => valueText(value, unit, state.unit);
  const number = (
    key: string,
    title: string,
    valueOf: (row: Row) => number,
    text: (row: Row) => string,
    width = '13ch',
  ): TableColumn<Row> => ({
    key,
    title,
    width,
    isNumber: true,
    isDescendingFirst: true,
    text,
    compare: (a, b) => Math.abs(valueOf(a)) - Math.abs(valueOf(b)),
  });
  const columns: TableColumn<Row>[] = [
    number(
      'flat',
      localize('Flat'),
      ({ flat }) => flat,
      ({ flat }) => amount(flat),
    ),
    number(
      'flatShare',
      localize('Flat %'),
      ({ flat }) => flat,
      ({ flat, flatCount }) => shareText(flat, total, flatCount),
      '9ch',
    ),
    number(
      'cum',
      localize('Cum'),
      ({ cum }) => cum,
      ({ cum }) => amount(cum),
    ),
    number(
      'cumShare',
      localize('Cum %'),
      ({ cum }) => cum,
      ({ cum, cumCount }) => shareText(cum, total, cumCount),
      '9ch',
    ),
    ...(sampling === 'counted'
      ? [
          number(
            'samples',
            localize('Samples'),
            ({ cumCount = 0 }) => cumCount,
            ({ cumCount = 0 }) => cumCount.toLocaleString('en-US'),
            '10ch',
          ),
        ]
      : []),
    {
      key: 'name',
      title: localize('Function'),
      width: 'minmax(30ch, 1fr)',
      text: ({ name, inlined }) =>
        inlined === 0 ? name : `${name} ${inlined === 2 ? '(inline)' : '(partial-inline)'}`,
      compare: (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
    },
  ];
  return new VirtualTable({
    label: localize('Functions by what they take'),
    columns,
    sort: state.topSort,
    sorted: (topSort) => {
      actions.change({ topSort });
    },
  });
}
