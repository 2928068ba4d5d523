/** The box at the top of the window: opening files, running commands, choosing and answering. */
import type { EditorWindow } from './browser.ts';
import { readActiveTab, readNameOfText } from './tabs.ts';

/** One row of the list below the box. */
export interface QuickRow {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

/** What the box shows, if it is open. */
export interface QuickInput {
  readonly title: string;
  readonly value: string;
  readonly placeholder: string;
  /** The prompt below the box, or what is wrong with the value. */
  readonly message: string;
  readonly rows: readonly QuickRow[];
}

const BOX = '.quick-input-box input';
const BOX_MS = 3000;
const SEARCH_MS = 5000;
const REST_MS = 100;

/** Reads the box, or nothing where it is closed. */
export function readQuickInput(window: EditorWindow): Promise<QuickInput | undefined> {
  return window.page.evaluate(() => {
    const widget = document.querySelector<HTMLElement>('.quick-input-widget');
    if (widget === null || widget.style.display === 'none' || widget.offsetHeight === 0) {
      return undefined;
    }
    const text = (parent: Element, selector: string): string =>
      parent.querySelector<HTMLElement>(selector)?.innerText.replaceAll('\u00a0', ' ') ?? '';
    const input = widget.querySelector<HTMLInputElement>('.quick-input-box input');
    return {
      title: text(widget, '.quick-input-title').trim(),
      value: input?.value ?? '',
      placeholder: input?.placeholder ?? '',
      message: text(widget, '.quick-input-message'),
      rows: [...widget.querySelectorAll('.quick-input-list .monaco-list-row')].map((row) => ({
        label: text(row, '.label-name'),
        description: text(row, '.label-description'),
        detail: text(row, '.quick-input-list-label-meta'),
      })),
    };
  });
}

async function waitForBox(window: EditorWindow): Promise<void> {
  await window.waitFor(
    'open quick input',
    () => readQuickInput(window),
    (input) => input !== undefined,
  );
}

/** How long a box may take before its keys are pressed again. */
const OPENING_MS = 5_000;

/** Opens a box by keys, which are lost where a page takes the focus while they are pressed. */
async function openBox(window: EditorWindow, ...keys: readonly string[]): Promise<void> {
  const isOpen = (input: QuickInput | undefined): boolean => input !== undefined;
  await window.waitFor(
    'open quick input',
    async () => {
      await window.press(...keys);
      return window.poll(() => readQuickInput(window), isOpen, OPENING_MS);
    },
    isOpen,
  );
}

const CLICK_MS = 3_000;

/** False if the row was not there, or gone before it was clicked. */
async function clickRowAtRest(
  window: EditorWindow,
  accept: (row: QuickRow) => boolean,
): Promise<boolean> {
  // A search that goes on moves the row away from under the mouse: it has to have come to rest.
  let before: string | undefined;
  const input = await window.poll(
    async () => {
      const shown = await readQuickInput(window);
      const now = JSON.stringify(shown?.rows);
      const isAtRest = now === before;
      before = now;
      await new Promise((resume) => setTimeout(resume, REST_MS));
      return { isAtRest, rows: shown?.rows ?? [] };
    },
    ({ isAtRest, rows }) => isAtRest && rows.some(accept),
    SEARCH_MS,
  );
  const index = input.isAtRest ? input.rows.findIndex(accept) : -1;
  if (index < 0) {
    return false;
  }
  return window.page
    .locator('.quick-input-list .monaco-list-row')
    .nth(index)
    .click({ timeout: CLICK_MS })
    .then(
      () => true,
      () => false,
    );
}

/** Puts text into the box that is open, wherever the focus is; nothing happens if the box closes meanwhile. */
export async function fillBox(window: EditorWindow, text: string): Promise<void> {
  await window.page
    .locator(BOX)
    .fill(text, { timeout: BOX_MS })
    .catch(() => undefined);
}

/** Presses Enter in the box that is open; nothing happens if it closes meanwhile. */
export async function enterBox(window: EditorWindow): Promise<void> {
  await window.page
    .locator(BOX)
    .press('Enter', { timeout: BOX_MS })
    .catch(() => undefined);
}

/** Opens a file by its path below the folder, as by typing it into the box, and shows it. */
export async function openFile(window: EditorWindow, path: string): Promise<void> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const folder = path.slice(0, path.length - name.length).replace(/\/$/, '');
  const isIt = (row: QuickRow): boolean => row.label === name && row.description.endsWith(folder);
  const shown = async () => ({
    tab: (await readActiveTab(window))?.name,
    text: await readNameOfText(window),
  });
  const isShown = ({ tab, text }: Awaited<ReturnType<typeof shown>>): boolean =>
    tab === name && (text === undefined || text === name);
  await window.waitFor(
    `open file ${path}`,
    async () => {
      // A search that began before the extension host was there finds nothing, for good.
      await openBox(window, 'Escape', 'ControlOrMeta+P');
      await fillBox(window, path);
      // Where the rows move once more, another file is opened.
      return (await clickRowAtRest(window, isIt))
        ? window.poll(shown, isShown, OPENING_MS)
        : undefined;
    },
    (found) => found !== undefined && isShown(found),
  );
}

/** Runs a command by its title, with or without its category, from the command palette. */
export async function runCommand(window: EditorWindow, title: string): Promise<void> {
  const isIt = ({ label }: QuickRow): boolean => label === title || label.endsWith(`: ${title}`);
  const value = `>${title}`;
  await window.waitFor(
    `command "${title}" in the palette`,
    async () => {
      // What the command before opens may close the palette, and take the keys.
      if ((await readQuickInput(window))?.value !== value) {
        await openBox(window, 'F1');
        await fillBox(window, value);
      }
      return clickRowAtRest(window, isIt);
    },
    (isClicked) => isClicked,
  );
}

/** Titles of the commands that the palette offers for what is typed. */
export async function findCommands(window: EditorWindow, text: string): Promise<string[]> {
  await openBox(window, 'F1');
  await fillBox(window, `>${text}`);
  const input = await window.waitFor(
    `answer of the palette to "${text}"`,
    () => readQuickInput(window),
    (shown) => (shown?.value.endsWith(text) ?? false) && (shown?.rows.length ?? 0) > 0,
  );
  await window.press('Escape');
  return input?.rows.map((row) => row.label) ?? [];
}

/** Chooses a row of the list that is open now. */
export async function pick(window: EditorWindow, label: string): Promise<void> {
  await window.waitFor(
    `choice "${label}"`,
    () => clickRowAtRest(window, (row) => row.label === label),
    (isClicked) => isClicked,
  );
}

/** Answers the question that is open now. */
export async function answer(window: EditorWindow, text: string): Promise<void> {
  await waitForBox(window);
  await fillBox(window, text);
  await enterBox(window);
}
