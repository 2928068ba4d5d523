/** The focus of a page that is drawn anew. */

/**
 * Draws, and gives the focus to what now stands for the element that had it, with the caret where
 * it was in a field. `selectorOf` names that element within `root`; without it, its ID does.
 *
 * A page that is not itself focused keeps an active element all the same. To focus it would take
 * the keys of somebody who types in an editor meanwhile: such a page is only drawn.
 */
export function keepFocus(
  draw: () => void,
  selectorOf: (focused: HTMLElement) => string | undefined = idSelector,
  root: ParentNode = document,
): void {
  const { activeElement } = document;
  if (
    !document.hasFocus() ||
    !(activeElement instanceof HTMLElement) ||
    !root.contains(activeElement)
  ) {
    draw();
    return;
  }
  const selector = selectorOf(activeElement);
  const caret = activeElement instanceof HTMLInputElement ? activeElement.selectionStart : null;
  draw();
  const twin = selector === undefined ? null : root.querySelector<HTMLElement>(selector);
  if (twin === null || twin === document.activeElement) {
    return;
  }
  twin.focus();
  if (twin instanceof HTMLInputElement && caret !== null) {
    twin.setSelectionRange(caret, caret);
  }
}

/** The selector of an element that has an ID. */
export function idSelector({ id }: HTMLElement): string | undefined {
  return id === '' ? undefined : `#${CSS.escape(id)}`;
}
