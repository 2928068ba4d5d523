/** Tree views of the side bar. */
import type { EditorWindow } from './browser.ts';

/** A visible row of a tree. */
export interface ShownRow {
  /** From 1. */
  readonly level: number;
  readonly label: string;
  readonly description: string;
}

/** A tree view as a person sees it. */
export interface ShownTree {
  readonly title: string;
  readonly description: string;
  /** Above the rows; empty where there is none. */
  readonly message: string;
  /** What an empty view says instead of rows. */
  readonly welcome: string;
  readonly rows: readonly ShownRow[];
}

/** Opens a container of views by its icon in the activity bar, once its extension is known. */
export async function openContainer(window: EditorWindow, title: string): Promise<void> {
  await window.page.locator(`.part.activitybar .action-label[aria-label^="${title}"]`).click();
}

/** Reads the view that is in the side bar; nothing while the side bar has none. */
export function readTree(window: EditorWindow): Promise<ShownTree | undefined> {
  return window.page.evaluate(() => {
    const sidebar = document.querySelector<HTMLElement>('.part.sidebar');
    if (sidebar === null || sidebar.offsetHeight === 0) {
      return undefined;
    }
    const text = (parent: Element, selector: string): string => {
      const element = parent.querySelector<HTMLElement>(selector);
      return element === null || element.offsetHeight === 0
        ? ''
        : element.innerText.replaceAll('\u00a0', ' ').trim();
    };
    return {
      // Of a container with several views, the title of the first is in its own header.
      title: [text(sidebar, '.composite.title .title-label'), text(sidebar, '.pane-header .title')]
        .filter((part) => part !== '')
        .join(': '),
      description: text(sidebar, '.title-label .description, .pane-header .description'),
      message: text(sidebar, '.tree-explorer-viewlet-tree-view .message'),
      welcome: text(sidebar, '.welcome-view-content'),
      rows: [...sidebar.querySelectorAll('.tree-explorer-viewlet-tree-view .monaco-list-row')].map(
        (row) => ({
          level: Number(row.getAttribute('aria-level')),
          label: text(row, '.label-name'),
          description: text(row, '.label-description'),
        }),
      ),
    };
  });
}

/** Waits until the view is as `accept` wants it. */
export async function waitForTree(
  window: EditorWindow,
  what: string,
  accept: (tree: ShownTree) => boolean,
): Promise<ShownTree> {
  const isIt = (tree: ShownTree | undefined): boolean => tree !== undefined && accept(tree);
  const tree = await window.waitFor(what, () => readTree(window), isIt);
  if (tree === undefined) {
    throw new Error('The side bar is closed.');
  }
  return tree;
}

/** Clicks the row of a tree that has this label. */
export async function clickTreeRow(window: EditorWindow, label: string): Promise<void> {
  await window.page
    .locator('.part.sidebar .tree-explorer-viewlet-tree-view .monaco-list-row', { hasText: label })
    .first()
    .click();
}
