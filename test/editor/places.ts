/** Places in the visible lines of the text editor, and the mouse at them. */
import type { EditorWindow } from './browser.ts';
import { readLines, type ShownLine } from './codeEditor.ts';
import { ACTIVE_EDITOR } from './tabs.ts';

/** A place in a visible line: a word of its code (the first, unless counted), or in a hint. */
export type Place =
  | { readonly line: number; readonly word: string; readonly occurrence?: number }
  | { readonly line: number; readonly hint: string }
  /** `offset` counts in the code as it is drawn, from 0. */
  | { readonly line: number; readonly offset: number };

interface Point {
  readonly x: number;
  readonly y: number;
}

interface FoundPoint extends Point {
  /** How far to scroll until it is in the open, 0 where it is. */
  readonly hiddenX: number;
}

const WORD_PART = /[\p{L}\p{N}_]/u;

function isWholeWord(text: string, start: number, word: string): boolean {
  const isPart = (character: string | undefined): boolean =>
    character !== undefined && WORD_PART.test(character);
  return (
    !(isPart(word[0]) && isPart(text[start - 1])) &&
    !(isPart(word.at(-1)) && isPart(text[start + word.length]))
  );
}

function findWord(text: string, word: string, occurrence: number): number | undefined {
  let start = -1;
  let left = occurrence;
  while (left > 0) {
    start = text.indexOf(word, start + 1);
    if (start < 0) {
      return undefined;
    }
    left -= isWholeWord(text, start, word) ? 1 : 0;
  }
  return start;
}

/** The character of the code to point at, where the place is not in a hint. */
function offsetOf(line: ShownLine, place: Place): number | undefined {
  if ('offset' in place) {
    return place.offset;
  }
  if ('hint' in place) {
    return undefined;
  }
  const start = findWord(line.code, place.word, place.occurrence ?? 1);
  return start === undefined ? undefined : start + Math.floor(place.word.length / 2);
}

async function findPlace(window: EditorWindow, place: Place): Promise<FoundPoint | undefined> {
  const line = (await readLines(window)).find(({ lineNumber }) => lineNumber === place.line);
  const offset = line === undefined ? undefined : offsetOf(line, place);
  const hint = 'hint' in place ? place.hint : undefined;
  if (offset === undefined && hint === undefined) {
    return undefined;
  }
  return window.page.evaluate(
    ({ selector, lineNumber, offset, hint }) => {
      const rows = (rowSelector: string): HTMLElement[] => [
        ...document.querySelectorAll<HTMLElement>(`${selector} ${rowSelector}`),
      ];
      const margin = rows('.margin-view-overlays > div').find(
        (row) => row.querySelector('.line-numbers')?.textContent === String(lineNumber),
      );
      const line = rows('.view-lines > .view-line').find(
        (row) => row.style.top === margin?.style.top,
      );
      const range = document.createRange();
      let left = offset ?? Number.POSITIVE_INFINITY;
      let isFound = false;
      for (const span of line?.firstElementChild?.children ?? []) {
        const node = span.firstChild;
        const text = span.textContent;
        const isHint = /\bdyn-rule-/.test(span.className);
        if (node === null || isFound) {
          continue;
        }
        if (isHint) {
          if (hint !== undefined && text.replace(/\u00a0/g, ' ').includes(hint)) {
            range.selectNodeContents(node);
            isFound = true;
          }
        } else if (left < text.length) {
          range.setStart(node, left);
          range.setEnd(node, left + 1);
          isFound = true;
        } else {
          left -= text.length;
        }
      }
      if (!isFound) {
        return undefined;
      }
      const box = range.getBoundingClientRect();
      const area = document
        .querySelector(`${selector} .editor-scrollable`)
        ?.getBoundingClientRect();
      const x = box.x + box.width / 2;
      const [first, last] = area === undefined ? [0, x] : [area.left, area.right - 30];
      return {
        x,
        y: box.y + box.height / 2,
        hiddenX: x > last ? x - last : x < first ? x - first : 0,
      };
    },
    { selector: ACTIVE_EDITOR, lineNumber: place.line, offset, hint },
  );
}

async function pointAt(window: EditorWindow, place: Place): Promise<Point> {
  const point = await window.waitFor(
    `place ${JSON.stringify(place)} in the editor`,
    async () => {
      const found = await findPlace(window, place);
      if (found !== undefined && found.hiddenX !== 0) {
        await window.page.mouse.move(found.x - found.hiddenX, found.y);
        await window.page.mouse.wheel(found.hiddenX, 0);
      }
      return found;
    },
    (found) => found?.hiddenX === 0,
  );
  if (point === undefined) {
    throw new Error(`No place ${JSON.stringify(place)} in the editor.`);
  }
  return point;
}

/** Moves the mouse to a place, with the line scrolled sideways where that is needed. */
export async function moveTo(window: EditorWindow, place: Place): Promise<void> {
  const { x, y } = await pointAt(window, place);
  // The editor reacts to a mouse that moves, not to one that is suddenly there.
  await window.page.mouse.move(x + 3, y);
  await window.page.mouse.move(x, y, { steps: 3 });
}
