/**
 * `npm run pictures`: makes the pictures of the README and the walkthrough anew, of the real editor on
 * the samples, in a light and a dark theme; and the icon from its drawing.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPage, openWindow, type EditorWindow } from './browser.ts';
import { goTo, readLines, waitForHint, waitForLines } from './codeEditor.ts';
import { hover, leave } from './hovers.ts';
import { ROOT } from './install.ts';
import type { Box } from './playwright.ts';
import { openFile, pick, readQuickInput, runCommand } from './quickInput.ts';
import { openContainer, waitForTree } from './trees.ts';
import { startWorkbench } from './workbench.ts';

const IMAGES = join(ROOT, 'images');
const THEMES = { light: 'Default Light Modern', dark: 'Default Dark Modern' } as const;
const SIZE = { width: 1120, height: 620 };
const ICON_SIZE = 256;

/** The editor without the title bar and the status bar. */
const EDITOR: Box = { x: 48, y: 36, width: 900, height: 500 };

async function lineOf(window: EditorWindow, code: string): Promise<number> {
  const lines = await waitForLines(window, `line with ${code}`, (shown) =>
    shown.some((line) => line.code.includes(code)),
  );
  return lines.find((line) => line.code.includes(code))?.lineNumber ?? 0;
}

async function takePictures(theme: keyof typeof THEMES): Promise<void> {
  const workbench = await startWorkbench({
    folder: join(ROOT, 'samples'),
    extension: { development: ROOT },
    settings: {
      'workbench.colorTheme': THEMES[theme],
      'breadcrumbs.enabled': false,
      'workbench.reduceMotion': 'on',
    },
  });
  const window = await openWindow(workbench, { ...SIZE, colorScheme: theme });
  const picture = async (name: string, top = EDITOR.y): Promise<void> => {
    const clip = { ...EDITOR, y: top };
    await window.page.screenshot({ path: join(IMAGES, `${name}-${theme}.png`), clip });
  };
  try {
    await openFile(window, 'goroutines.go');
    await waitForLines(window, 'hints', (lines) => lines.some(({ hints }) => hints.length > 0));
    await runCommand(window, 'View: Toggle Primary Side Bar Visibility');
    await goTo(window, (await readLines(window)).at(-1)?.lineNumber ?? 1);
    await window.page.mouse.move(2, 2);
    await picture('hints');

    await openFile(window, 'escapes.go');
    const moved = await lineOf(window, 'u := user{name: strings.TrimSpace');
    await waitForHint(window, moved, '48 B');
    await hover(window, { line: moved, word: 'u' }, ({ sections }) =>
      sections.some((text) => text.includes('moved to heap')),
    );
    if (theme === 'light') {
      // Only the README shows it.
      // It fades in, whatever is said of motion.
      await window.page.evaluate(() =>
        Promise.all(document.getAnimations().map((animation) => animation.finished)),
      );
      await picture('hover');
    }
    await leave(window);

    await goTo(window, moved, 5);
    await window.press('Control+F11');
    await window.waitFor(
      'peek view',
      () => window.page.locator('.reference-zone-widget .monaco-list-row').count(),
      (count) => count > 0,
    );
    // The peek view has this machine's path in its title: what is shown is the walk without it.
    await window.press('Alt+F11');
    await window.waitFor(
      'closed peek view',
      () => window.page.locator('.reference-zone-widget').count(),
      (count) => count === 0,
    );
    await picture('flow');
    await window.press('Escape');

    await runCommand(window, 'Go Memory: Choose Hints by How Often…');
    await window.waitFor(
      'choices',
      () => readQuickInput(window),
      (input) => (input?.rows.length ?? 0) > 3,
    );
    await picture('choose', 0);
    await window.press('Escape');

    await openContainer(window, 'Go Memory');
    await runCommand(window, 'Go Memory: List Allocations of the Module');
    await waitForTree(window, 'the module', ({ rows }) =>
      rows.some(({ description }) => description.includes('buffers.go')),
    );
    await runCommand(window, 'Go Memory: Group by Function or Frequency…');
    await pick(window, 'By how often they happen');
    await waitForTree(window, 'frequencies', ({ rows }) => rows[0]?.label === 'Per iteration');
    await window.page.mouse.move(2, 2);
    await picture('view');
  } finally {
    await window.dispose();
    await workbench.dispose();
  }
}

/** Draws the icon in the browser, which is there anyway. */
async function drawIcon(): Promise<void> {
  const workbench = await startWorkbench({ folder: join(ROOT, 'samples') });
  const svg = readFileSync(join(IMAGES, 'icon.svg'), 'utf8');
  const window = await openPage(workbench, { width: ICON_SIZE, height: ICON_SIZE });
  try {
    await window.page.goto(`data:text/html,${encodeURIComponent(`<body style="margin:0">${svg}`)}`);
    await window.page.screenshot({
      path: join(IMAGES, 'icon.png'),
      clip: { x: 0, y: 0, width: ICON_SIZE, height: ICON_SIZE },
      omitBackground: true,
    });
  } finally {
    await window.dispose();
    await workbench.dispose();
  }
}

execFileSync(process.execPath, ['esbuild.mjs'], { cwd: ROOT, stdio: 'inherit' });
await drawIcon();
for (const theme of Object.keys(THEMES) as (keyof typeof THEMES)[]) {
  await takePictures(theme);
}
