/** Fields of the toolbar: what is chosen, ticked and typed. */
import { afterTyping } from '../components/afterTyping.ts';
import { element } from '../components/elements.ts';

export function choice(
  id: string,
  label: string,
  items: readonly (readonly [string, string])[],
  chosen: string,
  choose: (value: string) => void,
  title?: string,
): HTMLElement {
  const select = element(
    'select',
    { id, title },
    ...items.map(([value, text]) => element('option', { value, selected: value === chosen }, text)),
  );
  select.addEventListener('change', () => {
    choose(select.value);
  });
  return element('label', {}, element('span', {}, label), select);
}

export function checkbox(
  id: string,
  label: string,
  checked: boolean,
  change: (isChecked: boolean) => void,
): HTMLElement {
  const box = element('input', { type: 'checkbox', id, checked });
  box.addEventListener('change', () => {
    change(box.checked);
  });
  return element('label', {}, box, element('span', {}, label));
}

export function textField(
  id: string,
  value: string,
  placeholder: string,
  apply: (value: string) => void,
): HTMLInputElement {
  const input = element('input', { id, type: 'text', value, placeholder, spellcheck: 'false' });
  afterTyping(input, apply);
  return input;
}
