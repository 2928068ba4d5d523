/** A function line by line, with what each line takes. */
import type { SourcePart, SourceRow, ViewResult } from '../../profileProtocol.ts';
import { button, element } from '../components/elements.ts';
import { VirtualTable } from '../components/virtualTable.ts';
import type { Pane, PaneContext } from './pane.ts';
import { shareColumn } from './tableColumns.ts';
import { shareText } from '../../../../../server/src/engine/measured/shareText.ts';
import { amountText } from '../../../profiles/models/texts.ts';

type SourceResult = Extract<ViewResult, { readonly view: 'source' }>;

export function sourcePane(): Pane<'source'> {
  const holder = element('div', { class: 'pane' });
  return {
    element: holder,
    request: ({ pivot, chosenPaths }) => ({ view: 'source', name: pivot, chosen: chosenPaths }),
    show(result, context) {
      const parts = result.model.parts.map((part) => ({
        part,
        table: partTable(part, result, context),
      }));
      holder.replaceChildren(
        ...parts.flatMap(({ part, table }) => [partTitle(part, context), table.element]),
      );
      // Once they have their room.
      for (const { part, table } of parts) {
        table.center(costliest(part.rows));
      }
    },
  };
}

/** The line that is looked for. */
function costliest(rows: readonly SourceRow[]): SourceRow | undefined {
  return rows.reduce<SourceRow | undefined>(
    (most, row) => (Math.abs(row.cum) > Math.abs(most?.cum ?? 0) ? row : most),
    undefined,
  );
}

function partTitle(part: SourcePart, context: PaneContext): HTMLElement {
  const { name, file, path, candidates } = part;
  const { localize, actions } = context;
  return element(
    'div',
    { class: 'choices' },
    element('strong', {}, name),
    candidates.length > 1
      ? pathChoice(part, context)
      : element('span', { class: 'pivot' }, path === '' ? file : path),
    path === ''
      ? element('span', {}, localize('The file is not on this machine.'))
      : button(localize('Open'), { id: 'source-open' }, () => {
          actions.openSource(name, undefined, path);
        }),
  );
}

/** Nothing decides between several files but the user. */
function pathChoice(
  { file, path, candidates }: SourcePart,
  { state, localize, actions }: PaneContext,
): HTMLElement {
  const select = element(
    'select',
    { id: 'source-path', 'aria-label': localize('File'), title: file },
    ...candidates.map((each) => element('option', { value: each, selected: each === path }, each)),
  );
  select.addEventListener('change', () => {
    actions.change({ chosenPaths: { ...state.chosenPaths, [file]: select.value } });
  });
  return select;
}

function partTable(
  part: SourcePart,
  { header }: SourceResult,
  { state, localize, actions }: PaneContext,
): VirtualTable<SourceRow> {
  const amount = (value: number) => (value === 0 ? '' : amountText(header, value, state.unit));
  const table = new VirtualTable<SourceRow>({
    label: localize('Lines of {0}', part.name),
    columns: [
      {
        key: 'flat',
        title: localize('Flat'),
        width: '10ch',
        isNumber: true,
        text: ({ flat }) => amount(flat),
      },
      {
        key: 'cum',
        title: localize('Cum'),
        width: '10ch',
        isNumber: true,
        text: ({ cum }) => amount(cum),
      },
      shareColumn(localize('Cum %'), ({ cum, cumCount }) =>
        cum === 0 ? '' : shareText(cum, header.total, cumCount),
      ),
      {
        key: 'line',
        title: localize('Line'),
        width: '7ch',
        isNumber: true,
        text: ({ line }) => String(line),
      },
      {
        key: 'code',
        title: localize('Code'),
        width: 'minmax(60ch, 1fr)',
        text: ({ code, isGone }) =>
          isGone ? localize('gone since the build') : code.replaceAll('\t', '    '),
      },
    ],
    rowClass: ({ cum, isGone }) => (cum === 0 || isGone ? 'code quiet' : 'code'),
    activate: ({ line, isGone }) => {
      actions.openSource(part.name, isGone ? undefined : line, part.path);
    },
  });
  table.setRows(part.rows);
  return table;
}
