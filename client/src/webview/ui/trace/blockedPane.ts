/** Where goroutines waited, for what, and how long. */
import type { BlockedModel } from '../../traceProtocol.ts';
import { element } from '../components/elements.ts';
import type { TableColumn } from '../components/tableColumn.ts';
import { VirtualTable } from '../components/virtualTable.ts';
import { filterField } from './filterField.ts';
import { stackList, type Pane, type PaneContext } from './pane.ts';
import { partChoice } from './partChoice.ts';
import { durationText, placeText } from './texts.ts';
import { countText } from '../../../countText.ts';

export function blockedPane(context: PaneContext): Pane {
  const { localize, actions } = context;
  const stack = element('div', { class: 'stack-of' });
  const showStack = (frames: BlockedModel['frames']) => {
    stack.replaceChildren(stackList(frames, actions));
  };
  const table = new VirtualTable<BlockedModel>({
    label: localize('Where goroutines waited. Enter opens the code.'),
    columns: columnsOf(context),
    sort: { column: 'total', isDescending: true },
    activate: ({ frames, ownFrame }) => {
      const frame = frames[ownFrame];
      if (frame) {
        actions.openFrame(frame);
      }
    },
    select: ({ frames }) => {
      showStack(frames);
    },
  });
  const others = element('p', { class: 'details' });
  let blocked: readonly BlockedModel[] = [];
  let shown: string | undefined;
  const show = (filter: string) => {
    if (filter !== shown) {
      shown = filter;
      table.setRows(blocked.filter((row) => matches(row, filter)));
      showStack(table.first?.frames ?? []);
    }
  };
  const choice = partChoice(context, (part) => {
    ({ blocked } = part);
    others.textContent =
      part.countOtherBlocked > 0
        ? localize('{0} places that waited less are not shown.', countText(part.countOtherBlocked))
        : '';
    const filter = shown ?? context.state.filter;
    shown = undefined;
    show(filter);
  });
  const placeholder = localize('Function or reason');
  const field = filterField({ localize, placeholder, filter: context.state.filter }, (filter) => {
    show(filter);
    actions.keep({ filter });
  });
  return {
    element: element(
      'div',
      { class: 'pane' },
      element('div', { class: 'choices' }, field.element, choice.element),
      element('div', { class: 'beside' }, table.element, stack),
      others,
    ),
    show(state) {
      field.set(state.filter);
      choice.show(state);
      show(state.filter);
    },
    dispose: () => undefined,
  };
}

function matches({ reason, frames }: BlockedModel, filter: string): boolean {
  const wanted = filter.trim().toLowerCase();
  return (
    wanted === '' ||
    reason.toLowerCase().includes(wanted) ||
    frames.some(({ functionName }) => functionName.toLowerCase().includes(wanted))
  );
}

function columnsOf({ localize }: PaneContext): TableColumn<BlockedModel>[] {
  const number = (
    key: string,
    title: string,
    value: (row: BlockedModel) => number,
    text: (value: number) => string,
  ): TableColumn<BlockedModel> => ({
    key,
    title,
    width: '11ch',
    isNumber: true,
    isDescendingFirst: true,
    text: (row) => text(value(row)),
    compare: (a, b) => value(a) - value(b),
  });
  const place = ({ frames, ownFrame }: BlockedModel) => {
    const frame = frames[ownFrame];
    return frame ? placeText(frame) : localize('without a stack');
  };
  return [
    number('total', localize('Total'), ({ totalNs }) => totalNs, durationText),
    number('count', localize('Count'), ({ count }) => count, countText),
    number('mean', localize('Mean'), ({ totalNs, count }) => totalNs / count, durationText),
    number('max', localize('Max'), ({ longestNs }) => longestNs, durationText),
    {
      key: 'reason',
      title: localize('Reason'),
      width: '18ch',
      text: ({ reason }) => reason,
      compare: (a, b) => a.reason.localeCompare(b.reason),
    },
    {
      key: 'place',
      title: localize('Where'),
      width: 'minmax(24ch, 1fr)',
      text: place,
      compare: (a, b) => place(a).localeCompare(place(b)),
    },
  ];
}
