import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { accessibilityFindings } from '../editor/accessibility.ts';
import type { EditorWindow } from '../editor/browser.ts';
import { goTo } from '../editor/codeEditor.ts';
import type { Frame } from '../editor/playwright.ts';
import { answer, openFile, pick, readQuickInput, runCommand } from '../editor/quickInput.ts';
import { findWebview } from '../editor/surroundings.ts';
import { changeTheme, DARK, HIGH_CONTRAST, LIGHT } from '../editor/themes.ts';
import { startProfileServer, type ProfileServer } from '../support/profileServer.ts';
import { copyFolder } from './packaged.ts';
import { testedEditor } from './testedEditor.ts';

const program = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const ENTRY = 'package main\n\ntype entry struct {\n\tvalid bool\n\tstamp int64\n}\n';

/** All pages of ours, as axe sees them. */
describe('accessibility', () => {
  const copy = copyFolder(program('profiled'));
  const { folder } = copy;
  const editor = testedEditor(copy);
  let window: EditorWindow;
  let server: ProfileServer;

  before(async () => {
    const run = (source: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
      const file = join(folder, 'run.exe');
      execFileSync('go', ['build', '-o', file, '.'], { cwd: source });
      return spawnSync(file, args, {
        cwd: folder,
        env: { ...process.env, ...env },
        encoding: 'utf8',
      });
    };
    run(folder, []);
    run(program('../toolchain/traceProgram'), [join(folder, 'objects.trace')], {
      GODEBUG: 'traceallocfree=1',
    });
    for (const mode of ['leak', 'steady']) {
      const traced = { GOGC: '15', GODEBUG: 'gctrace=1' };
      const { stderr } = run(program('../toolchain/gcLogFindings'), [mode], traced);
      writeFileSync(join(folder, `${mode}.gctrace`), `${stderr}gc 9000 @1.2damaged\n`);
    }
    writeFileSync(join(folder, 'entry.go'), ENTRY);
    server = await startProfileServer(folder);
    window = await editor.open();
  });

  after(async () => {
    await server.stop();
  });

  interface Place {
    readonly what: string;
    readonly view: Frame;
    /** What is behind it. */
    readonly surface?: string;
  }

  async function inEachTheme(view: Frame, act: (theme: string) => Promise<void>): Promise<void> {
    for (const theme of [DARK, LIGHT, HIGH_CONTRAST]) {
      await changeTheme(window, folder, theme, view);
      await act(theme.name);
    }
  }

  const check = ({ what, view, surface }: Place) =>
    inEachTheme(view, async (theme) => {
      assert.deepEqual(await accessibilityFindings(view, surface), [], `${what}, ${theme}`);
    });

  async function checkTabs({ what, view }: Place): Promise<void> {
    const tabs = await view.locator('[role=tab]').allInnerTexts();
    await inEachTheme(view, async (theme) => {
      for (const tab of tabs) {
        await view.locator('[role=tab]', { hasText: tab }).first().click();
        assert.deepEqual(await accessibilityFindings(view), [], `${what}, ${tab}, ${theme}`);
      }
    });
  }

  it('of a profile', async () => {
    await openFile(window, 'heap.pb.gz');
    const view = await findWebview(window, '[role=tab]');
    await checkTabs({ what: 'profile', view });
    await view.locator('#compare').click();
    await pick(window, 'before.pb.gz');
    await view.locator('#status', { hasText: 'since before.pb.gz' }).waitFor();
    await checkTabs({ what: 'difference', view });
  });

  it('of a dump of goroutines', async () => {
    await openFile(window, 'goroutines.txt');
    await runCommand(window, 'View: Reopen Editor With...');
    await pick(window, 'Go Profile');
    const view = await findWebview(window, '#tab-goroutines');
    await view.locator('#tab-goroutines').click();
    await check({ what: 'goroutines', view });
  });

  it('of a trace', async () => {
    await openFile(window, 'objects.trace');
    const view = await findWebview(window, '#status', 'objects.trace');
    await checkTabs({ what: 'trace', view });
  });

  it('of a GC log', async () => {
    await openFile(window, 'leak.gctrace');
    await runCommand(window, 'Go Memory: Open as GC Log');
    const view = await findWebview(window, '.chart canvas');
    await check({ what: 'GC log', view });
    await view.locator('#compare').click();
    await pick(window, 'steady.gctrace');
    await view.locator('.figures thead th', { hasText: 'steady.gctrace' }).waitFor();
    await check({ what: 'GC logs compared', view });
  });

  it('of the simulator', async () => {
    await runCommand(window, 'Go Memory: Open Heap Simulator');
    const view = await findWebview(window, '#pacer');
    await view.locator('#step-1000').click();
    await check({ what: 'simulator', view });
    await view.locator('#lesson').selectOption('tinyAllocator');
    await view.locator('#tour').waitFor();
    await check({ what: 'lesson', view });
    await view.locator('#tour-leave').click();
    await view.locator('#what-if-predict').click();
    await view.locator('table.what-if tbody tr').nth(2).waitFor();
    await check({ what: 'what if', view });
  });

  it('of the memory of a program', async () => {
    await runCommand(window, "Go Memory: Watch a Program's Memory…");
    await window.waitFor(
      'the question',
      () => readQuickInput(window),
      (input) =>
        input?.title === 'A program that serves expvar, net/http/pprof or metrics for Prometheus',
    );
    await answer(window, server.host);
    const view = await findWebview(window, '#toggle');
    await view.locator('.figures').first().waitFor();
    await view.locator('#toggle').click();
    await check({ what: 'memory', view });
  });

  it('of a layout', async () => {
    await openFile(window, 'entry.go');
    await goTo(window, 3, 6);
    await runCommand(window, 'Go Memory: Show Memory Layout');
    const view = await findWebview(window, 'section .byte');
    await check({ what: 'layout', view, surface: '--vscode-sideBar-background' });
    await view.evaluate(() => {
      document.body.append(document.createElement('button'));
    });
    const [planted = ''] = await accessibilityFindings(view, '--vscode-sideBar-background');
    assert.match(planted, /^button-name /, 'what is wrong is found');
  });
});
