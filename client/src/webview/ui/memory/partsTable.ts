/** A section with a table of parts: what they are, numbers, and what they mean. */
import { element } from '../components/elements.ts';

export interface Part {
  readonly name: string;
  /** One below each head between those of the name and the meaning. */
  readonly numbers: readonly string[];
  readonly meaning: string;
}

export interface PartsOptions {
  readonly id: string;
  readonly title: string;
  readonly heads: readonly string[];
  /** The last one is all of them. */
  readonly parts: readonly Part[];
  /** Below the table. */
  readonly text: string;
}

export function partsTable({ id, title, heads, parts, text }: PartsOptions): HTMLElement {
  return element(
    'section',
    { 'aria-labelledby': id },
    element('h2', { id }, title),
    element(
      'table',
      { class: 'figures' },
      element(
        'thead',
        {},
        element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head))),
      ),
      element('tbody', {}, ...parts.map(rowOf)),
    ),
    element('p', {}, text),
  );
}

function rowOf({ name, numbers, meaning }: Part): HTMLElement {
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, name),
    ...numbers.map((number) => element('td', { class: 'number' }, number)),
    element('td', {}, meaning),
  );
}
