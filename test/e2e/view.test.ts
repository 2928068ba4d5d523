import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import type { EditorWindow } from '../editor/browser.ts';
import {
  goTo,
  readCursor,
  readLines,
  typeText,
  undo,
  type ShownLine,
} from '../editor/codeEditor.ts';
import { openFile, pick, readQuickInput, runCommand } from '../editor/quickInput.ts';
import { readActiveTab } from '../editor/tabs.ts';
import { changeFolderSettings } from '../editor/settings.ts';
import { readLanguageStatus } from '../editor/surroundings.ts';
import {
  clickTreeRow,
  openContainer,
  readTree,
  waitForTree,
  type ShownRow,
  type ShownTree,
} from '../editor/trees.ts';
import { copySamples } from './packaged.ts';
import { testedEditor } from './testedEditor.ts';

/** The "Go Memory" view: what allocates, in a file, a package, a module. */
describe('the view of allocations', () => {
  const samples = copySamples();
  const editor = testedEditor(samples, { 'goMemory.view.badge': true });
  let window: EditorWindow;

  before(async () => {
    window = await editor.open();
    // No file is open yet, so the extension is not running; opening the view starts it.
    await openContainer(window, 'Go Memory');
  });

  const labelsOf = ({ rows }: ShownTree, level: number) =>
    rows.filter((row) => row.level === level).map(({ label }) => label);

  const codeOf = (lines: readonly ShownLine[]) => lines.map(({ code }) => code).join('\n');

  const tree = (what: string, accept: (tree: ShownTree) => boolean) =>
    waitForTree(window, what, accept);

  const typeFilter = async (text: string) => {
    await runCommand(window, 'Go Memory: Filter…');
    await window.waitFor(
      'box for the filter',
      () => readQuickInput(window),
      (input) => input?.title === 'Filter allocations',
    );
    await window.page.keyboard.type(text);
  };

  const badge = () =>
    window.page.evaluate(
      () =>
        document.querySelector<HTMLElement>(
          '.part.activitybar .action-item:has([aria-label*="Go Memory"]) .badge-content',
        )?.innerText ?? '',
    );

  it('says what to do while there is nothing to list', async () => {
    // Until the workbench has read that the folder is trusted, the view speaks of that.
    const { welcome, rows } = await tree('welcome', (shown) =>
      shown.welcome.includes('Open a Go file'),
    );
    assert.match(welcome, /List Allocations of the Module/);
    assert.deepEqual(rows, []);
  });

  it('lists a file by function, what happens most often first', async () => {
    await openFile(window, 'boxing.go');
    const shown = await tree('functions', ({ rows }) => rows.length > 0);
    assert.equal(labelsOf(shown, 1)[0], 'collect');
    const [, first] = shown.rows;
    assert.deepEqual(first && { ...first, label: 'v' }, {
      level: 2,
      label: 'v',
      description: '8 B/iter · boxing.go:38',
    });
    assert.match(shown.title + shown.description, /Allocations/);
  });

  it('follows the editor', async () => {
    await openFile(window, 'escapes.go');
    await tree('functions of the other file', (shown) => labelsOf(shown, 1).includes('parseUser'));
  });

  it('follows the text as it is typed', async () => {
    await goTo(window, 8, 1);
    const original = codeOf(await readLines(window));
    await typeText(window, 'func typed() *int { return new(int) }\n\n');
    const shown = await tree('the typed function', (each) => labelsOf(each, 1).includes('typed'));
    assert.ok(shown.rows.some(({ label }) => label === 'new(int)'));
    for (let count = 0; count < 60 && codeOf(await readLines(window)) !== original; count++) {
      await undo(window);
    }
    assert.equal(codeOf(await readLines(window)), original);
    await tree('no typed function', (each) => !labelsOf(each, 1).includes('typed'));
  });

  it('opens at the place', async () => {
    const { rows } = await tree(
      'functions as the compiler sees them',
      (shown) =>
        labelsOf(shown, 1).includes('firstWord') &&
        shown.rows.every(({ description }) => !description.includes('last good build')),
    );
    const index = rows.findIndex(({ label }) => label === 'firstWord');
    const place = rows[index + 1];
    await clickTreeRow(window, `${place?.label ?? ''}${place?.description ?? ''}`);
    const line = /escapes\.go:(\d+)/.exec(place?.description ?? '')?.[1] ?? '';
    await window.waitFor(
      'cursor at the allocation',
      () => readCursor(window),
      (cursor) => cursor.startsWith(`Ln ${line},`),
    );
  });

  it('lists the package', async () => {
    await runCommand(window, 'Go Memory: List File, Package or Module…');
    await pick(window, 'This package');
    const shown = await tree('functions of several files', (each) =>
      each.rows.some(({ description }) => description.includes('goroutines.go')),
    );
    const first = shown.rows[0];
    assert.match(first?.description ?? '', /^\d+ sites? · \w+\.go$/);
  });

  it('groups by how often', async () => {
    await runCommand(window, 'Go Memory: Group by Function or Frequency…');
    await pick(window, 'By how often they happen');
    const shown = await tree('frequencies', (each) => labelsOf(each, 1)[0] === 'Per iteration');
    assert.match(shown.rows[0]?.description ?? '', /^\d+ sites$/);
    await window.screenshot('allocations by frequency');
    await runCommand(window, 'Go Memory: Group by Function or Frequency…');
    await window.waitFor(
      'choices',
      () => readQuickInput(window),
      (input) =>
        input?.rows.some(({ label }) => label.endsWith('By how often they happen')) ?? false,
    );
    await pick(window, 'By function');
    await tree('functions', (each) => labelsOf(each, 1)[0] !== 'Per iteration');
  });

  it('filters while one types, and Escape brings back what was', async () => {
    const before = await tree('everything', ({ rows }) => rows.length > 20);
    await typeFilter('make(chan goroutines.go');
    const filtered = await tree(
      'channels only',
      ({ rows }) => rows.length > 0 && rows.length < before.rows.length / 2,
    );
    assert.ok(filtered.rows.every(({ level, label }) => level === 1 || label.includes('chan')));
    await window.press('Escape');
    await tree('everything again', ({ rows }) => rows.length === before.rows.length);
    await typeFilter('no such thing');
    await window.press('Enter');
    await tree(
      'nothing',
      ({ rows, message }) => rows.length === 0 && message.includes('No allocation matches'),
    );
    await runCommand(window, 'Go Memory: Clear Filter');
    await tree('everything again', ({ rows }) => rows.length === before.rows.length);
  });

  it('lists the module, compiled for it', async () => {
    await runCommand(window, 'Go Memory: List Allocations of the Module');
    const shown = await tree('the module', ({ rows }) =>
      rows.some(({ description }) => description.includes('buffers.go')),
    );
    assert.ok(shown.rows.length > 20);
    await window.screenshot('allocations of the module');
    await runCommand(window, 'Go Memory: List Again');
    await tree('the module again', ({ rows }) => rows.length > 20);
  });

  it('stops listing a module when it is told to', async () => {
    const slowGo = join(samples.folder, 'slow-go');
    writeFileSync(slowGo, '#!/bin/sh\nsleep 60\nexec go "$@"\n', { mode: 0o755 });
    changeFolderSettings(samples.folder, { 'goMemory.go.path': slowGo });
    await readLanguageStatus(window, (entries) =>
      entries.some(({ text }) => text.includes('compiling')),
    );
    await window.page.mouse.move(2, 2);
    const stop = window.page.locator('.part.sidebar .action-label[aria-label*="Stop Listing"]');
    await runCommand(window, 'Go Memory: List Again');
    await window.waitFor(
      'button to stop',
      () => stop.count(),
      (count) => count > 0,
    );
    await runCommand(window, 'Go Memory: Stop Listing');
    await window.waitFor(
      'no button to stop',
      () => stop.count(),
      (count) => count === 0,
    );
    changeFolderSettings(samples.folder, { 'goMemory.go.path': undefined });
    rmSync(slowGo);
    await runCommand(window, 'Go Memory: List Again');
    await tree('the module again', ({ rows }) => rows.length > 20);
  });

  it('counts hints in its badge', async () => {
    assert.match(await window.waitFor('badge', badge, (text) => text !== ''), /^\d+\+?$/);
  });

  it('is walked by keys alone', async () => {
    const fileOf = ({ description }: ShownRow) => /(\w+\.go):\d+$/.exec(description)?.[1];
    const firstFile = (shown: ShownTree | undefined) =>
      shown?.rows.map(fileOf).find((file) => file !== undefined);
    const listed = await tree('files', (shown) => firstFile(shown) !== undefined);
    await openFile(window, firstFile(listed) === 'boxing.go' ? 'escapes.go' : 'boxing.go');
    await window.waitFor(
      'file of the first allocation',
      async () => {
        // A listing that comes in between takes the row, and the focus, away from under the keys.
        await runCommand(window, 'Focus on Allocations View');
        await window.press('Home', 'ArrowDown', 'Enter');
        const [tab, shown] = [await readActiveTab(window), await readTree(window)];
        return { name: tab?.name, first: firstFile(shown) };
      },
      ({ name, first }) => name !== undefined && name === first,
    );
  });
});
