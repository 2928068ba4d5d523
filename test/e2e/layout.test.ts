import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import type { EditorWindow } from '../editor/browser.ts';
import { goTo, readCursor, readLines, undo } from '../editor/codeEditor.ts';
import { chooseFix, openFixes } from '../editor/fixes.ts';
import { hover } from '../editor/hovers.ts';
import type { Frame } from '../editor/playwright.ts';
import { openFile, pick, runCommand } from '../editor/quickInput.ts';
import { findWebview } from '../editor/surroundings.ts';
import { copySamples } from './packaged.ts';
import { testedEditor } from './testedEditor.ts';

/** Lines of samples/padding.go. */
const LOOSE = 12;
const TIGHT = 21;
const LOGIN = 30;

/** A file of its own, whose struct nothing stands against. */
const ENTRIES = `package main

type entry struct {
	valid bool // of use
	stamp int64
	kind  int8
}

var entries = []entry{{true, 1, 2}}
`;

/** A layout as a person sees it in the view. */
interface ShownSection {
  readonly title: string;
  readonly facts: string;
  readonly countBytes: number;
  readonly fields: readonly string[];
}

/** How types lie in memory: in hovers, and in a view that follows the cursor. */
describe('memory layouts', () => {
  const samples = copySamples();
  const editor = testedEditor(samples);
  let window: EditorWindow;
  let view: Frame;

  before(async () => {
    writeFileSync(join(samples.folder, 'entries.go'), ENTRIES);
    window = await editor.open();
    await openFile(window, 'padding.go');
  });

  const sections = (): Promise<ShownSection[]> =>
    view.evaluate(() =>
      [...document.querySelectorAll('section')].map((section) => ({
        title: section.querySelector('h2')?.innerText ?? '',
        facts: section.querySelector<HTMLElement>('.facts')?.innerText ?? '',
        countBytes: section.querySelectorAll('.byte').length,
        fields: [...section.querySelectorAll<HTMLElement>('[role=treeitem] .field')].map(
          (field) => field.innerText,
        ),
      })),
    );

  const waitForSections = (what: string, accept: (shown: readonly ShownSection[]) => boolean) =>
    window.waitFor(what, sections, accept);

  it('are drawn in the hover', async () => {
    const card = await hover(window, { line: LOOSE, word: 'sampleLoose' }, (shown) =>
      shown.sections.some((section) => section.includes('17 B padding')),
    );
    const text = card.sections.join('\n');
    assert.match(text, /32 B, align 8/);
    assert.match(text, /a······· b▒▒▒▒▒▒▒ c···d▒▒▒ e·······/);
    assert.match(text, /Reordered it takes 16 B/);
    await window.screenshot('layout in a hover');
  });

  it('are in a view that follows the cursor', async () => {
    await goTo(window, LOOSE, 6);
    await runCommand(window, 'Go Memory: Show Memory Layout');
    view = await findWebview(window, 'section .byte');
    const [loose] = await waitForSections(
      'sampleLoose',
      ([first]) => first?.title.startsWith('sampleLoose') === true,
    );
    assert.equal(loose?.countBytes, 32);
    assert.match(loose.facts, /32 B, align 8 · takes 32 B of the heap .* 17 B padding · noscan/);
    assert.deepEqual(loose.fields, ['valid', 'stamp', 'kind', 'series', 'final']);
    await window.screenshot('layout view');
    await openFile(window, 'padding.go');
    await goTo(window, TIGHT, 6);
    await waitForSections(
      'sampleTight',
      ([first]) => first?.title.startsWith('sampleTight') === true,
    );
    // An empty line is about no type: the last one stays.
    await goTo(window, TIGHT - 1, 1);
    await goTo(window, LOGIN, 6);
    const [login] = await waitForSections(
      'login',
      ([first]) => first?.title.startsWith('login') === true,
    );
    assert.match(login?.facts ?? '', /72 B, align 8 · takes 80 B .*: 8 B lost/);
  });

  it('are shown in the best order', async () => {
    await goTo(window, LOOSE, 6);
    await waitForSections(
      'sampleLoose',
      ([first]) => first?.title.startsWith('sampleLoose') === true,
    );
    await view.locator('#best').click();
    const [better] = await waitForSections(
      'the better order',
      ([first]) => first?.countBytes === 16,
    );
    assert.match(better?.facts ?? '', /^16 B, align 8/);
    await view.locator('#written').click();
    await waitForSections('the order as written', ([first]) => first?.countBytes === 32);
  });

  it('are compared with another GOARCH', async () => {
    await runCommand(window, 'Go Memory: Compare With GOARCH…');
    await pick(window, '386');
    const [, other] = await waitForSections('both', ({ length }) => length === 2);
    assert.match(other?.title ?? '', /sampleLoose 386/);
    assert.match(other?.facts ?? '', /^24 B, align 4/);
    await window.screenshot('layouts compared');
    await view.locator('#stop').click();
    await waitForSections('one', ({ length }) => length === 1);
  });

  it('can be walked by keys, and lead to the source', async () => {
    await view.locator('[role=treeitem]').first().click();
    await window.press('ArrowDown', 'ArrowDown');
    const marked = await view.evaluate(
      () => document.querySelectorAll('.byte.marked:not(.padding)').length,
    );
    assert.equal(marked, 1);
    await window.press('Enter');
    await window.waitFor(
      'cursor at the field',
      () => readCursor(window),
      (cursor) => cursor.startsWith(`Ln ${LOOSE + 3},`),
    );
  });

  it('are made better by a refactoring, and say what stands against it', async () => {
    const code = async () => (await readLines(window)).map((line) => line.code.trim());
    const isReordered = (lines: readonly string[]) =>
      lines.join('\n').includes('stamp int64\nvalid bool // of use\nkind  int8') &&
      lines.includes('var entries = []entry{{1, true, 2}}');
    await openFile(window, 'entries.go');
    await goTo(window, 3, 6);
    const title = 'Reorder fields of entry: 16 B instead of 24';
    await openFixes(window, (titles) => titles.some((each) => each.startsWith(title)));
    await window.screenshot('reordering in the menu');
    await chooseFix(window, title);
    await window.waitFor('the reordered struct', code, isReordered);
    await undo(window);
    await window.waitFor('the struct as it was', code, (lines) => !isReordered(lines));
    await goTo(window, 3, 6);
    await waitForSections('entry', ([first]) => first?.title.startsWith('entry') === true);
    await view.locator('#reorder').click();
    await window.waitFor('the struct reordered from the view', code, isReordered);
    await openFile(window, 'padding.go');
    await goTo(window, LOOSE, 6);
    await waitForSections(
      'sampleLoose',
      ([first]) => first?.title.startsWith('sampleLoose') === true,
    );
    await view.locator('#reorder').click();
    await window.waitFor(
      'the reason',
      () =>
        window.page.evaluate(() =>
          [...document.querySelectorAll<HTMLElement>('.notification-list-item-message')].map(
            (message) => message.innerText,
          ),
        ),
      (messages) => messages.some((each) => each.includes('samples_test.go:79')),
    );
  });
});
