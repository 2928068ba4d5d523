/** Goroutines by where they stand. */
import type { GoroutineGroup, GoroutinesModel } from '../../profileProtocol.ts';
import { stackAt, stacksWith } from '../../stackColumns.ts';
import { waitingFrame } from '../../../profiles/models/waitingFrame.ts';
import { element } from '../components/elements.ts';
import type { TableColumn } from '../components/tableColumn.ts';
import { VirtualTable } from '../components/virtualTable.ts';
import type { Pane, PaneContext } from './pane.ts';
import { countText } from '../../../countText.ts';

interface GoroutineRow extends GoroutineGroup {
  /** Its place among the stacks. */
  readonly stack: number;
}

export function goroutinesPane(): Pane<'goroutines'> {
  const holder = element('div', { class: 'pane' });
  const stack = element('div', { class: 'stack', tabindex: 0 });
  return {
    element: holder,
    request: () => ({ view: 'goroutines' }),
    show({ model }, context) {
      const { matches, localize } = context;
      const { groups, stacks, countAll } = model;
      const isFound = matches ? stacksWith(stacks, matches) : () => true;
      const found = groups
        .map((group, place) => ({ ...group, stack: place }))
        .filter((group) => isFound(group.stack));
      stack.ariaLabel = localize('Stack');
      stack.replaceChildren();
      const table = groupTable(context, model, (group) => {
        drawStack(stack, group, model, context);
      });
      table.setRows(found);
      holder.replaceChildren(
        table.element,
        ...(groups.length === countAll ? [] : [leftOut(groups.length, countAll, context)]),
        stack,
      );
      const [first] = found;
      if (first) {
        drawStack(stack, first, model, context);
      }
    },
  };
}

function groupTable(
  { localize }: PaneContext,
  { groups, stacks }: GoroutinesModel,
  select: (group: GoroutineRow) => void,
): VirtualTable<GoroutineRow> {
  // Only dumps as text tell of them.
  const hasWaits = groups.some(({ waitMinutes }) => waitMinutes > 0);
  const hasStates = groups.some((group) => stateText(group) !== '');
  return new VirtualTable<GoroutineRow>({
    label: localize('Goroutines by stack'),
    sort: { column: 'count', isDescending: true },
    columns: [
      {
        key: 'count',
        title: localize('Goroutines'),
        width: '12ch',
        isNumber: true,
        isDescendingFirst: true,
        text: ({ count }) => countText(count),
        compare: (a, b) => a.count - b.count,
      },
      ...(hasWaits ? [waitColumn(localize('Longest wait'))] : []),
      ...(hasStates
        ? [
            {
              key: 'state',
              title: localize('State'),
              width: 'minmax(16ch, 28ch)',
              text: stateText,
            },
          ]
        : []),
      {
        key: 'where',
        title: localize('Where'),
        width: 'minmax(30ch, 1fr)',
        text: ({ stack }) => waitingFrame(stackAt(stacks, stack).map(({ name }) => name)),
      },
    ],
    select,
    activate: select,
  });
}

function leftOut(count: number, countAll: number, { localize }: PaneContext): HTMLElement {
  return element(
    'p',
    { class: 'details' },
    localize('{0} of {1} stacks, those of most goroutines.', countText(count), countText(countAll)),
  );
}

function waitColumn(title: string): TableColumn<GoroutineRow> {
  return {
    key: 'wait',
    title,
    width: '14ch',
    isNumber: true,
    isDescendingFirst: true,
    text: ({ waitMinutes }) => (waitMinutes === 0 ? '' : `${waitMinutes} min`),
    compare: (a, b) => a.waitMinutes - b.waitMinutes,
  };
}

function stateText({ states, countLocked }: GoroutineGroup): string {
  const all =
    states.length === 1
      ? [states[0]?.state ?? '']
      : states.map(({ state, count }) => `${count} ${state}`);
  return [...all, ...(countLocked > 0 ? [`${countLocked} locked to thread`] : [])].join(', ');
}

function drawStack(
  holder: HTMLElement,
  { stack, createdBy }: GoroutineRow,
  { stacks }: GoroutinesModel,
  { localize, actions }: PaneContext,
): void {
  holder.replaceChildren(
    element(
      'ol',
      {},
      ...stackAt(stacks, stack).map(({ name }) => {
        const link = element('button', { type: 'button', class: 'link' }, name);
        link.addEventListener('click', () => {
          actions.openSource(name);
        });
        return element('li', {}, link);
      }),
    ),
    createdBy === '' ? '' : localize('created by {0}', createdBy),
  );
}
