/** Draws the view's model. */
import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import type { SourcePlace } from '../../../../../server/src/protocol.ts';
import { button, element } from '../components/elements.ts';
import { operateTree } from '../components/tree.ts';
import type {
  CellModel,
  ItemModel,
  LayoutModel,
  LineModel,
  OrderModel,
  SectionModel,
} from './viewModel.ts';

export interface LayoutActions {
  readonly setReordered: (isReordered: boolean) => void;
  readonly select: (index: number) => void;
  readonly expand: (path: string, isExpanded: boolean) => void;
  readonly reveal: (place: SourcePlace) => void;
  readonly reorder: (place: SourcePlace) => void;
  readonly compare: () => void;
  readonly stopComparing: () => void;
}

export function renderLayout(
  model: LayoutModel,
  actions: LayoutActions,
  localize: Localize,
): readonly Node[] {
  return [
    ...model.messages.map((message) => element('p', { class: 'message' }, message)),
    ...(model.types.length > 0 ? [typeChoice(model, actions, localize)] : []),
    ...(model.order ? [orderChoice(model.order, actions, localize)] : []),
    ...model.sections.map((section) => sectionOf(section, actions, localize)),
    ...(model.sections.length > 0 ? [comparison(model, actions, localize)] : []),
  ];
}

function typeChoice(
  { types, selected }: LayoutModel,
  { select }: LayoutActions,
  localize: Localize,
): HTMLElement {
  const options = types.map((type, index) =>
    element('option', { value: index, selected: index === selected }, type),
  );
  const choice = element('select', { id: 'type', 'aria-label': localize('Type') }, ...options);
  choice.addEventListener('change', () => {
    select(Number(choice.value));
  });
  return choice;
}

function orderChoice(
  { isReordered, written, best, notes, place }: OrderModel,
  { setReordered, reorder }: LayoutActions,
  localize: Localize,
): HTMLElement {
  const choice = (id: string, label: string, isBest: boolean) => {
    const input = element('input', {
      type: 'radio',
      name: 'order',
      id,
      checked: isBest === isReordered,
    });
    input.addEventListener('change', () => {
      setReordered(isBest);
    });
    return element('label', {}, input, label);
  };
  return element(
    'fieldset',
    { class: 'order' },
    element('legend', { class: 'hidden' }, localize('Order of the fields')),
    choice('written', written, false),
    choice('best', best, true),
    ...notes.map((note) => element('p', { class: 'note' }, note)),
    place &&
      element(
        'div',
        { class: 'buttons' },
        button(localize('Reorder Fields'), { id: 'reorder' }, () => {
          reorder(place);
        }),
      ),
  );
}

function comparison(
  { compared }: LayoutModel,
  { compare, stopComparing }: LayoutActions,
  localize: Localize,
): HTMLElement {
  return element(
    'div',
    { class: 'buttons' },
    button(localize('Compare with GOARCH…'), { id: 'compare' }, compare),
    compared === undefined
      ? undefined
      : button(localize('Stop Comparing with {0}', compared), { id: 'stop' }, stopComparing),
  );
}

function sectionOf(section: SectionModel, actions: LayoutActions, localize: Localize): HTMLElement {
  const { title, goarch, facts, drawingLabel, lines, items, listLabel, place } = section;
  const heading = `title-${goarch}`;
  const name = place
    ? button(
        title,
        { class: 'link', id: `reveal-${goarch}`, title: localize('Go to the declaration') },
        () => {
          actions.reveal(place);
        },
      )
    : title;
  const drawing = element(
    'div',
    { class: 'drawing', role: 'img', 'aria-label': drawingLabel },
    ...lines.map(lineOf),
  );
  const made = element(
    'section',
    { 'aria-labelledby': heading, 'data-goarch': goarch },
    element('h2', { id: heading }, name, ' ', element('span', { class: 'goarch' }, goarch)),
    element('p', { class: 'facts' }, facts.join(' · ')),
    drawing,
  );
  if (items.length > 0) {
    const list = listOf(items, listLabel, localize);
    const point = (path: string | undefined) => {
      mark(made, path);
    };
    operateTree(list, {
      activate: (path) => {
        const item = items.find((each) => each.path === path);
        if (item?.place) {
          actions.reveal(item.place);
        }
      },
      expand: (path, isExpanded) => {
        actions.expand(path, isExpanded);
      },
      point,
    });
    drawing.addEventListener('mouseover', ({ target }) => {
      point(target instanceof HTMLElement ? target.dataset.path : undefined);
    });
    drawing.addEventListener('mouseleave', () => {
      point(undefined);
    });
    made.append(list);
  }
  return made;
}

