import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openWindow, type EditorWindow } from '../editor/browser.ts';
import { openFile, pick, readQuickInput, runCommand } from '../editor/quickInput.ts';
import { startWorkbench, type Workbench } from '../editor/workbench.ts';
import { copySamples, packageExtension } from './packaged.ts';

/** The first minutes with the extension. */
describe('the walkthrough and the samples', () => {
  const samples = copySamples();
  let workbench: Workbench;
  let window: EditorWindow;

  before(async () => {
    workbench = await startWorkbench({
      folder: samples.folder,
      extension: { vsix: packageExtension() },
    });
    window = await openWindow(workbench);
    await openFile(window, 'main.go');
  });

  after(async () => {
    await window.dispose();
    await workbench.dispose();
    samples.dispose();
  });

  it('has four steps, each with a picture and a button', async () => {
    await runCommand(window, 'Welcome: Open Walkthrough...');
    const title = 'Get Started with Go Memory Insight';
    await window.waitFor(
      'walkthroughs',
      () => readQuickInput(window),
      (input) => input?.rows.some(({ label }) => label === title) ?? false,
    );
    await pick(window, title);
    const steps = await window.waitFor(
      'steps',
      () =>
        window.page.evaluate(() =>
          [...document.querySelectorAll<HTMLElement>('.getting-started-step .step-title')].map(
            (step) => step.innerText.trim(),
          ),
        ),
      (titles) => titles.length > 0,
    );
    assert.deepEqual(steps, [
      'See what allocates',
      'Ask why',
      'List a file, a package, a module',
      'Choose what has a hint',
    ]);
    const picture = () =>
      window.page.evaluate(() => {
        const image = document.querySelector<HTMLImageElement>('.getting-started-media img');
        return { width: image?.naturalWidth ?? 0, alt: image?.alt ?? '' };
      });
    const { alt } = await window.waitFor('picture', picture, ({ width }) => width > 0);
    assert.match(alt, /^Go code with hints such as 48 B/);
    await window.screenshot('walkthrough');
  });

  it('opens a copy of the samples, which may be edited', async () => {
    const storage = join(workbench.dataFolder, 'User', 'globalStorage');
    const copy = join(storage, 'go-memory-insight.go-memory-insight', 'samples');
    const isCopied = () => Promise.resolve(existsSync(copy));
    // The page of the walkthrough takes the focus back from the palette.
    await openFile(window, 'main.go');
    await runCommand(window, 'Go Memory: Open the Samples');
    await window.waitFor('copy of the samples', isCopied, (isThere) => isThere);
    assert.deepEqual(readdirSync(copy).sort(), readdirSync(samples.folder).sort());
  });
});
