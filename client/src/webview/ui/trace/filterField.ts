import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import { afterTyping } from '../components/afterTyping.ts';
import { element } from '../components/elements.ts';

export interface FilterField {
  readonly element: HTMLElement;
  /** Shows what has been typed elsewhere. */
  set(filter: string): void;
}

export interface FilterFieldOptions {
  readonly localize: Localize;
  /** What is filtered. */
  readonly placeholder: string;
  readonly filter: string;
}

export function filterField(
  { localize, placeholder, filter }: FilterFieldOptions,
  changed: (filter: string) => void,
): FilterField {
  const input = element('input', {
    type: 'text',
    value: filter,
    spellcheck: 'false',
    placeholder,
  });
  afterTyping(input, changed);
  return {
    element: element('label', {}, element('span', {}, localize('Filter')), input),
    set(text) {
      if (document.activeElement !== input) {
        input.value = text;
      }
    },
  };
}
