/** The stacks that take most, one below the other. */
import type { ViewResult } from '../../profileProtocol.ts';
import { stackAt, stacksWith } from '../../stackColumns.ts';
import { element } from '../components/elements.ts';
import { VirtualTable } from '../components/virtualTable.ts';
import type { Pane, PaneContext } from './pane.ts';
import { shareColumn } from './tableColumns.ts';
import { shareText } from '../../../../../server/src/engine/measured/shareText.ts';
import { amountText } from '../../../profiles/models/texts.ts';
import { countText } from '../../../countText.ts';

type TracesResult = Extract<ViewResult, { readonly view: 'traces' }>;

/** The first row of a stack has its value. */
interface TraceRow {
  readonly value: string;
  readonly share: string;
  /** Empty in rows of labels. */
  readonly name: string;
  readonly text: string;
  readonly isFirst: boolean;
}

export function tracesPane(): Pane<'traces'> {
  const holder = element('div', { class: 'pane' });
  return {
    element: holder,
    request: () => ({ view: 'traces' }),
    show(result, context) {
      const { localize, matches } = context;
      const { traces, stacks, countAll } = result.model;
      const isFound = matches ? stacksWith(stacks, matches) : () => true;
      const found = [...traces.keys()].filter(isFound);
      const table = traceTable(context);
      table.setRows(found.flatMap((trace) => traceRows(trace, result, context)));
      holder.replaceChildren(
        table.element,
        element(
          'p',
          { class: 'details' },
          localize(
            '{0} of {1} stacks, those that take most.',
            countText(found.length),
            countText(countAll),
          ),
        ),
      );
    },
  };
}

/** Of one of the traces. */
function traceRows(
  trace: number,
  { header, model }: TracesResult,
  { state }: PaneContext,
): TraceRow[] {
  const { value = 0, count, labels = [] } = model.traces[trace] ?? {};
  const rows = [
    ...(labels.length > 0 ? [{ name: '', text: labels.join('  ') }] : []),
    ...stackAt(model.stacks, trace).map(({ name, isInlined }) => ({
      name,
      text: isInlined ? `${name} (inline)` : name,
    })),
  ];
  return rows.map((row, index) => ({
    ...row,
    isFirst: index === 0,
    value: index === 0 ? amountText(header, value, state.unit) : '',
    share: index === 0 ? shareText(value, header.total, count) : '',
  }));
}

function traceTable({ localize, actions }: PaneContext): VirtualTable<TraceRow> {
  return new VirtualTable<TraceRow>({
    label: localize('Stacks'),
    columns: [
      {
        key: 'value',
        title: localize('Value'),
        width: '10ch',
        isNumber: true,
        text: ({ value }) => value,
      },
      shareColumn('%', ({ share }) => share),
      {
        key: 'name',
        title: localize('Stack, the leaf first'),
        width: 'minmax(30ch, 1fr)',
        text: ({ text }) => text,
      },
    ],
    rowClass: ({ isFirst, name }) => `${isFirst ? 'first' : ''} ${name === '' ? 'quiet' : ''}`,
    activate: ({ name }) => {
      if (name !== '') {
        actions.change({ view: 'peek', pivot: name });
      }
    },
    key: ({ key }, { name }) => {
      if (key === 'o' && name !== '') {
        actions.openSource(name);
      }
    },
  });
}
