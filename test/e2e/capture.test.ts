import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openWindow, type EditorWindow } from '../editor/browser.ts';
import { clickLens, readCursor } from '../editor/codeEditor.ts';
import { answer, openFile, pick, readQuickInput, runCommand } from '../editor/quickInput.ts';
import { changeFolderSettings } from '../editor/settings.ts';
import { findWebview } from '../editor/surroundings.ts';
import { startWorkbench, type Workbench } from '../editor/workbench.ts';
import { writeFiles } from '../support/moduleCache.ts';
import { startProfileServer, type ProfileServer } from '../support/profileServer.ts';
import { packageExtension } from './packaged.ts';

const TESTS = fileURLToPath(new URL('../toolchain/profiledTests', import.meta.url));

/** Built only with the tag that `gomem.json` has. */
const TAGGED = `//go:build tagged

package profiledtests

import "testing"

func BenchmarkTagged(b *testing.B) {
\tfor i := 0; i < b.N; i++ {
\t\tsink = make([]byte, 128)
\t}
}
`;

const BROKEN = `package main

func main() {
\tnothing()
}
`;

/** Programs and tests that run here, asked for their profiles in the editor. */
describe('capturing', () => {
  const temporary = mkdtempSync(join(tmpdir(), 'go-memory-capture-'));
  const folder = join(temporary, 'profiledtests');
  let program: ProfileServer;
  let workbench: Workbench;
  let window: EditorWindow;

  before(async () => {
    cpSync(TESTS, folder, { recursive: true });
    writeFiles(folder, {
      'gomem.json': '{"build": {"tags": ["tagged"]}}',
      'tagged_test.go': TAGGED,
      'cmd/broken/main.go': BROKEN,
    });
    program = await startProfileServer(temporary);
    for (let grown = 0; grown < 20; grown++) {
      await program.grow();
    }
    changeFolderSettings(folder, { 'goMemory.capture.keep': 2 });
    workbench = await startWorkbench({ folder, extension: { vsix: packageExtension() } });
    window = await openWindow(workbench);
  });

  after(async () => {
    await window.dispose();
    await workbench.dispose();
    await program.stop();
    rmSync(temporary, { recursive: true, force: true });
  });

  /** A command asks its questions one after the other: until this one is there. */
  const asked = (title: string) =>
    window.waitFor(
      title,
      () => readQuickInput(window),
      (input) => input?.title === title,
    );

  it('opens a profile of a running program', async () => {
    await openFile(window, 'profiled_test.go');
    await runCommand(window, 'Go Memory: Capture Profile…');
    await asked('A program that serves net/http/pprof');
    await answer(window, program.host);
    await pick(window, 'heap');
    await asked('heap');
    await answer(window, '');
    const view = await findWebview(window, '[role=tab]');
    await view.locator('[role=tab]', { hasText: 'Top' }).click();
    await view.locator('.table-row', { hasText: 'main.grow' }).first().waitFor();
    await window.screenshot('captured heap');
  });

  it('opens a profile of a benchmark, which is its root', async () => {
    await openFile(window, 'profiled_test.go');
    await clickLens(window, 'profile allocations');
    const view = await findWebview(window, '#root');
    const root = await window.waitFor(
      'root',
      () => view.evaluate(() => document.querySelector<HTMLSelectElement>('#root')?.value ?? ''),
      (value) => value !== '',
    );
    assert.equal(root, 'example.com/profiledtests.BenchmarkMake');
    await window.screenshot('captured benchmark');
  });

  it('builds what it profiles with the flags of gomem.json, and keeps as many files as is said', async () => {
    await openFile(window, 'tagged_test.go');
    await clickLens(window, 'profile allocations');
    await findWebview(window, '#root', 'BenchmarkTagged');
    const kept = readdirSync(workbench.dataFolder, { recursive: true, encoding: 'utf8' })
      .filter((path) => basename(dirname(path)) === 'captures')
      .map((path) => basename(path).replace(/[^A-Za-z].*/, ''));
    assert.deepEqual(kept.sort(), ['BenchmarkMake', 'BenchmarkTagged']);
  });

  it('draws the log of a program while it runs', async () => {
    await openFile(window, 'profiled_test.go');
    await runCommand(window, 'Go Memory: Run with GC Trace…');
    await pick(window, 'Benchmarks or tests of a package');
    for (const [title, text] of [
      ['The folder of the package', '.'],
      ['Arguments', '-test.run=Churns'],
      ['GOGC', '50'],
      ['GOMEMLIMIT', ''],
    ] as const) {
      await asked(title);
      await answer(window, text);
    }
    const view = await findWebview(window, '.chart canvas');
    const count = () =>
      view.evaluate(() => Number(document.querySelector('.table')?.ariaRowCount ?? 0));
    const first = await window.waitFor('cycles', count, (rows) => rows > 5);
    await window.waitFor('more of them', count, (rows) => rows > first + 5);
    await window.screenshot('gc trace running');
    await view.locator('#stop').click();
    await view.locator('#follow').waitFor();
    assert.match(await view.locator('#live').innerText(), /^stopped$/);
    await window.screenshot('gc trace stopped');
  });

  it('opens source files that a terminal names', async () => {
    await openFile(window, 'profiled_test.go');
    await runCommand(window, 'Go Memory: Run with GC Trace…');
    await pick(window, 'Program of a package');
    for (const [title, text] of [
      ['The folder of the package', './cmd/broken'],
      ['Arguments', ''],
      ['GOGC', ''],
      ['GOMEMLIMIT', ''],
    ] as const) {
      await asked(title);
      await answer(window, text);
    }
    // The text moves while more of it comes.
    await window.page.keyboard.down('Control');
    const link = await window.waitFor(
      'a link',
      async () => {
        const at = await placeInTerminal(window, 'main.go:4:2');
        await window.page.mouse.move(at?.x ?? 0, at?.y ?? 0);
        const isLink = await window.page.locator('.xterm-cursor-pointer').count();
        return isLink > 0 ? at : undefined;
      },
      (at) => at !== undefined,
    );
    await window.screenshot('terminal of a program that does not build');
    await window.page.mouse.click(link?.x ?? 0, link?.y ?? 0);
    await window.page.keyboard.up('Control');
    await window.waitFor(
      'the place',
      () => readCursor(window),
      (place) => place.startsWith('Ln 4, Col 5'),
    );
    await window.screenshot('source from a terminal');
  });

  it('watches the memory of a program while it runs', async () => {
    await runCommand(window, "Go Memory: Watch a Program's Memory…");
    await asked('A program that serves expvar, net/http/pprof or metrics for Prometheus');
    await answer(window, program.host);
    const view = await findWebview(window, '#toggle');
    const count = () =>
      view.evaluate(() => Number(document.querySelector('.table')?.ariaRowCount ?? 0) - 1);
    const first = await window.waitFor('rows', count, (rows) => rows > 0);
    await program.grow();
    await window.waitFor('more of them', count, (rows) => rows > first + 1);
    const state = () => view.locator('#state').innerText();
    assert.equal(await state(), `Asked at http://${program.host}/debug/vars.`);
    const figures = await view.locator('[aria-labelledby=figures] table').innerText();
    assert.match(figures, /objects\s+[\d.]+ MB\s+[\d.]+ %/);
    assert.match(figures, /mapped\s+[\d.]+ MB\s+100\.0 %/);
    if (process.platform === 'linux') {
      const resident = await view.locator('[aria-labelledby=resident] table').innerText();
      assert.match(resident, /Go’s heap\s+[\d.]+ MB\s+[\d.]+ %/);
    }
    await window.screenshot('memory watched');
    await view.locator('#toggle').click();
    await window.waitFor('rest', state, (text) => text === 'Paused.');
    const kept = await count();
    await view.locator('#toggle').click();
    await window.waitFor('more', count, (rows) => rows > kept);
    await program.stop();
    await window.waitFor('a word on it', state, (text) => text.endsWith('It is asked again.'));
    await window.screenshot('memory of a program that has ended');
  });

  it('opens an execution trace of a benchmark', async () => {
    await openFile(window, 'profiled_test.go');
    await clickLens(window, 'trace');
    const view = await findWebview(window, '.chart canvas');
    await window.waitFor(
      'what it is a trace of',
      () => view.locator('#status').innerText(),
      (text) => /Go 1\.\d+ .* events$/.test(text),
    );
    await window.screenshot('captured trace');
  });
});

/** The middle of a text in the terminal that is shown. */
function placeInTerminal(
  { page }: EditorWindow,
  text: string,
): Promise<{ x: number; y: number } | undefined> {
  return page.evaluate((wanted) => {
    for (const row of document.querySelectorAll('.xterm-rows > div')) {
      const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const from = node.textContent?.indexOf(wanted) ?? -1;
        if (from >= 0) {
          const range = document.createRange();
          range.setStart(node, from);
          range.setEnd(node, from + wanted.length);
          const { left, width, top, height } = range.getBoundingClientRect();
          return { x: left + width / 2, y: top + height / 2 };
        }
      }
    }
    return undefined;
  }, text);
}
