/** Goroutines by where they stand. */
import type { GoroutineGroup } from '../../profileProtocol.ts';
import { waitingFrame } from '../../../profiles/models/waitingFrame.ts';
import { element } from '../components/elements.ts';
import type { TableColumn } from '../components/tableColumn.ts';
import { VirtualTable } from '../components/virtualTable.ts';
import type { Pane, PaneContext } from './pane.ts';
import { countText } from '../../../countText.ts';

export function goroutinesPane(): Pane<'goroutines'> {
  const holder = element('div', { class: 'pane' });
  const stack = element('div', { class: 'stack', tabindex: 0 });
  return {
    element: holder,
    request: () => ({ view: 'goroutines' }),
    show({ model }, context) {
      const { matches, localize } = context;
      const groups = matches
        ? model.groups.filter(({ frames }) => frames.some(matches))
        : model.groups;
      stack.ariaLabel = localize('Stack');
      stack.replaceChildren();
      const table = groupTable(context, model.groups, (group) => {
        drawStack(stack, group, context);
      });
      table.setRows(groups);
      holder.replaceChildren(table.element, stack);
      const [first] = groups;
      if (first) {
        drawStack(stack, first, context);
      }
    },
  };
}

function groupTable(
  { localize }: PaneContext,
  groups: readonly GoroutineGroup[],
  select: (group: GoroutineGroup) => void,
): VirtualTable<GoroutineGroup> {
  // Only dumps as text tell of them.
  const hasWaits = groups.some(({ waitMinutes }) => waitMinutes > 0);
  const hasStates = groups.some((group) => stateText(group) !== '');
  return new VirtualTable<GoroutineGroup>({
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
        text: ({ frames }) => waitingFrame(frames),
      },
    ],
    select,
    activate: select,
  });
}

function waitColumn(title: string): TableColumn<GoroutineGroup> {
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
  stack: HTMLElement,
  { frames, createdBy }: GoroutineGroup,
  { localize, actions }: PaneContext,
): void {
  stack.replaceChildren(
    element(
      'ol',
      {},
      ...frames.map((name) => {
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
