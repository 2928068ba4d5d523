/** The text editor in front: moving, typing, and reading its visible lines with their hints. */
import type { EditorWindow } from './browser.ts';
import { enterBox, fillBox, readQuickInput } from './quickInput.ts';
import { ACTIVE_EDITOR, readActiveTab } from './tabs.ts';

/** A hint as a person sees it: parts and neighbours without code between them are one text. */
export interface ShownHint {
  readonly text: string;
  /** How much of {@link ShownLine.code} stands before it. */
  readonly offset: number;
}

/** A visible line. */
export interface ShownLine {
  readonly lineNumber: number;
  /** As it is drawn, without hints: a tab is four spaces. */
  readonly code: string;
  readonly hints: readonly ShownHint[];
}

/** A code lens and the line that it stands above. */
export interface ShownLens {
  readonly lineNumber: number;
  readonly text: string;
}

const BOX_MS = 3000;

/** Reads the visible lines in their order; none where no text editor is in front. */
export function readLines(window: EditorWindow): Promise<ShownLine[]> {
  return window.page.evaluate((selector) => {
    const editor = document.querySelector(selector);
    const numbers = new Map<string, number>();
    for (const margin of editor?.querySelectorAll<HTMLElement>('.margin-view-overlays > div') ??
      []) {
      const text = margin.querySelector('.line-numbers')?.textContent;
      if (text !== undefined && text !== '') {
        numbers.set(margin.style.top, Number(text));
      }
    }
    const lines = [];
    for (const line of editor?.querySelectorAll<HTMLElement>('.view-lines > .view-line') ?? []) {
      const lineNumber = numbers.get(line.style.top);
      if (lineNumber === undefined) {
        continue;
      }
      let code = '';
      const hints: { text: string; offset: number }[] = [];
      for (const span of line.firstElementChild?.children ?? []) {
        const text = span.textContent.replace(/\u00a0/g, ' ').replace(/[\u200b\u200c]/g, '');
        // Hints are drawn in the line itself, with a style made at run time.
        if (!/\bdyn-rule-/.test(span.className)) {
          code += text;
        } else if (text !== '') {
          const last = hints.at(-1);
          if (last?.offset === code.length) {
            last.text += text;
          } else {
            hints.push({ text, offset: code.length });
          }
        }
      }
      lines.push({ lineNumber, code, hints });
    }
    return lines.sort((a, b) => a.lineNumber - b.lineNumber);
  }, ACTIVE_EDITOR);
}

/** Waits until the visible lines are as `accept` wants them, and returns them. */
export function waitForLines(
  window: EditorWindow,
  what: string,
  accept: (lines: readonly ShownLine[]) => boolean,
  timeoutMs?: number,
): Promise<ShownLine[]> {
  return window.waitFor(what, () => readLines(window), accept, timeoutMs);
}

/** Waits until a visible line has a hint that `accept` likes, and returns that line. */
export async function waitForHint(
  window: EditorWindow,
  lineNumber: number,
  accept: string | RegExp,
): Promise<ShownLine> {
  const likes = (text: string): boolean =>
    typeof accept === 'string' ? text === accept : accept.test(text);
  const isIt = (line: ShownLine): boolean =>
    line.lineNumber === lineNumber && line.hints.some((hint) => likes(hint.text));
  const lines = await waitForLines(
    window,
    `hint ${String(accept)} in line ${lineNumber}`,
    (shown) => shown.some(isIt),
  );
  const line = lines.find(isIt);
  if (line === undefined) {
    throw new Error(`Line ${lineNumber} is gone.`);
  }
  return line;
}

/** Reads the code lenses above the visible lines. */
export function readLenses(window: EditorWindow): Promise<ShownLens[]> {
  return window.page.evaluate((selector) => {
    const editor = document.querySelector(selector);
    const lines = [...(editor?.querySelectorAll('.margin-view-overlays > div') ?? [])]
      .map((margin) => ({
        top: margin.getBoundingClientRect().top,
        lineNumber: Number(margin.querySelector('.line-numbers')?.textContent ?? 'none'),
      }))
      .filter(({ lineNumber }) => Number.isInteger(lineNumber))
      .sort((a, b) => a.top - b.top);
    const lenses = [];
    for (const row of editor?.querySelectorAll<HTMLElement>('.codelens-decoration') ?? []) {
      const top = row.getBoundingClientRect().top;
      const below = lines.find((line) => line.top > top);
      for (const lens of row.querySelectorAll<HTMLElement>('a, span:not(:has(*))')) {
        const text = lens.innerText.replace(/\u00a0/g, ' ').trim();
        if (below !== undefined && text !== '' && text !== '|') {
          lenses.push({ lineNumber: below.lineNumber, text });
        }
      }
    }
    return lenses;
  }, ACTIVE_EDITOR);
}

/** Clicks a code lens by its text. */
export async function clickLens(window: EditorWindow, text: string): Promise<void> {
  await window.page
    .locator(`${ACTIVE_EDITOR} .codelens-decoration a`, { hasText: text })
    .first()
    .click();
}

/**
 * Puts the cursor at a line and column, both from 1, and the line into view. Columns are those of
 * the status bar: a tab takes four, so a column is an offset in {@link ShownLine.code} plus one.
 */
export async function goTo(window: EditorWindow, lineNumber: number, column = 1): Promise<void> {
  const isThere = (cursor: string) => cursor === `Ln ${lineNumber}, Col ${column}`;
  await window.waitFor(
    `cursor in line ${lineNumber}, column ${column}`,
    async () => {
      await window.press('Control+G');
      const box = await window.poll(
        () => readQuickInput(window),
        (shown) => shown?.value.startsWith(':') ?? false,
        BOX_MS,
      );
      // What was opened before may close the box; and Enter means nothing before the box says where it leads.
      if (box?.value.startsWith(':')) {
        await fillBox(window, `:${lineNumber}:${column}`);
        await window.poll(
          () => readQuickInput(window),
          (shown) => shown?.rows.some(({ label }) => label.includes(`line ${lineNumber}`)) ?? true,
          BOX_MS,
        );
        await enterBox(window);
      }
      return window.poll(() => readCursor(window), isThere, BOX_MS);
    },
    isThere,
  );
}

/** The cursor's place as the status bar says it: `Ln 3, Col 5`. */
export function readCursor(window: EditorWindow): Promise<string> {
  return window.page.evaluate(
    () => document.getElementById('status.editor.selection')?.innerText.trim() ?? '',
  );
}

/** Types text where the cursor is; a line break is the Enter key. */
export async function typeText(window: EditorWindow, text: string): Promise<void> {
  await window.page.keyboard.type(text);
}

/** Takes back the last change. */
export async function undo(window: EditorWindow): Promise<void> {
  await window.press('ControlOrMeta+Z');
}

/** Saves the file and returns once the editor says that it is saved. */
export async function save(window: EditorWindow): Promise<void> {
  await window.press('ControlOrMeta+S');
  await window.waitFor(
    'saved file',
    () => readActiveTab(window),
    (tab) => tab?.isDirty === false,
  );
}
