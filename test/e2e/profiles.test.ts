import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { accessibilityFindings } from '../editor/accessibility.ts';
import type { EditorWindow } from '../editor/browser.ts';
import {
  goTo,
  readCursor,
  readLenses,
  typeText,
  undo,
  waitForLines,
} from '../editor/codeEditor.ts';
import { chooseInExplorer } from '../editor/explorer.ts';
import { frameText, frameTimesOf } from '../editor/frames.ts';
import type { Frame } from '../editor/playwright.ts';
import { openFile, pick, runCommand } from '../editor/quickInput.ts';
import {
  findWebview,
  pressNotificationButton,
  readNotifications,
  waitForNotification,
} from '../editor/surroundings.ts';
import { readActiveTab } from '../editor/tabs.ts';
import { changeTheme, DARK, HIGH_CONTRAST, HIGH_CONTRAST_LIGHT } from '../editor/themes.ts';
import { largeProfile, MEDIUM } from '../support/largeProfile.ts';
import { copyFolder } from './packaged.ts';
import { testedEditor } from './testedEditor.ts';

const PROGRAM = fileURLToPath(new URL('profiled', import.meta.url));

function goroot(): string {
  return execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
}

/** Profiles that a program has written of itself, in the editor. */
describe('profiles', () => {
  const copy = copyFolder(PROGRAM);
  const { folder } = copy;
  const editor = testedEditor(copy);
  let window: EditorWindow;
  let view: Frame;

  before(async () => {
    const program = join(folder, 'profiled.exe');
    execFileSync('go', ['build', '-o', program, '.'], { cwd: folder });
    execFileSync(program, [], { cwd: folder });
    cpSync(join(goroot(), 'src/cmd/compile/default.pgo'), join(folder, 'default.pgo'));
    writeFileSync(join(folder, 'broken.pb.gz'), 'this is no profile');
    window = await editor.open();
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

  it('are drawn as stacks, which have a table too', async () => {
    await openFile(window, 'default.pgo');
    view = await findWebview(window, '.flame canvas');
    await window.waitFor('boxes', countColors, (count) => count > 10);
    await window.screenshot('profile flame');
    await view.locator('#flame').press('ArrowDown');
    await window.press('ArrowDown', 'ArrowDown', 'ArrowDown');
    await window.screenshot('profile flame walked');
    await window.press('Enter');
    const [pivot = ''] = await window.waitFor(
      'pivot',
      () => view.locator('.pivot').allInnerTexts(),
      (texts) => texts.length === 1,
    );
    await settled();
    await window.screenshot('profile flame pivot');
    await view.locator('#flame-table').click();
    await waitForRows(
      'rows',
      ([row]) => row?.at(-1) === pivot.replace('callers and callees of ', ''),
    );
    await window.screenshot('profile flame table');
    await view.locator('#flame-table').click();
    await view.locator('#flame-all').click();
    await view.locator('#search').fill('mallocgc');
    await settled();
    await window.screenshot('profile flame search');
  });

  it('lead to the code', async () => {
    await openFile(window, 'heap.pb.gz');
    view = await findWebview(window, '[role=tab]');
    await openTab('Flame');
    await view.locator('#flame-table').click();
    await waitForRows('rows', has('store.newRecord'));
    await view.locator('.table-row', { hasText: 'store.newRecord' }).click();
    await window.press('o');
    await window.waitFor(
      'line that allocates',
      () => readCursor(window),
      (at) => at === 'Ln 26, Col 1',
    );
    await window.screenshot('profile and code');
  });

  it('show callers, callees and lines of a function', async () => {
    await openTab('Top');
    await waitForRows('rows', has('store.newRecord'));
    await view.locator('.table-row', { hasText: 'store.newRecord' }).click();
    await window.press('Enter');
    await waitForRows('callers', has('store.(*Store).Fill'));
    await settled();
    await window.screenshot('profile peek');
    await openTab('Source');
    await waitForRows('lines', has('make([]byte, 1024)'));
    await window.screenshot('profile source');
    await openTab('Traces');
    await waitForRows('stacks', has('store.newRecord (inline)'));
    await window.screenshot('profile traces');
    await openTab('Labels');
    await view.locator('.bars').first().waitFor();
    await window.screenshot('profile labels');
    await openTab('Info');
    await view.locator('dl').first().waitFor();
    await window.screenshot('profile info');
  });

  it('are compared with another one', async () => {
    await view.locator('#compare').click();
    await pick(window, 'before.pb.gz');
    await openTab('Top');
    const shown = await waitForRows('growth', (all) => all.some(([flat]) => flat?.startsWith('+')));
    assert.match(shown[0]?.at(-1) ?? '', /newRecord/);
    await window.screenshot('profile difference');
    await openTab('Flame');
    await settled();
    assert.equal(await view.locator('.change-mark').count(), 3);
    await window.screenshot('profile difference flame');
    await view.locator('#compare').click();
  });

  it('stand side by side with others', async () => {
    await openTab('Series');
    await view.locator('#add-profiles').click();
    await pick(window, 'before.pb.gz');
    await window.press('Enter');
    await waitForRows('change', hasGrown);
    assert.deepEqual(await columnsOfProfiles(), ['before.pb.gz', 'heap.pb.gz']);
    assert.deepEqual(await accessibilityFindings(view), []);
    await window.screenshot('profile series');
    await view.locator('#seriesValues').press('s');
    await waitForRows('change since the first', isSinceTheFirst);
    await runCommand(window, 'Go Memory: Compare Profiles…');
    await pick(window, 'before.pb.gz');
    await pick(window, 'heap.pb.gz');
    await window.press('Enter');
    await window.waitFor(
      'the first one',
      () => readActiveTab(window),
      (tab) => tab?.name === 'before.pb.gz',
    );
    view = await findWebview(window, '#add-profiles');
    await waitForRows('change', hasGrown);
    await openFile(window, 'heap.pb.gz');
    view = await findWebview(window, '#add-profiles');
    await waitForRows('what was left', (all) => hasGrown(all) && isSinceTheFirst(all));
    await view.locator('.table-row', { hasText: 'store.newRecord' }).click();
    await window.press('Enter');
    await window.waitFor(
      'line that allocates',
      () => readCursor(window),
      (at) => at === 'Ln 26, Col 1',
    );
  });

  /** What has changed is also in the last column then. */
  const isSinceTheFirst = (shown: readonly (readonly string[])[]) =>
    shown.some((cells) => cells[0]?.includes('newRecord') && cells[5]?.startsWith('+'));

  /** By the column of the change, which is the third. */
  const hasGrown = (shown: readonly (readonly string[])[]) =>
    shown.some(([name, , change]) => name?.includes('newRecord') && change?.startsWith('+'));

  /** In the order of the table; profiles have times below their names. */
  const columnsOfProfiles = () =>
    view.evaluate(() =>
      [...document.querySelectorAll('.table-head [role=columnheader]')]
        .filter((cell) => cell.querySelector('.subtitle'))
        .map((cell) => cell.querySelector('button')?.firstChild?.textContent),
    );

  it('that are selected in the explorer stand side by side, too', async () => {
    await openFile(window, 'before.pb.gz');
    view = await findWebview(window, '#add-profiles');
    await openTab('Top');
    await chooseInExplorer(window, ['heap.pb.gz', 'before.pb.gz'], 'Compare Profiles…');
    await window.waitFor(
      'the first one by name',
      () => readActiveTab(window),
      (tab) => tab?.name === 'before.pb.gz',
    );
    view = await findWebview(window, '#add-profiles');
    await waitForRows('change', hasGrown);
    assert.deepEqual(await columnsOfProfiles(), ['before.pb.gz', 'heap.pb.gz']);
    await openFile(window, 'heap.pb.gz');
    view = await findWebview(window, '#add-profiles');
  });

  it('are drawn as a graph of calls', async () => {
    await openTab('Graph');
    await view.locator('.graph svg .node').first().waitFor();
    await window.screenshot('profile graph small');
    await view.locator('.graph .node', { hasText: 'store.newRecord' }).click();
    await waitForRows('callers', has('store.(*Store).Fill'));
    await openFile(window, 'default.pgo');
    view = await findWebview(window, '[role=tab]');
    await openTab('Graph');
    await view.locator('.graph svg .node').first().waitFor();
    await window.screenshot('profile graph');
    await openTab('Flame');
  });

  it('of two megabytes are zoomed and moved without long frames', async () => {
    writeFileSync(join(folder, 'medium.pb.gz'), gzipSync(largeProfile(MEDIUM)));
    await openFile(window, 'medium.pb.gz');
    view = await findWebview(window, '#flame');
    await settled();
    const box = await view.locator('.flame canvas').first().boundingBox();
    assert.ok(box);
    await window.page.mouse.move(box.x + box.width / 3, box.y + box.height / 2);
    const times = await frameTimesOf(view, async () => {
      for (let step = 0; step < 60; step++) {
        const zooms = step % 3 > 0;
        if (zooms) {
          await window.page.keyboard.down('Control');
        }
        await window.page.mouse.wheel(zooms ? 0 : 40, step < 30 ? -40 : 40);
        if (zooms) {
          await window.page.keyboard.up('Control');
        }
      }
    });
    console.log(frameText(times));
    assert.ok(times.length > 10, `${times.length} frames`);
  });

  it('have what is too narrow to be drawn once one zooms in', async () => {
    await openFile(window, 'before.pb.gz');
    await openFile(window, 'medium.pb.gz');
    view = await findWebview(window, '#flame');
    await settled();
    await window.waitFor('boxes', countColors, (count) => count > 10);
    // In one go, so that nothing of that part can have come yet; the rest of the whole may have.
    const zoomed = await view.evaluate(`(${String(zoomIn)})().then(${String(countFilled)})`);
    await window.screenshot('profile flame zoomed');
    await window.waitFor(
      'more boxes',
      () => view.evaluate(countFilled),
      (count) => count > Number(zoomed),
    );
    await window.screenshot('profile flame zoomed in detail');
    await openFile(window, 'heap.pb.gz');
    view = await findWebview(window, '[role=tab]');
  });

  it('are as they were left when they are shown again', async () => {
    await openTab('Top');
    await view.locator('#filters').click();
    await view.locator('#filter-focus').fill('churn|New');
    await waitForRows('filtered', (all) => !has('newRecord')(all));
    await openFile(window, 'store.go');
    await openFile(window, 'default.pgo');
    await openFile(window, 'heap.pb.gz');
    view = await findWebview(window, '#filter-focus');
    assert.equal(
      await view.evaluate(() => document.querySelector<HTMLInputElement>('#filter-focus')?.value),
      'churn|New',
    );
    await settled();
    assert.ok(!has('newRecord')(await rows()));
    await view.locator('#clear').click();
    await view.locator('#filters').click();
    await waitForRows('all', has('newRecord'));
  });

  it('say on the code what it takes, and are found from there', async () => {
    await view.locator('#attach').click();
    await openFile(window, 'store.go');
    const isOf = (line: number) => (lenses: readonly { lineNumber: number; text: string }[]) =>
      lenses.some((lens) => lens.lineNumber === line && /^inuse_space .* MB/.test(lens.text));
    await window.waitFor('lens', () => readLenses(window), isOf(23));
    await waitForLines(window, 'costs', (all) =>
      all.some(
        ({ lineNumber, hints }) =>
          lineNumber === 26 && hints.some(({ text }) => text.includes(' MB')),
      ),
    );
    await window.screenshot('costs on the code');
    await goTo(window, 2, 1);
    await typeText(window, '\n');
    await window.waitFor('lens that moved', () => readLenses(window), isOf(24));
    await undo(window);
    await window.waitFor('lens that moved back', () => readLenses(window), isOf(23));
    await goTo(window, 24, 5);
    await runCommand(window, 'Go Memory: Show in Profile');
    view = await findWebview(window, '.pivot');
    assert.match(await view.locator('.pivot').innerText(), /store\.newRecord$/);
    await openFile(window, 'store.go');
    await runCommand(window, 'Go Memory: Clear Costs on the Code');
    await window.waitFor(
      'no lens',
      () => readLenses(window),
      (lenses) => lenses.length === 0,
    );
  });

  it('offer their editor where VS Code opens them as text', async () => {
    cpSync(join(folder, 'heap.pb.gz'), join(folder, 'mem.prof'));
    cpSync(join(folder, 'heap.pb.gz'), join(folder, 'cpu.prof'));
    cpSync(join(folder, 'heap.pb.gz'), join(folder, 'mem.out'));
    await openFile(window, 'mem.out');
    const { buttons } = await pressNotificationButton(
      window,
      /mem\.out looks like a profile/,
      'Open as profile',
    );
    assert.deepEqual(buttons, ['Open as profile', 'Never ask']);
    view = await findWebview(window, '[role=tab]');
    await openTab('Top');
    await waitForRows('rows', has('store.newRecord'));
    await openFile(window, 'mem.prof');
    await waitForNotification(window, /mem\.prof looks like a profile/);
    await window.screenshot('profile offered');
    await pressNotificationButton(window, /mem\.prof looks/, 'Always for *.prof');
    view = await findWebview(window, '[role=tab]');
    await openTab('Top');
    await waitForRows('rows', has('store.newRecord'));
    await openFile(window, 'cpu.prof');
    view = await findWebview(window, '[role=tab]');
    await openTab('Top');
    await waitForRows('rows', has('store.newRecord'));
    const shown = await readNotifications(window);
    assert.deepEqual(
      shown.filter(({ message }) => message.includes('looks like')),
      [],
    );
  });

  it('of goroutines say in what state they are', async () => {
    await openFile(window, 'goroutines.txt');
    await runCommand(window, 'View: Reopen Editor With...');
    await pick(window, 'Go Profile');
    view = await findWebview(window, '#tab-goroutines');
    await openTab('Goroutines');
    await waitForRows('goroutines', (all) => all.some(([count]) => count === '5'));
    const columns = await view.locator('[role=columnheader]').allInnerTexts();
    // None has waited for a minute.
    assert.deepEqual(
      columns.map((title) => title.replace(/ .*/, '')),
      ['Goroutines', 'State', 'Where'],
    );
    await window.screenshot('profile goroutines');
  });

  it('are opened as such from the editor in front', async () => {
    await openFile(window, 'heap.txt');
    await runCommand(window, 'Go Memory: Open as Profile');
    view = await findWebview(window, '.flame canvas');
  });

  it('show the line of a function that takes most', async () => {
    await openFile(window, 'default.pgo');
    view = await findWebview(window, '[role=tab]');
    await openTab('Source');
    await window.waitFor(
      'a line with its cost',
      () =>
        view.evaluate(() =>
          [...document.querySelectorAll('.table-row:not(.quiet)')].some((row) => {
            const { top, bottom } = row.getBoundingClientRect();
            return top > 0 && bottom < innerHeight;
          }),
        ),
      (isSeen) => isSeen,
    );
    await openTab('Flame');
  });

  it('that are none say why', async () => {
    await openFile(window, 'broken.pb.gz');
    view = await findWebview(window, '[role=alert]');
    assert.match(
      await view.locator('[role=alert]').innerText(),
      /this is text that begins with "this is no profile", and no profile/,
    );
    await window.screenshot('no profile');
  });

  for (const theme of [DARK, HIGH_CONTRAST, HIGH_CONTRAST_LIGHT]) {
    it(`are drawn in ${theme.name}`, async () => {
      await openFile(window, 'default.pgo');
      view = await findWebview(window, '.flame canvas');
      await changeTheme(window, folder, theme, view);
      await window.waitFor('boxes', countColors, (count) => count > 10);
      await window.screenshot(`profile in ${theme.name}`);
    });
  }

  /** Nothing is asked that has no answer yet. */
  const settled = () =>
    window.waitFor(
      'answer',
      () => view.locator('#view').getAttribute('aria-busy'),
      (isBusy) => isBusy === 'false',
    );

  /** How many colours the canvas has: a blank one has one. */
  const countColors = () =>
    view.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('.flame canvas');
      const context = canvas?.getContext('2d');
      const { data } = (canvas && context?.getImageData(0, 0, canvas.width, canvas.height)) ?? {};
      return new Set(new Uint32Array(data?.buffer ?? new ArrayBuffer(0))).size;
    });
});

