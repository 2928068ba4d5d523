import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { EditorWindow } from '../editor/browser.ts';
import { goTo, readCursor, waitForHint, waitForLines } from '../editor/codeEditor.ts';
import { openFile, runCommand } from '../editor/quickInput.ts';
import { readActiveTab } from '../editor/tabs.ts';
import { clickTreeRow, type ShownTree, waitForTree } from '../editor/trees.ts';
import { copySamples } from './packaged.ts';
import { testedEditor } from './testedEditor.ts';

/** What allocates in `parseUser` of `samples/escapes.go`. */
const MOVED = 'u := user{name: strings.TrimSpace';

/** The "Where the Bytes Come From" view: a function with all that it calls. */
describe('where the bytes come from', () => {
  const samples = copySamples();
  const editor = testedEditor(samples);
  let window: EditorWindow;

  before(async () => {
    window = await editor.open();
    await openFile(window, 'escapes.go');
  });

  it('is told of the function at the cursor, row by row, and each row opens its place', async () => {
    const lines = await waitForLines(window, 'the function', (shown) =>
      shown.some(({ code }) => code.includes(MOVED)),
    );
    const line = lines.find(({ code }) => code.includes(MOVED))?.lineNumber ?? 0;
    await waitForHint(window, line, '48 B');
    await goTo(window, line + 1);
    await runCommand(window, 'Go Memory: Where Do the Bytes Come From?');
    const topOf = ({ rows }: ShownTree) =>
      rows.findIndex(
        ({ label, description }) =>
          label === 'parseUser' && description.startsWith('48 B in 1 object per call'),
      );
    const isOpen = (tree: ShownTree) => tree.rows[topOf(tree) + 1]?.level === 2;
    const tree = await waitForTree(
      window,
      'costs of parseUser',
      (each) => topOf(each) >= 0 && isOpen(each),
    );
    assert.equal(tree.rows[topOf(tree) + 1]?.description, '48 B per call');
    await window.screenshot('costs');
    await clickTreeRow(window, '48 B per call');
    await window.waitFor(
      'cursor at what allocates',
      () => readCursor(window),
      (cursor) => cursor.startsWith(`Ln ${line},`),
    );
    assert.equal((await readActiveTab(window))?.name, 'escapes.go');
  });
});
