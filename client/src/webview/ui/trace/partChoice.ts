import type { PartModel } from '../../traceProtocol.ts';
import { button, element } from '../components/elements.ts';
import type { PaneContext } from './pane.ts';
import type { TraceState } from './state.ts';
import { timeText } from './texts.ts';

/** The choice between all of the time and the part of it that charts and timeline show. */
export interface PartChoice {
  readonly element: HTMLElement;
  show(state: TraceState): void;
}

/** `take` gets what is chosen, whenever that is another part than before. */
export function partChoice(
  { trace, localize, actions }: PaneContext,
  take: (part: PartModel) => void,
): PartChoice {
  let isPart = false;
  const toggle = button('', { id: 'part' }, () => {
    actions.change({ isPart: !isPart });
  });
  const note = element('span', { role: 'status' });
  let shownKey: string | undefined;
  const show = (part: PartModel) => {
    note.textContent = part.isComplete
      ? ''
      : localize('The trace was too much to keep: more may have happened.');
    take(part);
  };
  return {
    element: element('div', { class: 'choices' }, toggle, note),
    show(state) {
      const { range } = state;
      isPart = state.isPart && range !== undefined;
      toggle.setAttribute('aria-pressed', String(isPart));
      toggle.disabled = range === undefined;
      toggle.textContent = range
        ? localize('Only {0} to {1}', timeText(range.from), timeText(range.to))
        : localize('Only what the charts show');
      toggle.title = localize(
        'What begins before or ends behind that part of the time counts for as long as it is within. Zoom the heap or the timeline to choose another one.',
      );
      const key = range && isPart ? `${range.from} ${range.to}` : '';
      if (key === shownKey) {
        return;
      }
      shownKey = key;
      if (!range || !isPart) {
        show(trace.whole);
        return;
      }
      const request = { fromSeconds: range.from, toSeconds: range.to };
      void actions.askPart(request).then((part) => {
        if (part && shownKey === key) {
          show(part);
        }
      });
    },
  };
}
