import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import type { EditorWindow } from '../editor/browser.ts';
import {
  clickLens,
  goTo,
  readLenses,
  readLines,
  waitForHint,
  waitForLines,
  type ShownLine,
} from '../editor/codeEditor.ts';
import { openFile, pick, readQuickInput, runCommand } from '../editor/quickInput.ts';
import { readLanguageStatus, readOutput, readStatusBar } from '../editor/surroundings.ts';
import { changeFolderSettings } from '../editor/settings.ts';
import { makeFolder } from './packaged.ts';
import { testedEditor } from './testedEditor.ts';

/** A module whose files are compiled or not, as the build flags have it. */
const FILES = {
  'go.mod': 'module example.com/choice\n\ngo 1.24\n',
  'all.go': `package choice

import "errors"

var sink any

type pair struct{ a, b *int }

func newPair() *pair { return &pair{new(int), new(int)} }

func newInt() *int { return new(int) }

func perCall() { sink = new([100]int) }

func variable() *int {
	var moved int
	return &moved
}

func perIteration(list []int) {
	for _, n := range list {
		sink = n
	}
}

func onError(ok bool) error {
	if !ok {
		return errors.New("not ok: " + string(make([]byte, 100)))
	}
	return nil
}

func grows(list []int) []int { return append(list, 1) }

func several() { sink = newPair() }

func single() { sink = newInt() }

func channel() chan int { return make(chan int) }
`,
  'tagged.go': '//go:build special\n\npackage choice\n\nfunc tagged() *int { return new(int) }\n',
  'raced.go': '//go:build race\n\npackage choice\n\nfunc raced() *int { return new(int) }\n',
  'system_windows.go': 'package choice\n\nfunc system() *int { return new(int) }\n',
} as const;

