/** The themes that come with the editor, one of each kind. */
import type { EditorWindow } from './browser.ts';
import type { Frame } from './playwright.ts';
import { changeFolderSettings } from './settings.ts';

export interface Theme {
  readonly name: string;
  /** What the workbench has among its classes then, and what a page of ours has. */
  readonly workbenchClass: string;
  readonly pageClass: string;
}

export const LIGHT: Theme = {
  name: 'Default Light Modern',
  workbenchClass: 'vs',
  pageClass: 'vscode-light',
};
export const DARK: Theme = {
  name: 'Default Dark Modern',
  workbenchClass: 'vs-dark',
  pageClass: 'vscode-dark',
};
export const HIGH_CONTRAST: Theme = {
  name: 'Default High Contrast',
  workbenchClass: 'hc-black',
  pageClass: 'vscode-high-contrast',
};
export const HIGH_CONTRAST_LIGHT: Theme = {
  name: 'Default High Contrast Light',
  workbenchClass: 'hc-light',
  pageClass: 'vscode-high-contrast-light',
};

/** Has the folder's windows in another theme, and returns once the workbench is, and the page. */
export async function changeTheme(
  window: EditorWindow,
  folder: string,
  { name, workbenchClass, pageClass }: Theme,
  page?: Frame,
): Promise<void> {
  changeFolderSettings(folder, { 'workbench.colorTheme': name });
  await window.waitFor(
    `theme ${name}`,
    () => window.page.evaluate(() => document.querySelector('.monaco-workbench')?.className ?? ''),
    (classes) => classes.split(' ').includes(workbenchClass),
  );
  if (page) {
    await window.waitFor(
      `page in ${name}`,
      () => page.evaluate(() => document.body.className),
      (classes) => classes.split(' ').includes(pageClass),
    );
  }
}
