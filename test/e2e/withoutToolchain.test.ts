import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openWindow, type EditorWindow } from '../editor/browser.ts';
import { openFile } from '../editor/quickInput.ts';
import { changeFolderSettings } from '../editor/settings.ts';
import { readLanguageStatus, readNotifications } from '../editor/surroundings.ts';
import { startWorkbench, type Workbench } from '../editor/workbench.ts';
import { copySamples, packageExtension } from './packaged.ts';

describe('without a toolchain', () => {
  const samples = copySamples();
  let workbench: Workbench | undefined;
  let window: EditorWindow | undefined;

  const open = async () => {
    workbench = await startWorkbench({
      folder: samples.folder,
      extension: { vsix: packageExtension() },
    });
    window = await openWindow(workbench);
    return window;
  };

  const close = async () => {
    await window?.dispose();
    await workbench?.dispose();
    window = workbench = undefined;
  };

  before(() => packageExtension());
  after(async () => {
    await close();
    samples.dispose();
  });

  it('names the command that failed where there is no Go, and does not nag', async () => {
    // Of a user whose editor runs elsewhere, settings of the machine do not count.
    changeFolderSettings(samples.folder, { 'goMemory.go.path': '/nowhere/bin/go' });
    const shown = await open();
    await openFile(shown, 'escapes.go');
    const entries = await readLanguageStatus(shown, (each) =>
      each.some(({ text }) => text.includes('no compiler')),
    );
    const entry = entries.find(({ text }) => text.includes('no compiler'));
    assert.match(entry?.detail ?? '', /no Go toolchain was found/);
    assert.match(entry?.detail ?? '', /\/nowhere\/bin\/go env -json/);
    assert.deepEqual(await readNotifications(shown), []);
    await shown.screenshot('no toolchain');
    await close();
  });
});
