/** A frame between its callers and its callees, as tables. */
import type { PeekRow, ViewResult } from '../../profileProtocol.ts';
import { button, element } from '../components/elements.ts';
import { VirtualTable } from '../components/virtualTable.ts';
import type { Pane, PaneContext } from './pane.ts';
import { shareColumn, valueColumn } from './tableColumns.ts';
import { shareText } from '../../../../../server/src/engine/measured/shareText.ts';
import { amountText } from '../../../profiles/models/texts.ts';

type PeekResult = Extract<ViewResult, { readonly view: 'peek' }>;

export function peekPane(): Pane<'peek'> {
  const holder = element('div', { class: 'pane' });
  return {
    element: holder,
    request: ({ pivot }) => ({ view: 'peek', name: pivot }),
    show(result, context) {
      const { localize, matches } = context;
      const { name, callers, callees } = result.model;
      const table = (label: string, of: number, rows: readonly PeekRow[]) => {
        const made = callTable(label, of, result, context);
        made.setRows(matches ? rows.filter((row) => matches(row.name)) : rows);
        return made;
      };
      const above = table(localize('Callers'), result.model.cum, callers);
      const below = table(localize('Callees'), result.model.cum, callees);
      holder.replaceChildren(
        element('h2', {}, localize('Callers')),
        above.element,
        name === '' ? '' : subject(result, context),
        element('h2', {}, localize('Callees')),
        below.element,
      );
    },
  };
}

function subject(
  { header, model }: PeekResult,
  { state, localize, actions }: PaneContext,
): HTMLElement {
  const amount = (value: number) => amountText(header, value, state.unit);
  return element(
    'div',
    { class: 'subject choices' },
    element('strong', {}, model.name),
    element('span', {}, localize('{0} flat, {1} cum', amount(model.flat), amount(model.cum))),
    button(localize('Code'), { id: 'peek-code' }, () => {
      actions.openSource(model.name);
    }),
    button(localize('Flame graph'), { id: 'peek-flame' }, () => {
      actions.change({ view: 'flame', pivot: model.name });
    }),
  );
}

function callTable(
  label: string,
  of: number,
  { header }: PeekResult,
  { state, localize, actions }: PaneContext,
): VirtualTable<PeekRow> {
  return new VirtualTable<PeekRow>({
    label,
    columns: [
      valueColumn(header.type, header, state.unit),
      shareColumn(localize('of it'), ({ value }) => shareText(value, Math.abs(of), undefined)),
      {
        key: 'name',
        title: localize('Function'),
        width: 'minmax(30ch, 1fr)',
        text: ({ name, isInlined }) => (isInlined ? `${name} (inline)` : name),
      },
    ],
    activate: ({ name }) => {
      actions.change({ pivot: name });
    },
    key: ({ key }, { name }) => {
      if (key === 'o') {
        actions.openSource(name);
      }
    },
  });
}
