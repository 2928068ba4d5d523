import { element } from './elements.ts';

/** What stands in a page in place of a file that cannot be shown; `help` says what can. */
export function failure(title: string, problem: string, help: string): HTMLElement {
  return element(
    'div',
    { class: 'failure', role: 'alert' },
    element('h1', {}, title),
    element('p', {}, problem),
    element('p', {}, help),
  );
}
