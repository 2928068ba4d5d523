/** What the samples with each label take, and how large objects are. */
import { literalPattern } from '../../../../../server/src/engine/text/literalPattern.ts';
import type { LabelModel, ObjectSize, ViewResult } from '../../profileProtocol.ts';
import { button, element } from '../components/elements.ts';
import type { Pane, PaneContext } from './pane.ts';
import { shareText } from '../../../../../server/src/engine/measured/shareText.ts';
import { amountText, valueText } from '../../../profiles/models/texts.ts';

type LabelsResult = Extract<ViewResult, { readonly view: 'labels' }>;

/** Of one key; the rest takes less. */
const MOST_VALUES = 100;

export function labelsPane(): Pane<'labels'> {
  const holder = element('div', { class: 'pane scrolled', tabindex: 0 });
  return {
    element: holder,
    request: () => ({ view: 'labels' }),
    show(result, context) {
      const { localize } = context;
      const { labels, sizes } = result.model;
      holder.ariaLabel = localize('Labels');
      holder.replaceChildren(
        ...(sizes.length > 0 ? [histogram(sizes, result, context)] : []),
        ...labels
          .filter(({ key }) => key !== 'bytes' || sizes.length === 0)
          .map((label) => labelTable(label, result, context)),
        labels.length === 0 ? localize('The samples have no labels.') : '',
      );
    },
  };
}

/** Objects by their size, each size with the class that the allocator gives it. */
function histogram(
  sizes: readonly ObjectSize[],
  { header }: LabelsResult,
  context: PaneContext,
): HTMLElement {
  const { localize, state } = context;
  const most = Math.max(...sizes.map(({ value }) => Math.abs(value)));
  const rows = sizes.map(({ bytes, classBytes, value, count }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, valueText(bytes, 'bytes', 'auto')),
      element('td', { class: 'number' }, classBytes === 0 ? localize('large') : `${classBytes} B`),
      element('td', { class: 'number' }, amountText(header, value, state.unit)),
      element('td', { class: 'number' }, shareText(value, header.total, count)),
      bar(value, most),
    ),
  );
  return table(
    localize('Sizes of objects'),
    [localize('Object'), localize('Size class'), header.type, '%', ''],
    rows,
  );
}

function labelTable(
  { key, values }: LabelModel,
  { header }: LabelsResult,
  { localize, state, actions }: PaneContext,
): HTMLElement {
  const most = Math.max(...values.map(({ value }) => Math.abs(value)));
  const rows = values.slice(0, MOST_VALUES).map(({ text, value }) =>
    element(
      'tr',
      {},
      element(
        'th',
        { scope: 'row' },
        button(text, { class: 'link', title: localize('Only samples with this label') }, () => {
          actions.change({
            hasFilters: true,
            options: { ...state.options, tagFocus: `${key}=${exactTag(text)}` },
          });
        }),
      ),
      element('td', { class: 'number' }, amountText(header, value, state.unit)),
      element('td', { class: 'number' }, shareText(value, header.total, undefined)),
      bar(value, most),
    ),
  );
  return table(key, [localize('Value'), header.type, '%', ''], rows);
}

/** In tagfocus a comma separates expressions. */
function exactTag(text: string): string {
  return /^-?[\d.]+\s*[a-zA-Z]*$/.test(text)
    ? text
    : `^${literalPattern(text).replaceAll(',', '\\x2c')}$`;
}

function table(title: string, heads: readonly string[], rows: readonly HTMLElement[]): HTMLElement {
  return element(
    'table',
    { class: 'bars' },
    element('caption', {}, title),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        ...heads.map((head) =>
          element(head === '' ? 'td' : 'th', { scope: head !== '' && 'col' }, head),
        ),
      ),
    ),
    element('tbody', {}, ...rows),
  );
}

function bar(value: number, most: number): HTMLElement {
  const filled = element('div', { class: value < 0 ? 'bar shrunk' : 'bar' });
  filled.style.width = `${most === 0 ? 0 : (Math.abs(value) / most) * 100}%`;
  return element('td', { class: 'room', 'aria-hidden': 'true' }, filled);
}
