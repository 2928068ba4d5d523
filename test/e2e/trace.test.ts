import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { EditorWindow } from '../editor/browser.ts';
import { readCursor } from '../editor/codeEditor.ts';
import type { Frame } from '../editor/playwright.ts';
import { openFile, runCommand } from '../editor/quickInput.ts';
import { findWebview, waitForNotification } from '../editor/surroundings.ts';
import { changeTheme, DARK, HIGH_CONTRAST, LIGHT } from '../editor/themes.ts';
import { copyFolder } from './packaged.ts';
import { testedEditor } from './testedEditor.ts';

const PROGRAM = fileURLToPath(new URL('../toolchain/traceProgram', import.meta.url));
/** Less than the last part of a trace takes. */
const CUT_OFF_BYTES = 100;

/** An execution trace that a program has written of itself, in the editor. */
describe('execution traces', () => {
  const copy = copyFolder(PROGRAM);
  const { folder } = copy;
  const editor = testedEditor(copy);
  let window: EditorWindow;
  let view: Frame;

  before(async () => {
    const program = join(folder, 'program.exe');
    execFileSync('go', ['build', '-o', program, '.'], { cwd: folder });
    execFileSync(program, [join(folder, 'work.trace')], { cwd: folder });
    execFileSync(program, [join(folder, 'objects.trace')], {
      cwd: folder,
      env: { ...process.env, GODEBUG: 'traceallocfree=1' },
    });
    const whole = readFileSync(join(folder, 'work.trace'));
    // The last generation is a small one: of one that is cut off nothing can be read.
    writeFileSync(join(folder, 'cut.trace'), whole.subarray(0, -CUT_OFF_BYTES));
    writeFileSync(join(folder, 'trace.out'), 'go 1.21 trace\0\0\0rest');
    window = await editor.open();
  });

  const openTab = (name: string) => view.locator('[role=tab]', { hasText: name }).click();

  /** The rows of the tables that are shown, as texts of their cells. */
  const rows = (): Promise<string[][]> =>
    view.evaluate(() =>
      [...document.querySelectorAll('.table-row')].map((row) =>
        [...row.children].map((cell) => cell.textContent),
      ),
    );

  const countOfRows = () =>
    view.evaluate(() => Number(document.querySelector('.table')?.ariaRowCount ?? 0) - 1);

  const detailsMatch = (pattern: RegExp) =>
    window.waitFor(
      String(pattern),
      () => view.locator('.details').innerText(),
      (text) => pattern.test(text),
    );

  it('show the heap and goroutines over time, with a table of the same', async () => {
    await openFile(window, 'work.trace');
    view = await findWebview(window, '.chart canvas');
    await window.waitFor(
      'both charts',
      () => view.locator('.chart canvas').count(),
      (count) => count === 2,
    );
    assert.match(
      await view.locator('#status').innerText(),
      /^work\.trace · Go 1\.\d+ · .* events$/,
    );
    assert.match(await view.locator('.legend').innerText(), /GC marks[^]*GC mark termination/);
    const all = await countOfRows();
    assert.ok(all > 50);
    await window.screenshot('trace heap');
    await view.evaluate(() => document.querySelector<HTMLElement>('.chart')?.focus());
    await window.press('+', '+', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft');
    await window.waitFor('fewer rows', countOfRows, (count) => count < all);
    await window.screenshot('trace heap zoomed');
    await window.press('0');
    await window.waitFor('all rows', countOfRows, (count) => count === all);
  });

  it('say how often what happened, and lead from the worst to the timeline', async () => {
    await openTab('Events');
    const shown = await window.waitFor('rows', rows, (all) =>
      all.some(([kind]) => kind === 'block: chan receive'),
    );
    const kinds = shown.map(([kind]) => kind);
    for (const kind of ['GC marking', 'syscall', 'stop the world: GC mark termination']) {
      assert.ok(kinds.includes(kind), kind);
    }
    await view.locator('.table-row', { hasText: 'block: chan receive' }).first().click();
    await window.screenshot('trace events');
    await view.locator('.beside .table-row', { hasText: 'main.receive' }).first().click();
    await window.press('Enter');
    view = await findWebview(window, '#timeline');
    await detailsMatch(/^G\d+ main\.main\.func1 · waiting · chan receive · /);
    await window.screenshot('trace timeline instance');
  });

  it('say it of a part of the time alone', async () => {
    await openTab('Events');
    const totalOf = async (wanted: string) =>
      (await rows()).find(([kind]) => kind === wanted)?.[3] ?? '';
    const whole = await totalOf('block: chan receive');
    await view.locator('#part').click();
    await window.waitFor(
      'less of it',
      () => totalOf('block: chan receive'),
      (total) => total !== '' && total !== whole,
    );
    await window.screenshot('trace events of a part');
    await openTab('What blocked here');
    await view.locator('.stack-of li').first().waitFor();
    assert.equal(await view.locator('#part').getAttribute('aria-pressed'), 'true');
    await openTab('Events');
    await view.locator('#part').click();
    await window.waitFor(
      'all of it',
      () => totalOf('block: chan receive'),
      (total) => total === whole,
    );
    await openTab('Timeline');
  });

  it('have a timeline that keys walk through', async () => {
    await view.locator('#all').click();
    await view.locator('#timeline').press('PageUp');
    await detailsMatch(/^P\d+ · /);
    await window.screenshot('trace timeline');
    await window.press('ArrowDown', 'ArrowRight');
    await detailsMatch(/^[PG]\d+ /);
    await view.locator('.choices input').fill('main.main.func1');
    await window.waitFor(
      'no more Ps',
      async () => {
        await view.locator('#timeline').press('PageUp');
        return view.locator('.details').innerText();
      },
      (text) => text.startsWith('G'),
    );
    await window.screenshot('trace timeline filtered');
    await view.locator('#table').click();
    await window.waitFor('a row a goroutine', countOfRows, (count) => count === 4);
    await window.screenshot('trace timeline table');
    await view.locator('#table').click();
    await view.locator('.choices input').fill('');
  });

  it('say what is missing, and what cannot be read', async () => {
    await openFile(window, 'cut.trace');
    const said = 'the trace is cut off; its last part is missing';
    view = await findWebview(window, '#status', said);
    await openTab('Info');
    await window.screenshot('trace info');
    await openFile(window, 'trace.out');
    view = await findWebview(window, '.failure');
    assert.match(await view.locator('.failure').innerText(), /Go 1\.21, in format 1/);
  });

  it('say what blocked, and lead to the code', async () => {
    await openFile(window, 'work.trace');
    view = await findWebview(window, '[role=tab]');
    await openTab('What blocked here');
    const place = view.locator('.table-row', { hasText: /chan receive.*main\.receive/ });
    await place.first().click();
    await window.screenshot('trace blocked');
    await window.press('Enter');
    const line = readFileSync(join(folder, 'main.go'), 'utf8')
      .split('\n')
      .indexOf('\tfor count := range values {');
    await window.waitFor(
      'the line that waits',
      () => readCursor(window),
      (at) => /^Ln \d+, Col 1$/.test(at),
    );
    assert.ok(line > 0);
    await window.screenshot('trace and code');
  });

  it('say which types were allocated, where they have objects', async () => {
    await openFile(window, 'work.trace');
    view = await findWebview(window, '[role=tab]');
    await openTab('Objects');
    assert.match(await view.locator('.details').innerText(), /GODEBUG=traceallocfree=1/);
    await openFile(window, 'objects.trace');
    view = await findWebview(window, '#status', 'objects.trace');
    await openTab('Objects');
    await window.waitFor('types', rows, (all) => all.length > 5);
    await window.screenshot('trace objects');
    await view.locator('.choices input').fill('runtime.sudog');
    const [sudog] = await window.waitFor('one type', rows, (all) => all.length === 1);
    assert.match(sudog?.[1] ?? '', /^\d+ B$/);
    await view.locator('.choices input').fill('');
  });

  it('are replayed in the heap simulator, where they have objects', async () => {
    await openFile(window, 'objects.trace');
    await runCommand(window, 'Replay This Trace in the Heap Simulator');
    view = await findWebview(window, '#cycles');
    const text = (selector: string) => view.locator(selector).innerText();
    const cycles = () =>
      view.evaluate(() => document.querySelector<HTMLSelectElement>('#cycles')?.value);
    assert.equal(await cycles(), 'recorded');
    assert.equal(await view.locator('#edit-script').count(), 0);
    const total = Number(
      /^0 of ([\d,]+) allocations$/.exec(await text('#progress'))?.[1]?.replaceAll(',', ''),
    );
    assert.ok(total > 1000, await text('#progress'));
    await view.locator('#to-end').click();
    await window.waitFor(
      'the end',
      () => text('#progress'),
      (progress) => !progress.startsWith('0 '),
    );
    await window.screenshot('trace replayed');
    // Whoever turns GOGC wants to see what it comes to.
    await view.locator('#gogc').press('ArrowLeft');
    await window.waitFor('cycles of the pacer', cycles, (shown) => shown === 'paced');
    assert.match(await text('#progress'), /^0 of /);
    await openFile(window, 'work.trace');
    await runCommand(window, 'Replay This Trace in the Heap Simulator');
    await waitForNotification(window, /GODEBUG=traceallocfree=1/);
  });

  it('have the colours of the theme', async () => {
    await openFile(window, 'work.trace');
    view = await findWebview(window, '[role=tab]');
    for (const theme of [LIGHT, HIGH_CONTRAST, DARK]) {
      await changeTheme(window, folder, theme, view);
      await openTab('Timeline');
      await view.locator('#timeline canvas').waitFor();
      await window.screenshot(`trace timeline ${theme.pageClass}`);
      await openTab('Heap');
      await view.locator('.chart canvas').first().waitFor();
      await window.screenshot(`trace heap ${theme.pageClass}`);
    }
  });
});
