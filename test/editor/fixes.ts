/** The menu of fixes and refactorings at the cursor. */
import type { EditorWindow } from './browser.ts';

/** How long the menu may take to open before trying again. */
const OPEN_MS = 3000;

function readFixMenu(window: EditorWindow): Promise<string[]> {
  return window.page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.action-widget .monaco-list-row.action')].map(
      (row) => row.innerText.replaceAll('\u00a0', ' ').trim(),
    ),
  );
}

/**
 * Opens the menu of fixes and refactorings at the cursor and returns its entries, once `accept`
 * likes them. Fixes come some time after the text that they are for, so this opens it repeatedly.
 */
export async function openFixes(
  window: EditorWindow,
  accept: (titles: readonly string[]) => boolean = (titles) => titles.length > 0,
): Promise<string[]> {
  return window.waitFor(
    'menu of fixes',
    async () => {
      await window.press('Escape', 'ControlOrMeta+.');
      return window.poll(() => readFixMenu(window), accept, OPEN_MS);
    },
    accept,
  );
}

/** Chooses an entry of the menu that {@link openFixes} opened. */
export async function chooseFix(window: EditorWindow, title: string): Promise<void> {
  await window.page
    .locator('.action-widget .monaco-list-row.action', { hasText: title })
    .first()
    .click();
}
