import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openWindow, type EditorWindow } from '../editor/browser.ts';
import { goTo, readLines, typeText, waitForHint, waitForLines } from '../editor/codeEditor.ts';
import { openFile } from '../editor/quickInput.ts';
import { readNotifications } from '../editor/surroundings.ts';
import { startWorkbench, type Workbench } from '../editor/workbench.ts';
import { copyExtension } from './packaged.ts';

const UNTAGGED = 'package p\n\nfunc plain() *int { return new(int) }\n';

function tagged(name: string): string {
  return `//go:build special\n\npackage p\n\nfunc ${name}() *int { return new(int) }\n`;
}

/** Two folders with settings of their own, and a server that is killed. */
describe('a long session', () => {
  const parent = mkdtempSync(join(tmpdir(), 'gomem-session-'));
  let workbench: Workbench;
  let window: EditorWindow;

  before(async () => {
    for (const name of ['one', 'other']) {
      mkdirSync(join(parent, name, '.vscode'), { recursive: true });
      writeFileSync(join(parent, name, 'go.mod'), `module example.com/${name}\n\ngo 1.24\n`);
      writeFileSync(join(parent, name, 'plain.go'), UNTAGGED);
      writeFileSync(join(parent, name, `${name}.go`), tagged(name));
    }
    const settings = { 'goMemory.build.tags': ['special'] };
    writeFileSync(join(parent, 'one/.vscode/settings.json'), JSON.stringify(settings));
    const workspace = join(parent, 'both.code-workspace');
    writeFileSync(workspace, JSON.stringify({ folders: [{ path: 'one' }, { path: 'other' }] }));
    workbench = await startWorkbench({
      folder: workspace,
      extension: { development: copyExtension(parent) },
    });
    window = await openWindow(workbench);
  });

  after(async () => {
    await window.dispose();
    await workbench.dispose();
    rmSync(parent, { recursive: true, force: true });
  });

  it('has settings and verdicts for each folder of a workspace', async () => {
    await openFile(window, 'one.go');
    await waitForHint(window, 5, '8 B');
    // Once it has hints, all is known that the other one could have.
    await openFile(window, 'other/plain.go');
    await waitForHint(window, 3, '8 B');
    await openFile(window, 'other.go');
    const lines = await waitForLines(window, 'the other file', (all) =>
      all.some(({ code }) => code.includes('other()')),
    );
    assert.deepEqual(
      lines.flatMap(({ hints }) => hints),
      [],
    );
  });

  it('goes on with a new server when the old one is killed', async () => {
    await openFile(window, 'one.go');
    await waitForHint(window, 5, '8 B');
    execFileSync('pkill', ['-KILL', '-f', join(parent, 'extension', 'dist', 'server.js')]);
    await goTo(window, 6, 1);
    await typeText(window, '\nfunc g() *int { return new(int) }\n');
    await waitForHint(window, 7, '8 B');
    await waitForHint(window, 5, '8 B');
    assert.deepEqual(await readNotifications(window), []);
  });

  it('follows a file that is renamed on the disk, and one that is deleted', async () => {
    await openFile(window, 'other.go');
    writeFileSync(join(parent, 'other/new.go'), 'package p\n\nfunc h() *int { return new(int) }\n');
    await openFile(window, 'new.go');
    await waitForHint(window, 3, '8 B');
    renameSync(join(parent, 'other/new.go'), join(parent, 'other/renamed.go'));
    await openFile(window, 'renamed.go');
    await waitForHint(window, 3, '8 B');
    rmSync(join(parent, 'other/renamed.go'));
    await openFile(window, 'one.go');
    await waitForHint(window, 7, '8 B');
    assert.ok((await readLines(window)).length > 0);
  });
});
