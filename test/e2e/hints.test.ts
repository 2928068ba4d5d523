import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import type { EditorWindow } from '../editor/browser.ts';
import {
  goTo,
  readCursor,
  readLines,
  save,
  typeText,
  undo,
  waitForHint,
  waitForLines,
  type ShownLine,
} from '../editor/codeEditor.ts';
import { clickHoverLink, hover, leave } from '../editor/hovers.ts';
import { openFile, runCommand } from '../editor/quickInput.ts';
import { readLanguageStatus, readOutput } from '../editor/surroundings.ts';
import { copySamples } from './packaged.ts';
import { testedEditor } from './testedEditor.ts';

/** What a person sees who opens a Go module, in the packaged extension. */
describe('hints, hovers and status in the real editor', () => {
  const samples = copySamples();
  const editor = testedEditor(samples);
  let window: EditorWindow;
  let original: readonly ShownLine[] = [];

  before(async () => {
    window = await editor.open();
    await openFile(window, 'escapes.go');
  });

  const codeOf = (lines: readonly ShownLine[]) => lines.map(({ code }) => code);

  const lineOf = async (code: string): Promise<ShownLine> => {
    const isIt = (line: ShownLine) => line.code.includes(code);
    const lines = await waitForLines(window, `line with ${code}`, (shown) => shown.some(isIt));
    const line = lines.find(isIt);
    assert.ok(line);
    return line;
  };

  const status = async (text: RegExp) => {
    const entries = await readLanguageStatus(window, (shown) =>
      shown.some((entry) => text.test(entry.text)),
    );
    await window.page.mouse.move(2, 2);
    return entries.find((entry) => text.test(entry.text));
  };

  const hintsNow = (lines: readonly ShownLine[]): string[] =>
    lines
      .filter(({ hints }) => hints.length > 0)
      .map(({ code, hints }) => `${code.trim()} ${hints.map(({ text }) => text).join()}`);

  it('shows what is on the heap, one hint a line, and nothing on the stack', async () => {
    await waitForHint(
      window,
      (await lineOf('u := user{name: strings.TrimSpace')).lineNumber,
      '48 B',
    );
    const lines = await readLines(window);
    original = lines;
    assert.ok(lines.every(({ hints }) => hints.length <= 1));
    assert.deepEqual((await lineOf('if u.name == ""')).hints, []);
    await window.screenshot('hints');
  });

  it('says on a hover what happened, who says so and why, with links to both ends', async () => {
    // Hints are there before it has answered.
    await status(/compiler verdicts/);
    const { lineNumber } = await lineOf('u := user{name: strings.TrimSpace');
    const card = await hover(window, { line: lineNumber, word: 'u' }, ({ sections }) =>
      sections.some((text) => text.includes('moved to heap')),
    );
    const text = card.sections.join('\n');
    assert.match(text, /u moved to heap/);
    assert.match(text, /From &u \(address-of\)/);
    assert.match(text, /to return &u, nil \(return\)/);
    assert.match(text, /Compiler/);
    assert.equal(card.links.length, 2);
    await window.screenshot('hover');
    await clickHoverLink(window, card.links[1]?.text ?? '');
    const returned = await lineOf('return &u, nil');
    await window.waitFor(
      'cursor at the return',
      () => readCursor(window),
      (cursor) => cursor.startsWith(`Ln ${returned.lineNumber},`),
    );
    await leave(window);
  });

  it('says where the verdicts stand, in one status item', async () => {
    const entry = await status(/compiler verdicts/);
    assert.equal(entry?.command, 'Show Log');
  });

  it('answers while typing, on text that is not saved', async () => {
    const path = join(samples.folder, 'escapes.go');
    const before = readFileSync(path, 'utf8');
    const { lineNumber } = await lineOf('func parseUser');
    await goTo(window, lineNumber - 2, 1);
    await window.press('Home');
    await typeText(window, 'func typed() *user { return &user{} }\n\n');
    await waitForHint(window, lineNumber - 2, '48 B');
    assert.equal(readFileSync(path, 'utf8'), before);
    await window.screenshot('typed');
  });

  it('keeps the hints of untouched functions when the text does not compile', async () => {
    const typed = await lineOf('func typed()');
    const kept = (await lineOf('u := user{name: strings.TrimSpace')).lineNumber;
    await goTo(window, typed.lineNumber, 1);
    await window.press('End');
    await typeText(window, ' func {');
    const entry = await status(/as of the last good build/);
    assert.match(entry?.detail ?? '', /syntax error/);
    const lines = await readLines(window);
    assert.deepEqual(
      lines.find(({ lineNumber }) => lineNumber === kept)?.hints.map(({ text }) => text),
      ['48 B'],
    );
    const card = await hover(window, { line: kept, word: 'u' }, ({ sections }) =>
      sections.some((text) => text.includes('moved to heap')),
    );
    assert.match(card.sections.join('\n'), /as of the last good build/);
    await window.screenshot('broken');
    await leave(window);
  });

  it('comes back when the text is mended, and with undo to where it was', async () => {
    const typed = await lineOf('func typed()');
    await goTo(window, typed.lineNumber, 1);
    await window.press('End');
    await window.press(...Array.from(' func {', () => 'Backspace'));
    await status(/compiler verdicts/);
    await waitForHint(window, typed.lineNumber, '48 B');
    const isAsItWas = (lines: readonly ShownLine[]) =>
      isDeepStrictEqual(codeOf(lines), codeOf(original));
    for (let count = 0; count < 60 && !isAsItWas(await readLines(window)); count++) {
      await undo(window);
    }
    const heap = await lineOf('u := user{name: strings.TrimSpace');
    await waitForHint(window, heap.lineNumber, '48 B');
    assert.deepEqual(codeOf(await readLines(window)), codeOf(original));
  });

  it('follows a save', async () => {
    const { lineNumber } = await lineOf('func parseUser');
    await goTo(window, lineNumber - 2, 1);
    await window.press('Home');
    await typeText(window, 'func saved() *int { return new(int) }\n');
    await save(window);
    await waitForHint(window, lineNumber - 2, '8 B');
    assert.match(readFileSync(join(samples.folder, 'escapes.go'), 'utf8'), /func saved/);
  });

  it('toggles hints by a command', async () => {
    await runCommand(window, 'Go Memory: Toggle Allocation Hints');
    await waitForLines(window, 'no hints', (lines) => hintsNow(lines).length === 0);
    await runCommand(window, 'Go Memory: Toggle Allocation Hints');
    await waitForLines(window, 'hints again', (lines) => hintsNow(lines).length > 0);
  });

  it('asks the compiler again, and restarts the server, by commands', async () => {
    await runCommand(window, 'Go Memory: Ask the Compiler Again');
    await status(/compiler verdicts/);
    await runCommand(window, 'Go Memory: Restart Language Server');
    await waitForLines(window, 'hints after the restart', (lines) => hintsNow(lines).length > 0);
    await status(/compiler verdicts/);
  });

  it('has a log', async () => {
    await runCommand(window, 'Go Memory: Show Log');
    await window.waitFor(
      'output panel',
      () => readOutput(window),
      (lines) => lines.some((line) => line.includes('syntax error')),
    );
    await window.screenshot('log');
  });
});
