import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { EditorWindow } from '../editor/browser.ts';
import { readCursor } from '../editor/codeEditor.ts';
import type { Frame } from '../editor/playwright.ts';
import { openFile, pick, runCommand } from '../editor/quickInput.ts';
import { findWebview } from '../editor/surroundings.ts';
import { changeTheme, DARK, HIGH_CONTRAST, LIGHT } from '../editor/themes.ts';
import { makeFolder } from './packaged.ts';
import { testedEditor } from './testedEditor.ts';

const PROGRAM = fileURLToPath(new URL('../toolchain/gcLogFindings', import.meta.url));

/** Logs of programs that ran here, in the editor. */
describe('GC logs', () => {
  const made = makeFolder();
  const { folder } = made;
  const editor = testedEditor(made);
  let window: EditorWindow;
  let view: Frame;
  let countCycles = 0;

  before(async () => {
    const program = join(folder, 'program.exe');
    execFileSync('go', ['build', '-o', program, '.'], { cwd: PROGRAM });
    for (const [mode, GOGC] of [
      ['leak', '15'],
      ['steady', '50'],
    ] as const) {
      const { stderr } = spawnSync(program, [mode], {
        env: { ...process.env, GOGC, GODEBUG: 'gctrace=1' },
        encoding: 'utf8',
      });
      writeFileSync(join(folder, `${mode}.gctrace`), `${stderr}gc 9000 @1.2damaged\n`);
    }
    const text = readFileSync(join(folder, 'leak.gctrace'), 'utf8');
    countCycles = (text.match(/^gc /gm) ?? []).length - 1;
    window = await editor.open();
  });

  const countOfRows = () =>
    view.evaluate(() => Number(document.querySelector('.table')?.ariaRowCount ?? 0) - 1);

  it('have charts, findings and a table of the same', async () => {
    await openFile(window, 'leak.gctrace');
    await runCommand(window, 'Go Memory: Open as GC Log');
    view = await findWebview(window, '.chart canvas');
    await window.waitFor(
      'findings',
      () => view.locator('.findings').innerText(),
      (text) => text.includes('The live heap grows by'),
    );
    // There is none of stacks and globals below a megabyte, nor of the scavenger without scavtrace.
    assert.equal(await view.locator('.chart canvas').count(), 4);
    assert.equal(await countOfRows(), countCycles);
    assert.match(await view.locator('details summary').innerText(), /^1 line could not be read/);
    await window.screenshot('gc log');
    await view.evaluate(() => document.querySelector('.cycles')?.scrollIntoView());
    await window.screenshot('gc log table');
  });

  it('are zoomed by keys, and the table with them', async () => {
    await view.evaluate(() => document.querySelector<HTMLElement>('.chart')?.focus());
    await window.press('+', '+', '+');
    const zoomed = await window.waitFor('fewer cycles', countOfRows, (rows) => rows < countCycles);
    assert.ok(zoomed > 0);
    await window.screenshot('gc log zoomed');
    await window.press('0');
    await window.waitFor('all cycles', countOfRows, (rows) => rows === countCycles);
  });

  it('lead to their lines', async () => {
    const link = view.locator('.findings button').first();
    const line = (await link.innerText()).replace('line ', '');
    await link.click();
    await window.waitFor(
      'the line',
      () => readCursor(window),
      (at) => at.startsWith(`Ln ${line},`),
    );
    await window.screenshot('gc log and line');
  });

  it('are compared', async () => {
    await view.locator('#compare').click();
    await pick(window, 'steady.gctrace');
    await window.waitFor(
      'both columns',
      () => view.locator('.figures thead th').allInnerTexts(),
      (names) => names.join() === 'leak.gctrace,steady.gctrace',
    );
    await window.screenshot('gc logs compared');
    await view.locator('#alone').click();
  });

  it('have the colours of the theme', async () => {
    for (const theme of [LIGHT, HIGH_CONTRAST, DARK]) {
      await changeTheme(window, folder, theme, view);
      await view.locator('.chart canvas').first().waitFor();
      await window.screenshot(`gc log ${theme.pageClass}`);
    }
  });
});
