import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { EditorWindow } from '../editor/browser.ts';
import { goTo, readLenses, typeText, undo, waitForLines } from '../editor/codeEditor.ts';
import type { Frame } from '../editor/playwright.ts';
import { openFile, pick, runCommand } from '../editor/quickInput.ts';
import { findWebview } from '../editor/surroundings.ts';
import { copyFolder } from './packaged.ts';
import { testedEditor } from './testedEditor.ts';

const PROGRAM = fileURLToPath(new URL('profiled', import.meta.url));
/** What allocates in `store.go`, at line 26 when it was profiled. */
const ALLOCATION = 'make([]byte, 1024)';

/** A profile of a program whose code has changed since, in commits and after them. */
describe('the age of a profile', () => {
  const copy = copyFolder(PROGRAM);
  const { folder } = copy;
  // Quick open is to find what git ignores.
  const editor = testedEditor(copy, { 'search.useIgnoreFiles': false });
  const source = join(folder, 'store/store.go');
  let window: EditorWindow;
  let view: Frame;

  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...args], {
      cwd: folder,
    });
  const commit = (message: string) => {
    git('add', '--all');
    git('commit', '--quiet', '--message', message);
  };
  const edit = (change: (code: string) => string) => {
    writeFileSync(source, change(readFileSync(source, 'utf8')));
  };

  before(async () => {
    writeFileSync(join(folder, '.gitignore'), '*.exe\n*.pb.gz\n*.txt\n.vscode\n');
    git('init', '--quiet', '--initial-branch=main');
    commit('The store');
    const program = join(folder, 'profiled.exe');
    execFileSync('go', ['build', '-buildvcs=true', '-o', program, '.'], { cwd: folder });
    execFileSync(program, [], { cwd: folder });
    edit((code) => code.replace('package store\n', 'package store\n\n// Kept\n// here.\n'));
    commit('A comment');
    edit((code) => code.replace(/\n\n(?=type )/, '\n\n\n'));
    window = await editor.open();
  });

  const age = () => view.locator('dd').allInnerTexts();

  it('is told in its info', async () => {
    await openFile(window, 'heap.pb.gz');
    view = await findWebview(window, '[role=tab]');
    await view.locator('[role=tab]', { hasText: 'Info' }).click();
    const shown = await window.waitFor('age', age, (texts) =>
      texts.some((text) => /, 1 commit behind; all \d+ lines are there$/.test(text)),
    );
    assert.ok(shown.some((text) => /^[0-9a-f]{40} · from the binary$/.test(text)));
    await window.screenshot('profile age');
  });

  const lineOf = (code: string) =>
    readFileSync(source, 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(code)) + 1;

  const waitForCost = (what: string, line: number) =>
    waitForLines(window, what, (lines) =>
      lines.some(
        ({ lineNumber, code, hints }) =>
          lineNumber === line &&
          code.replaceAll('\u00a0', ' ').includes(ALLOCATION) &&
          hints.some(({ text }) => text.includes(' MB')),
      ),
    );

  it('moves what lines cost to where they are', async () => {
    await view.locator('#attach').click();
    await openFile(window, 'store.go');
    const line = lineOf(ALLOCATION);
    assert.notEqual(line, 26);
    await waitForCost('costs', line);
    await window.waitFor(
      'lens',
      () => readLenses(window),
      (lenses) => lenses.some(({ lineNumber }) => lineNumber === lineOf('func newRecord')),
    );
    await window.screenshot('costs on code that has changed');
    await goTo(window, 2, 1);
    await typeText(window, '\n');
    await waitForCost('costs that moved', line + 1);
    await undo(window);
    await waitForCost('costs that moved back', line);
  });

  it('is shown beside the lines of a function', async () => {
    edit((code) => code.replace('1024', '2048'));
    await openFile(window, 'heap.pb.gz');
    view = await findWebview(window, '[role=tab]');
    await view.locator('[role=tab]', { hasText: 'Top' }).click();
    await view.locator('.table-row', { hasText: 'store.newRecord' }).click();
    await window.press('Enter');
    await view.locator('[role=tab]', { hasText: 'Source' }).click();
    await view.locator('.table-row', { hasText: 'gone since the build' }).waitFor();
    await window.screenshot('profile source with lines that are gone');
  });

  it('is no hindrance to comparing it with a file that is dropped on it', async () => {
    const before = pathToFileURL(join(folder, 'before.pb.gz')).href;
    await view.evaluate((uri) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.setData('application/vnd.code.uri-list', uri);
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true }));
    }, before);
    await view.locator('#status', { hasText: 'since before.pb.gz' }).waitFor();
    await window.screenshot('profile compared by dropping');
    await view.locator('#compare').click();
  });

  it('is that of the revision that is chosen', async () => {
    await view.locator('[role=tab]', { hasText: 'Info' }).click();
    await view.locator('#revision').click();
    await pick(window, 'A comment');
    await window.waitFor('age', age, (texts) =>
      texts.some((text) => /, no commit behind; all \d+ lines are there$/.test(text)),
    );
    await window.screenshot('profile age of a chosen revision');
    await openFile(window, 'store.go');
    await runCommand(window, 'Go Memory: Clear Costs on the Code');
  });
});