/** What has a hint, and every other setting, by commands and in the settings file. */
describe('commands and settings that choose', () => {
  const made = makeFolder();
  const { folder } = made;
  const editor = testedEditor(made);
  let window: EditorWindow;

  before(async () => {
    for (const [name, text] of Object.entries(FILES)) {
      writeFileSync(join(folder, name), text);
    }
    window = await editor.open();
    await openFile(window, 'all.go');
  });

  /** Each hint with the name of the function that it stands in. */
  const hintsIn = (lines: readonly ShownLine[]): string[] => {
    let name = '';
    return lines.flatMap(({ code, hints }) => {
      name = /^func (\w+)/.exec(code)?.[1] ?? name;
      return hints.map(({ text }) => `${name} ${text}`);
    });
  };

  const waitForHints = async (what: string, wanted: readonly string[]) => {
    const isIt = (lines: readonly ShownLine[]) =>
      JSON.stringify(hintsIn(lines)) === JSON.stringify(wanted);
    await window.waitFor(
      `hints: ${what}`,
      async () => hintsIn(await readLines(window)),
      (hints) => JSON.stringify(hints) === JSON.stringify(wanted),
    );
    assert.ok(isIt(await readLines(window)));
  };

  const QUIET = [
    'newPair 32 B',
    'newInt 8 B',
    'perCall 896 B',
    'variable 8 B',
    'perIteration 8 B/iter',
    'several 3 objects',
    'channel 112 B',
  ];

  const EVERYTHING = [
    'newPair 32 B',
    'newInt 8 B',
    'perCall 896 B',
    'variable 8 B',
    'perIteration 8 B/iter',
    'onError on error',
    'grows on grow',
    'several 3 objects',
    'single heap',
    'channel 112 B',
  ];

  /** Checks or unchecks a row of the list that is open, and accepts the list. */
  const check = async (label: string) => {
    await window.waitFor(
      `choice ${label}`,
      () => readQuickInput(window),
      (input) => input?.rows.some((row) => row.label === label) ?? false,
    );
    await window.page.locator('.quick-input-list .monaco-list-row', { hasText: label }).click();
    await window.press('Enter');
  };

  it('are quiet by default', async () => {
    await waitForHints('by default', QUIET);
  });

  it('choose hints by how often', async () => {
    await runCommand(window, 'Go Memory: Choose Hints by How Often…');
    await check('On the error path');
    await waitForHints('with error paths', [
      ...QUIET.slice(0, 5),
      'onError on error',
      ...QUIET.slice(5),
    ]);
    await runCommand(window, 'Go Memory: Choose Hints by How Often…');
    await check('On the error path');
    await waitForHints('as before', QUIET);
  });

  it('choose hints by kind', async () => {
    await runCommand(window, 'Go Memory: Choose Hints by Kind…');
    await check('Variables');
    await waitForHints(
      'without variables',
      QUIET.filter((hint) => !hint.startsWith('variable')),
    );
    await runCommand(window, 'Go Memory: Choose Hints by Kind…');
    await check('Variables');
    await waitForHints('as before', QUIET);
  });

  it('show everything, and then what was shown before', async () => {
    await runCommand(window, 'Go Memory: Toggle Hints for Everything');
    await waitForHints('everything', EVERYTHING);
    await runCommand(window, 'Go Memory: Toggle Hints for Everything');
    await waitForHints('as before', QUIET);
  });

  it('say from how many objects on an inlined call has a hint', async () => {
    changeFolderSettings(folder, { 'goMemory.inlayHints.minimumInlinedObjects': 4 });
    await waitForHints(
      'from four on',
      QUIET.filter((hint) => !hint.startsWith('several')),
    );
    changeFolderSettings(folder, { 'goMemory.inlayHints.minimumInlinedObjects': undefined });
    await waitForHints('as before', QUIET);
  });

  it('show lenses above functions that allocate, which open their places', async () => {
    assert.deepEqual(await readLenses(window), []);
    await runCommand(window, 'Go Memory: Toggle Function Lens');
    const lenses = await window.waitFor(
      'lenses',
      () => readLenses(window),
      (shown) => shown.length > 5,
    );
    assert.ok(
      lenses.some(({ text }) => text === '3 sites · 32 B per call'),
      lenses.map(({ text }) => text).join('\n'),
    );
    await window.screenshot('function lenses');
    await clickLens(window, '3 sites · 32 B per call');
    await window.waitFor(
      'peek view',
      () =>
        window.page.evaluate(
          () => document.querySelectorAll('.reference-zone-widget .monaco-list-row').length,
        ),
      (count) => count === 3,
    );
    await window.press('Escape');
    await runCommand(window, 'Go Memory: Toggle Function Lens');
    await window.waitFor(
      'no lenses',
      () => readLenses(window),
      (shown) => shown.length === 0,
    );
  });

  it('list allocations in the Problems panel, each with its escape flow', async () => {
    await runCommand(window, 'Go Memory: Toggle Allocations in Problems');
    await runCommand(window, 'Problems: Focus on Problems View');
    const rows = () =>
      window.page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('.markers-panel .monaco-list-row')].map((row) =>
          row.innerText.replaceAll('\u00a0', ' ').replaceAll(/\s+/g, ' ').trim(),
        ),
      );
    const shown = await window.waitFor('problems', rows, (all) =>
      all.some((row) => row.includes('escapes to heap')),
    );
    assert.ok(
      shown.some((row) => /^&pair\{\.\.\.\} escapes to heap, per call ?go memory/.test(row)),
    );
    assert.ok(shown.some((row) => row.includes('return &pair{...} (return)')));
    await window.screenshot('allocations in the Problems panel');
    await runCommand(window, 'Go Memory: Toggle Allocations in Problems');
    await window.waitFor('no problems', rows, (all) => all.length === 0);
    await runCommand(window, 'View: Toggle Panel Visibility');
  });

  it('turn the compiler off and on', async () => {
    await runCommand(window, 'Go Memory: Toggle Compiler');
    await readLanguageStatus(window, (entries) =>
      entries.some(({ text }) => text.includes('compiler off')),
    );
    // Our own verdicts are the compiler's.
    await waitForHints('of our own', QUIET);
    await window.page.mouse.move(2, 2);
    await runCommand(window, 'Go Memory: Toggle Compiler');
    await waitForHints('of the compiler', QUIET);
  });

  it('copy as Markdown what a line and what a file allocates', async () => {
    const lines = await readLines(window);
    const line = lines.find(({ code }) => code.includes('func newPair'))?.lineNumber ?? 0;
    await goTo(window, line);
    await runCommand(window, "Go Memory: Copy Line's Allocations as Markdown");
    const pasted = async () => {
      await window.waitFor(
        'word that it is copied',
        () => readStatusBar(window),
        (items) => items.some(({ text }) => text.includes('copied as Markdown')),
      );
      await runCommand(window, 'File: New Untitled Text File');
      await window.press('ControlOrMeta+V');
      const shown = await waitForLines(window, 'pasted text', (all) =>
        all.some(({ code }) => code.includes('heap')),
      );
      await window.press('ControlOrMeta+Z');
      await runCommand(window, 'View: Close Editor');
      return shown.map(({ code }) => code).join('\n');
    };
    const markdown = await pasted();
    assert.match(markdown, /\*\*`&pair\{\.\.\.\}` escapes to heap, 16 B per call\*\*/);
    assert.doesNotMatch(markdown, /file:/);
    await openFile(window, 'all.go');
    await runCommand(window, "Go Memory: Copy File's Allocations as Markdown");
    const table = await pasted();
    assert.match(table, /\| Line \| Function \| What \| Hint \| How often \|/);
    assert.match(table, /\| 9 \| `newPair` \| `&pair\{\.\.\.\}` \| 16 B \| Per call \|/);
    await openFile(window, 'all.go');
  });

  it('compile with the tags, the race detector, the flags and the environment that are set', async () => {
    const cases = [
      { file: 'tagged.go', settings: { 'goMemory.build.tags': ['special'] } },
      { file: 'raced.go', settings: { 'goMemory.build.race': true } },
      { file: 'tagged.go', settings: { 'goMemory.build.flags': ['-tags=special'] } },
      {
        file: 'system_windows.go',
        settings: { 'goMemory.build.environment': { GOOS: 'windows' } },
      },
    ];
    for (const { file, settings } of cases) {
      await openFile(window, file);
      // The editor shows what a file had when it was closed until it has asked anew.
      await waitForLines(window, `no hint in ${file}`, (lines) => hintsIn(lines).length === 0);
      changeFolderSettings(folder, settings);
      const line = file.endsWith('_windows.go') ? 3 : 5;
      await waitForHint(window, line, '8 B');
      changeFolderSettings(
        folder,
        Object.fromEntries(Object.keys(settings).map((name) => [name, undefined])),
      );
      await waitForLines(window, `no hint in ${file}`, (lines) => hintsIn(lines).length === 0);
    }
  });

  it('say of a file that is not in the build why it is not', async () => {
    await openFile(window, 'tagged.go');
    const [entry] = await readLanguageStatus(window, (shown) =>
      shown.some(({ text }) => text.includes('not in this build')),
    );
    assert.equal(entry?.detail, 'Its build constraint does not hold: //go:build special');
    await window.screenshot('not in the build');
    await openFile(window, 'all.go');
    await readLanguageStatus(window, (shown) =>
      shown.some(({ text }) => text.includes('compiler verdicts')),
    );
    await window.page.mouse.move(2, 2);
  });

  it('open the settings of the build by a command', async () => {
    await runCommand(window, 'Go Memory: Configure Build Flags');
    await window.waitFor(
      'settings',
      () =>
        window.page.evaluate(() =>
          [...document.querySelectorAll<HTMLElement>('.setting-item-label')].map(
            (label) => label.innerText,
          ),
        ),
      (labels) => labels.length === 4,
    );
    await window.press('Escape');
  });

  it('say which go command there is not', async () => {
    changeFolderSettings(folder, { 'goMemory.go.path': '/nowhere/go' });
    const entries = await readLanguageStatus(window, (shown) =>
      shown.some(({ text }) => text.includes('no compiler')),
    );
    assert.ok(entries.some(({ detail }) => detail.includes('/nowhere/go')));
  });

  it('write what editor and server say to each other into the log', async () => {
    changeFolderSettings(folder, { 'goMemory.trace.server': 'verbose' });
    await runCommand(window, 'Developer: Set Log Level...');
    await pick(window, 'Go Memory');
    await pick(window, 'Trace');
    await runCommand(window, 'Go Memory: Show Log');
    // The panel takes the focus when it opens, from the palette too.
    await window.waitFor(
      'the log',
      () => readOutput(window),
      (lines) => lines.length > 0,
    );
    await runCommand(window, 'Go Memory: Ask the Compiler Again');
    await window.waitFor(
      'traced messages',
      () => readOutput(window),
      (lines) => lines.some((line) => line.includes("[trace] Received response 'textDocument")),
    );
  });
});
