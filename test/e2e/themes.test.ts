import { before, describe, it } from 'node:test';
import type { EditorWindow } from '../editor/browser.ts';
import { goTo, readLines, waitForLines } from '../editor/codeEditor.ts';
import { openFile } from '../editor/quickInput.ts';
import { changeTheme, DARK, HIGH_CONTRAST, HIGH_CONTRAST_LIGHT, LIGHT } from '../editor/themes.ts';
import { openContainer, waitForTree } from '../editor/trees.ts';
import { copySamples } from './packaged.ts';
import { testedEditor } from './testedEditor.ts';

/** What the editor's own guidelines ask of text. */
const CONTRAST = 4.5;

/** All that we draw, in each kind of theme. */
describe('light, dark and high contrast', () => {
  const samples = copySamples();
  const editor = testedEditor(samples);
  let window: EditorWindow;

  before(async () => {
    window = await editor.open();
    await openContainer(window, 'Go Memory');
    await openFile(window, 'escapes.go');
    await waitForTree(window, 'allocations', ({ rows }) => rows.length > 0);
    await waitForLines(window, 'hints', (lines) => lines.some(({ hints }) => hints.length > 0));
    const line = (await readLines(window)).find(({ code }) => code.includes('u := user{name: s'));
    await goTo(window, line?.lineNumber ?? 0, 5);
    await window.press('Control+F11');
    await window.waitFor('marks', marks, ({ colors }) => colors.length > 0);
    await window.press('Alt+F11');
  });

  /** The colours of the numbers before the steps of the flow, and what they stand on. */
  const marks = () =>
    window.page.evaluate(() => {
      const spans = [...document.querySelectorAll('.view-lines span[class*="ced-"]')];
      const styles = spans.map((span) => getComputedStyle(span, '::before'));
      const editor = document.querySelector('.monaco-editor .monaco-editor-background');
      return {
        colors: styles.filter(({ content }) => /[①-⑳]/.test(content)).map(({ color }) => color),
        background: editor ? getComputedStyle(editor).backgroundColor : '',
      };
    });

  for (const theme of [LIGHT, DARK, HIGH_CONTRAST, HIGH_CONTRAST_LIGHT]) {
    it(`can be read in ${theme.name}`, async () => {
      await changeTheme(window, samples.folder, theme);
      await window.waitFor(
        'marks',
        marks,
        (all) =>
          all.colors.length === 2 &&
          all.colors.every((color) => contrast(color, all.background) >= CONTRAST),
      );
      await window.screenshot(`theme ${theme.name}`);
    });
  }
});

/** The ratio of WCAG 2.1 for colours as style sheets compute them, the first on top of the other. */
function contrast(color: string, background: string): number {
  const [below, above] = [partsOf(background), partsOf(color)];
  const opacity = above[3] ?? 1;
  const mixed = above.map((part, at) => opacity * part + (1 - opacity) * (below[at] ?? 0));
  const [light = 0, dark = 0] = [luminance(mixed), luminance(below)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function partsOf(color: string): number[] {
  return (color.match(/[\d.]+/g) ?? []).map(Number);
}

function luminance(parts: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = parts.map((part) => {
    const share = part / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
