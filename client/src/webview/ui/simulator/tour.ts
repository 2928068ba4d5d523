/** The text of a lesson's step, with the way on. */
import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import { button, element } from '../components/elements.ts';
import type { Lesson } from './lessons/lesson.ts';

export interface TourActions {
  readonly go: (step: number) => void;
  readonly leave: () => void;
}

export function tour(
  lesson: Lesson,
  step: number,
  actions: TourActions,
  localize: Localize,
): HTMLElement {
  const { steps, title } = lesson;
  const isLast = step === steps.length - 1;
  return element(
    'aside',
    { id: 'tour', 'aria-label': title },
    element('h2', {}, title),
    element(
      'p',
      { role: 'status', 'aria-live': 'polite', id: 'tour-text' },
      steps[step]?.text ?? '',
    ),
    element(
      'div',
      { class: 'group' },
      button(localize('Previous'), { id: 'tour-previous', disabled: step === 0 }, () => {
        actions.go(step - 1);
      }),
      isLast
        ? undefined
        : button(localize('Next'), { id: 'tour-next', class: 'primary' }, () => {
            actions.go(step + 1);
          }),
      button(
        isLast ? localize('Done') : localize('Leave the lesson'),
        { id: 'tour-leave' },
        actions.leave,
      ),
      element('span', { class: 'progress' }, localize('Step {0} of {1}', step + 1, steps.length)),
    ),
  );
}
