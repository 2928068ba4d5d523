import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { EditorWindow } from '../editor/browser.ts';
import {
  goTo,
  readCursor,
  readLines,
  typeText,
  undo,
  waitForHint,
  waitForLines,
} from '../editor/codeEditor.ts';
import { readHover } from '../editor/hovers.ts';
import { findCommands, openFile, runCommand } from '../editor/quickInput.ts';
import { readStatusBar, waitForNotification } from '../editor/surroundings.ts';
import { copySamples } from './packaged.ts';
import { testedEditor } from './testedEditor.ts';

/** The sizes and places of `samples/escapes.go`, by what stands there. */
const MOVED = 'u := user{name: strings.TrimSpace';
const RETURNED = 'return &u, nil';

/** From place to place by commands and keys: allocations, and why they are. */
describe('walking through allocations and their escape flows', () => {
  const samples = copySamples();
  const editor = testedEditor(samples);
  let window: EditorWindow;

  before(async () => {
    window = await editor.open();
    await openFile(window, 'escapes.go');
    await waitForHint(window, await lineOf(MOVED), '48 B');
  });

  const lineOf = async (code: string): Promise<number> => {
    const lines = await waitForLines(window, `line with ${code}`, (shown) =>
      shown.some((line) => line.code.includes(code)),
    );
    return lines.find((line) => line.code.includes(code))?.lineNumber ?? 0;
  };

  const cursorIn = (line: number) =>
    window.waitFor(
      `cursor in line ${line}`,
      () => readCursor(window),
      (cursor) => cursor.startsWith(`Ln ${line},`),
    );

  const flowStatus = async (): Promise<string> => {
    const items = await readStatusBar(window);
    return items.find(({ id }) => id.endsWith('goMemory.flow'))?.text ?? '';
  };

  const flowShows = (text: RegExp) =>
    window.waitFor(`escape flow ${String(text)}`, flowStatus, (shown) => text.test(shown));

  /** It takes the focus when it opens. */
  const peekShows = (code: string) =>
    window.waitFor(
      'peek view',
      () =>
        window.page.evaluate(() =>
          [...document.querySelectorAll<HTMLElement>('.reference-zone-widget .monaco-list-row')]
            .map((row) => row.innerText.replaceAll('\u00a0', ' ').trim())
            .join('\n'),
        ),
      (rows) => rows.includes(code),
    );

  /** Numbers before the marked steps are drawn by style sheets: only a style tells of them. */
  const countMarks = () =>
    window.page.evaluate(
      () =>
        [...document.querySelectorAll('.view-lines span[class*="ced-"]')].filter((span) =>
          /[①②③④⑤]/.test(getComputedStyle(span, '::before').content),
        ).length,
    );

  it('goes to the next and the previous hint, and says what it is', async () => {
    await goTo(window, 1);
    const moved = await lineOf(MOVED);
    await runCommand(window, 'Go Memory: Go to Next Allocation');
    await cursorIn(moved);
    const card = await window.waitFor(
      'hover of the allocation',
      () => readHover(window),
      (shown) => shown?.sections.some((text) => text.includes('moved to heap')) ?? false,
    );
    assert.match(card?.sections.join('\n') ?? '', /per call/);
    await window.press('Escape', 'Alt+F11');
    const add = await lineOf('u := user{name: name}');
    await cursorIn(add);
    await window.press('Shift+Alt+F11');
    await cursorIn(moved);
    await window.press('Escape');
  });

  it('passes by what has no hint, and goes round the end of the file', async () => {
    const lines = await readLines(window);
    const error = lines.find(({ code }) => code.includes('errors.New('));
    assert.deepEqual(error?.hints, []);
    await window.press('Shift+Alt+F11');
    const last = await window.waitFor(
      'cursor at the last allocation',
      () => readCursor(window),
      (cursor) => Number(/Ln (\d+)/.exec(cursor)?.[1]) > 60,
    );
    await window.press('Escape', 'Alt+F11');
    await cursorIn(await lineOf(MOVED));
    assert.match(last, /^Ln \d+/);
    await window.press('Escape');
  });

  it('shows the escape flow of what stands at the cursor, numbered, in the peek view', async () => {
    await goTo(window, await lineOf(MOVED), 5);
    await window.press('Control+F11');
    await flowShows(/^1\/2 &u: address-of/);
    await peekShows(RETURNED);
    await window.screenshot('escape flow in the peek view');
  });

  it('walks the flow by keys, round its end, and closes it by Escape', async () => {
    const returned = await lineOf(RETURNED);
    await window.press('Alt+F11');
    await flowShows(/^2\/2 return &u, nil: return/);
    await cursorIn(returned);
    await window.waitFor('two marks', countMarks, (count) => count === 2);
    await window.screenshot('escape flow walked');
    await runCommand(window, 'Go Memory: Go to Next Step of the Escape Flow');
    await flowShows(/^1\/2/);
    await runCommand(window, 'Go Memory: Go to Previous Step of the Escape Flow');
    await flowShows(/^2\/2/);
    await window.press('Escape');
    await window.waitFor('no flow', flowStatus, (shown) => shown === '');
    assert.equal(await countMarks(), 0);
    const offered = await findCommands(window, 'Go Memory: Go to Next Step');
    assert.ok(!offered.some((label) => label.includes('Step of the Escape Flow')), offered.join());
  });

  it('ends a flow whose text is edited, and by command', async () => {
    const moved = await lineOf(MOVED);
    await goTo(window, moved, 5);
    await runCommand(window, 'Go Memory: Show Escape Flow');
    await flowShows(/^1\/2/);
    await peekShows(RETURNED);
    await runCommand(window, 'Go Memory: Close Escape Flow');
    await window.waitFor('no flow', flowStatus, (shown) => shown === '');
    await window.press('Escape');
    await goTo(window, moved, 5);
    await window.press('Control+F11');
    await flowShows(/^1\/2/);
    await peekShows(RETURNED);
    await window.press('Escape');
    await goTo(window, moved + 2, 1);
    await typeText(window, ' ');
    await window.waitFor('no flow', flowStatus, (shown) => shown === '');
    await undo(window);
  });

  it('says where there is no flow', async () => {
    await goTo(window, 1);
    await runCommand(window, 'Go Memory: Show Escape Flow');
    await waitForNotification(window, /No escape flow here/);
  });
});
