/** The files of the side bar. */
import type { EditorWindow } from './browser.ts';
import { runCommand } from './quickInput.ts';

/** Selects files of the folder that is open, and chooses an entry of the menu on them. */
export async function chooseInExplorer(
  window: EditorWindow,
  names: readonly [string, ...string[]],
  entry: string,
): Promise<void> {
  await runCommand(window, 'File: Focus on Files Explorer');
  const row = (name: string) =>
    window.page.locator(`.explorer-folders-view .monaco-list-row[aria-label^="${name}"]`);
  const [first, ...others] = names;
  await row(first).click();
  for (const name of others) {
    await row(name).click({ modifiers: ['ControlOrMeta'] });
  }
  await row(first).click({ button: 'right' });
  // By its key: a menu takes no click for a moment after it has opened.
  await window.page.locator('.monaco-menu .action-item', { hasText: entry }).hover();
  await window.page.keyboard.press('Enter');
  await window.page.locator('.monaco-menu').waitFor({ state: 'detached' });
}
