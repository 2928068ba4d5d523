/** What is in front: its tab, and the text editor below it. */
import type { EditorWindow } from './browser.ts';

/** The element of the text editor in front. */
export const ACTIVE_EDITOR = '.editor-group-container.active .editor-instance .monaco-editor';

/** The tab in front, and whether its file has changes that are not saved. */
export function readActiveTab(
  window: EditorWindow,
): Promise<{ readonly name: string; readonly isDirty: boolean } | undefined> {
  return window.page.evaluate(() => {
    const tab = document.querySelector('.editor-group-container.active .tab.active');
    return tab === null
      ? undefined
      : {
          name: tab.getAttribute('data-resource-name') ?? '',
          isDirty: tab.classList.contains('dirty'),
        };
  });
}

/** The name of the file whose text is in front: for a while it is that of the tab before. */
export function readNameOfText(window: EditorWindow): Promise<string | undefined> {
  return window.page.evaluate((selector) => {
    const uri = document.querySelector(selector)?.getAttribute('data-uri');
    return uri === null || uri === undefined ? undefined : decodeURIComponent(uri).split('/').pop();
  }, ACTIVE_EDITOR);
}
