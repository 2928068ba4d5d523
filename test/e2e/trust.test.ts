import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openWindow, type EditorWindow } from '../editor/browser.ts';
import { readLines, waitForLines } from '../editor/codeEditor.ts';
import { findCommands, openFile } from '../editor/quickInput.ts';
import { grantTrust, pressDialogButton, readLanguageStatus } from '../editor/surroundings.ts';
import { openContainer, waitForTree } from '../editor/trees.ts';
import { startWorkbench, type Workbench } from '../editor/workbench.ts';
import { copyExtension, copySamples } from './packaged.ts';

/** Stands before the server's own code, and writes down every process that it starts. */
const trap = (caught: string) => `
{
  const childProcess = require('node:child_process');
  const { appendFileSync } = require('node:fs');
  for (const name of ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork']) {
    const original = childProcess[name];
    childProcess[name] = function (command, ...rest) {
      appendFileSync(${JSON.stringify(caught)}, command + '\\n');
      return original.call(this, command, ...rest);
    };
  }
}
`;

describe('trust', () => {
  const samples = copySamples();
  const folder = mkdtempSync(join(tmpdir(), 'gomem-trap-'));
  const caught = join(folder, 'caught');
  let workbench: Workbench;
  let window: EditorWindow;

  before(async () => {
    const extension = copyExtension(folder);
    const server = join(extension, 'dist', 'server.js');
    writeFileSync(server, trap(caught) + readFileSync(server, 'utf8'));
    workbench = await startWorkbench({
      folder: samples.folder,
      extension: { development: extension },
      trust: 'asked',
    });
    window = await openWindow(workbench);
  });

  after(async () => {
    await window.dispose();
    await workbench.dispose();
    samples.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What our server has started. */
  const started = (): string[] =>
    (existsSync(caught) ? readFileSync(caught, 'utf8') : '')
      .split('\n')
      .filter((line) => line !== '');

  it('is asked for before anything is run: static hints, and a view that says why', async () => {
    await pressDialogButton(window, "No, I don't trust the authors");
    await openFile(window, 'goroutines.go');
    await readLanguageStatus(window, (each) => each.some(({ text }) => text.includes('untrusted')));
    await window.page.mouse.move(2, 2);
    const lines = await waitForLines(window, 'static hints', (all) =>
      all.some(({ hints }) => hints.some(({ text }) => /goroutine|B\/iter/.test(text))),
    );
    assert.ok(lines.length > 0);
    await waitForLines(window, 'what our own analysis finds on the heap', (all) =>
      all.some(({ hints }) => hints.some(({ text }) => /heap| B\b/.test(text))),
    );
    await openContainer(window, 'Go Memory');
    await waitForTree(window, 'what is known without a compiler', ({ rows }) =>
      rows.some(({ label }) => label.startsWith('go func()')),
    );
    await window.screenshot('untrusted');
    const offered = await findCommands(window, 'Go Memory: List Allocations of the Module');
    assert.ok(!offered.some((label) => label.includes('of the Module')), offered.join());
    assert.deepEqual(started(), []);
  });

  it('lets the compiler run as soon as it is given', async () => {
    await grantTrust(window);
    await openFile(window, 'goroutines.go');
    await readLanguageStatus(window, (each) =>
      each.some(({ text }) => text.includes('compiler verdicts')),
    );
    assert.ok(started().length > 0, 'the trap catches what the server starts');
    assert.ok((await readLines(window)).length > 0);
  });
});
