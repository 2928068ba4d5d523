import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import { element } from '../components/elements.ts';

/** Somebody who writes does not want each letter of it applied. */
const TYPING_MS = 200;

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
  let timer: ReturnType<typeof setTimeout> | undefined;
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      changed(input.value);
    }, TYPING_MS);
  });
  return {
    element: element('label', {}, element('span', {}, localize('Filter')), input),
    set(text) {
      if (document.activeElement !== input) {
        input.value = text;
      }
    },
  };
}
