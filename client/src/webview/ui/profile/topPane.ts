/** The table of frames. */
import type { TopModel, ViewHeader } from '../../profileProtocol.ts';
import { element } from '../components/elements.ts';
import type { TableColumn } from '../components/tableColumn.ts';
import { VirtualTable } from '../components/virtualTable.ts';
import type { Pane, PaneContext } from './pane.ts';
import { shareText } from '../../../../../server/src/engine/measured/shareText.ts';
import { amountText, valueText } from '../../../profiles/models/texts.ts';
import { countText } from '../../../countText.ts';

interface Row {
  readonly name: string;
  readonly flat: number;
  readonly cum: number;
  /** Undefined where samples are not counted. */
  readonly flatCount: number | undefined;
  readonly cumCount: number | undefined;
  /** Undefined where values are no differences. */
  readonly cumBefore: number | undefined;
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
      const key = JSON.stringify([
        header.unit,
        header.total,
        header.sampling,
        header.isDifference,
        context.state.unit,
      ]);
      if (!table || shown !== key) {
        shown = key;
        table = makeTable(header, context);
        holder.replaceChildren(table.element);
      }
      table.setRows(rows);
    },
  };
}

function rowsOf({ sampling, isDifference }: ViewHeader, model: TopModel): Row[] {
  const isCounted = sampling === 'counted';
  return model.names.map((name, index) => ({
    name,
    flat: model.flat[index] ?? 0,
    cum: model.cum[index] ?? 0,
    flatCount: isCounted ? (model.flatCounts[index] ?? 0) : undefined,
    cumCount: isCounted ? (model.cumCounts[index] ?? 0) : undefined,
    cumBefore: isDifference ? (model.cumBefore[index] ?? 0) : undefined,
    inlined: model.inlined[index] ?? 0,
  }));
}

function makeTable(
  header: ViewHeader,
  { state, localize, actions }: PaneContext,
): VirtualTable<Row> {
  const { unit, total, sampling, isDifference } = header;
  const amount = (value: number) => amountText(header, value, state.unit);
  const number = (
    key: string,
    title: string,
    valueOf: (row: Row) => number,
    text: (row: Row) => string,
    width = '10ch',
  ): TableColumn<Row> => ({
    key,
    title,
    width,
    isNumber: true,
    isDescendingFirst: true,
    text,
    // Of what takes nothing by itself, that comes first which takes most with all that it calls.
    compare: (a, b) =>
      Math.abs(valueOf(a)) - Math.abs(valueOf(b)) || Math.abs(a.cum) - Math.abs(b.cum),
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
      '8ch',
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
      '8ch',
    ),
    ...(isDifference
      ? [
          number(
            'before',
            localize('Before'),
            ({ cumBefore = 0 }) => cumBefore,
            ({ cumBefore = 0 }) => valueText(cumBefore, unit, state.unit),
          ),
          number(
            'growth',
            localize('of itself'),
            ({ cum, cumBefore = 0 }) => (cumBefore === 0 ? Infinity : cum / cumBefore),
            ({ cum, cumBefore = 0, cumCount }) =>
              cumBefore === 0 ? localize('new') : shareText(cum, cumBefore, cumCount),
            '8ch',
          ),
        ]
      : []),
    ...(sampling === 'counted'
      ? [
          number(
            'samples',
            localize('Samples'),
            ({ cumCount = 0 }) => cumCount,
            ({ cumCount = 0 }) => countText(cumCount),
            '8ch',
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
    activate: ({ name }) => {
      actions.change({ view: 'peek', pivot: name });
    },
    key: ({ key }, { name }) => {
      if (key === 'o') {
        actions.openSource(name);
      }
    },
    sorted: (topSort) => {
      actions.change({ topSort });
    },
  });
}
