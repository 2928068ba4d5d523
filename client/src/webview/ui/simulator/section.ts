/** A section of the page with its title, and tables that say in numbers what a drawing shows. */
import { element } from '../components/elements.ts';

export function section(id: string, title: string, ...content: readonly Node[]): HTMLElement {
  return element(
    'section',
    { id, 'aria-labelledby': `${id}-title` },
    element('h2', { id: `${id}-title` }, title),
    ...content,
  );
}

export interface PlainTable {
  readonly element: HTMLElement;
  set(rows: readonly (readonly string[])[]): void;
}

/** A table behind a disclosure: what the drawing above it shows, for those who want numbers or cannot see it. */
export function tableTwin(summary: string, heads: readonly string[]): PlainTable {
  const body = element('tbody');
  const made = element(
    'details',
    { class: 'twin' },
    element('summary', {}, summary),
    element(
      'table',
      {},
      element(
        'thead',
        {},
        element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head))),
      ),
      body,
    ),
  );
  return {
    element: made,
    set(rows) {
      if (made.open) {
        body.replaceChildren(
          ...rows.map((row) => element('tr', {}, ...row.map((cell) => element('td', {}, cell)))),
        );
      }
    },
  };
}

/** A list of names and values that change in place. */
export class Facts {
  readonly element = element('dl', { class: 'facts' });
  readonly #values = new Map<string, HTMLElement>();

  set(name: string, value: string): void {
    let shown = this.#values.get(name);
    if (shown === undefined) {
      shown = element('dd');
      this.#values.set(name, shown);
      this.element.append(element('div', {}, element('dt', {}, name), shown));
    }
    if (shown.textContent !== value) {
      shown.textContent = value;
    }
  }
}