/** Runs on the page, and so has all that it needs in itself: resolves when that is drawn. */
async function zoomIn(): Promise<void> {
  const wheel = { deltaY: -1, ctrlKey: true, bubbles: true, cancelable: true };
  for (let turn = 0; turn < 20; turn++) {
    document.querySelector('.flame')?.dispatchEvent(new WheelEvent('wheel', wheel));
  }
  await new Promise((resolve) => {
    requestAnimationFrame(resolve);
  });
}

/** Runs on the page, and so has all that it needs in itself: how many pixels of the flame graph are of a box. */
function countFilled(): number {
  const pixelsOf = (context: CanvasRenderingContext2D | null | undefined) => {
    const { width = 0, height = 0 } = context?.canvas ?? {};
    return new Uint32Array(context?.getImageData(0, 0, width, height).data.buffer ?? []);
  };
  const empty = document.createElement('canvas').getContext('2d');
  if (empty) {
    empty.fillStyle = getComputedStyle(document.body).getPropertyValue(
      '--vscode-editor-background',
    );
    empty.fillRect(0, 0, 1, 1);
  }
  const [background] = pixelsOf(empty);
  const canvas = document.querySelector<HTMLCanvasElement>('.flame canvas');
  return pixelsOf(canvas?.getContext('2d')).filter((pixel) => pixel !== background).length;
}
