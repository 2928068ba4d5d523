import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { EditorWindow } from '../editor/browser.ts';
import { readCursor } from '../editor/codeEditor.ts';
import { openFile, runCommand } from '../editor/quickInput.ts';
import { readActiveTab } from '../editor/tabs.ts';
import { openContainer, waitForTree } from '../editor/trees.ts';
import { copySamples } from './packaged.ts';
import { testedEditor } from './testedEditor.ts';

/** The view of the lines that allocate most. */
describe('the view of sites that matter', () => {
  const samples = copySamples();
  const editor = testedEditor(samples);
  let window: EditorWindow;

  before(async () => {
    window = await editor.open();
    await openContainer(window, 'Go Memory');
    await openFile(window, 'boxing.go');
  });

  it('lists lines with their causes, and keys go from one to the next', async () => {
    await runCommand(window, 'Go Memory: Show Sites That Matter');
    const shown = await waitForTree(window, 'sites', ({ rows }) =>
      rows.some(({ label }) => label.includes('allocates: ')),
    );
    const causes = shown.rows.filter(({ label }) => /escapes to heap|allocates|grows/.test(label));
    assert.ok(causes.length >= 3, JSON.stringify(shown.rows));
    for (const which of ['first', 'second']) {
      const before = await place();
      await runCommand(window, 'Go Memory: Go to Next Site That Matters');
      await window.waitFor(`${which} site`, place, (at) => at !== before && at.includes('.go:'));
    }
  });

  async function place(): Promise<string> {
    const tab = await readActiveTab(window);
    return `${tab?.name ?? ''}:${await readCursor(window)}`;
  }
});