/** Sets off the bytes and the item of one field. */
function mark(section: HTMLElement, path: string | undefined): void {
  for (const each of section.querySelectorAll<HTMLElement>('[data-path]')) {
    each.classList.toggle('marked', path !== undefined && isWithin(each.dataset.path, path));
  }
}

/** A field's bytes are those of the fields in it too, where these are drawn. */
function isWithin(inner: string | undefined, path: string): boolean {
  return inner === path || inner?.startsWith(`${path}.`) === true;
}

function lineOf(line: LineModel): HTMLElement {
  if (line.kind === 'gap') {
    return element('div', { class: 'gap' }, line.text);
  }
  return element(
    'div',
    { class: 'line' },
    element('span', { class: 'offset' }, line.offset),
    element(
      'div',
      { class: 'words' },
      ...line.words.map((word) => element('span', { class: 'word' }, ...word.map(cellOf))),
    ),
  );
}

function cellOf({ kind, path, color, letter, isFirst }: CellModel): HTMLElement {
  const classes = [
    'byte',
    kind,
    color === undefined ? '' : `color-${color}`,
    isFirst ? 'first' : '',
  ];
  return element(
    'span',
    {
      class: classes.filter((each) => each !== '').join(' '),
      'data-path': path === '' ? undefined : path,
    },
    letter,
  );
}

function listOf(items: readonly ItemModel[], label: string, localize: Localize): HTMLElement {
  const heading = element(
    'div',
    { class: 'item heading', 'aria-hidden': 'true' },
    element('span', { class: 'name' }),
    element('span', { class: 'number' }, localize('offset')),
    element('span', { class: 'number' }, localize('size')),
    element('span', { class: 'number' }, localize('pad')),
  );
  return element(
    'div',
    { class: 'fields' },
    heading,
    element('div', { role: 'tree', 'aria-label': label }, ...items.map(itemOf)),
  );
}

function itemOf(item: ItemModel): HTMLElement {
  const { path, level, letter, color, name, type, isExpanded } = item;
  const twistie = isExpanded === undefined ? '' : isExpanded ? '▾' : '▸';
  return element(
    'div',
    {
      class: `item level-${Math.min(level, MAXIMUM_INDENTATION)}`,
      role: 'treeitem',
      tabindex: -1,
      'data-path': path,
      'aria-level': level,
      'aria-posinset': item.position,
      'aria-setsize': item.countSiblings,
      'aria-expanded': isExpanded === undefined ? undefined : String(isExpanded),
    },
    element('span', { class: 'hidden' }, item.label),
    element(
      'span',
      { class: 'name', ...SEEN },
      element('span', { class: 'twistie' }, twistie),
      element('span', { class: `swatch color-${color}` }, letter),
      name === '' ? undefined : element('span', { class: 'field' }, name),
      element('span', { class: 'type' }, type),
    ),
    element('span', { class: 'number', ...SEEN }, item.offset),
    element('span', { class: 'number', ...SEEN }, item.size),
    element('span', { class: 'number', ...SEEN }, item.padding),
  );
}

/** Those who do not see it have the label. */
const SEEN = { 'aria-hidden': 'true' };
const MAXIMUM_INDENTATION = 8;
