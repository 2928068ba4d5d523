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

/** Seven cycles of a service that has something of everything. */
const CLIPPED = Array.from({ length: 7 }, (_, index) => {
  const live = 40 + 2 * index;
  return [
    `gc ${index + 1} @${(0.4 * (index + 1)).toFixed(3)}s 4%: 0.02+8.0+0.01 ms clock, 0.16+${index}.5/16/1.0+0.08 ms cpu, ${2 * live}->${2 * live}->${live} MB, ${2 * live} MB goal, ${3 + index} MB stacks, 2 MB globals, 8 P`,
    `scav ${512 * index} KiB work (bg), ${64 * index} KiB work (eager), ${2048 * (index + 1)} KiB now, 80% util`,
  ].join('\n');
}).join('\n');

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
    await window.waitFor(
      'all charts',
      () => view.locator('.chart canvas').count(),
      (count) => count === 4,
    );
    assert.equal(await view.locator('.chart').count(), 4);
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

  it('are read from the clipboard, with stacks, globals and what the scavenger did', async () => {
    await window.page.evaluate((text) => navigator.clipboard.writeText(text), CLIPPED);
    await runCommand(window, 'Go Memory: Open Clipboard as GC Log');
    const clipped = await findWebview(window, '.table[aria-rowcount="8"]');
    await clipped.locator('.chart canvas').first().waitFor();
    await window.waitFor(
      'all charts',
      () => clipped.locator('.chart canvas').count(),
      (count) => count === 6,
    );
    await window.screenshot('gc log of the clipboard');
    await clipped.evaluate(() => [...document.querySelectorAll('.chart')].at(-1)?.scrollIntoView());
    await window.screenshot('gc log of the clipboard, last charts');
    await openFile(window, 'leak.gctrace');
    await runCommand(window, 'Go Memory: Open as GC Log');
    view = await findWebview(window, `.table[aria-rowcount="${countCycles + 1}"]`);
  });

  it('have the colours of the theme', async () => {
    for (const theme of [LIGHT, HIGH_CONTRAST, DARK]) {
      await changeTheme(window, folder, theme, view);
      await view.locator('.chart canvas').first().waitFor();
      await window.screenshot(`gc log ${theme.pageClass}`);
    }
  });
});
