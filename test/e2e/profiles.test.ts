import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openWindow, type EditorWindow } from '../editor/browser.ts';
import type { Frame } from '../editor/playwright.ts';
import { openFile } from '../editor/quickInput.ts';
import { findWebview } from '../editor/surroundings.ts';
import { startWorkbench, type Workbench } from '../editor/workbench.ts';
import { packageExtension } from './packaged.ts';

const PROGRAM = fileURLToPath(new URL('profiled', import.meta.url));

/** Profiles that a program has written of itself, in the editor. */
describe('profiles', () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'go-memory-profiles-')), 'profiled');
  let workbench: Workbench;
  let window: EditorWindow;
  let view: Frame;

  before(async () => {
    cpSync(PROGRAM, folder, { recursive: true });
    const program = join(folder, 'profiled.exe');
    execFileSync('go', ['build', '-o', program, '.'], { cwd: folder });
    execFileSync(program, [], { cwd: folder });
    writeFileSync(join(folder, 'broken.pb.gz'), 'this is no profile');
    workbench = await startWorkbench({ folder, extension: { vsix: packageExtension() } });
    window = await openWindow(workbench);
  });

  after(async () => {
    await window.dispose();
    await workbench.dispose();
    rmSync(join(folder, '..'), { recursive: true, force: true });
  });

  /** The rows of the table that is shown, as texts of their cells. */
  const rows = (): Promise<string[][]> =>
    view.evaluate(() =>
      [...document.querySelectorAll('.table-row')]
        .sort((a, b) => Number(a.ariaRowIndex) - Number(b.ariaRowIndex))
        .map((row) => [...row.children].map((cell) => cell.textContent)),
    );

  const waitForRows = (what: string, accept: (shown: readonly (readonly string[])[]) => boolean) =>
    window.waitFor(what, rows, accept);

  const has = (name: string) => (shown: readonly (readonly string[])[]) =>
    shown.some((cells) => cells.at(-1)?.includes(name));

  const openTab = (name: string) => view.locator('[role=tab]', { hasText: name }).click();

  it('open in an editor of their own, with a table of what takes most', async () => {
    await openFile(window, 'heap.pb.gz');
    view = await findWebview(window, '[role=tab]');
    await openTab('Top');
    const [first = []] = await waitForRows('rows', has('store.newRecord'));
    assert.match(first.at(-1) ?? '', /^example\.com\/profiled\/store\.newRecord \(inline\)$/);
    assert.match(first[0] ?? '', /MB$/);
    await window.screenshot('profile top');
  });
});
