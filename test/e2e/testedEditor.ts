import { after } from 'node:test';
import { openWindow, type EditorWindow } from '../editor/browser.ts';
import type { Settings } from '../editor/settings.ts';
import { startWorkbench, type Workbench } from '../editor/workbench.ts';
import { packageExtension, type TestedFolder } from './packaged.ts';

/** The packaged extension in the real editor, for a suite: after its tests both editor and folder are gone. */
export function testedEditor(
  { folder, dispose }: TestedFolder,
  settings: Settings = {},
): { open(): Promise<EditorWindow> } {
  let workbench: Workbench | undefined;
  let window: EditorWindow | undefined;
  after(async () => {
    await window?.dispose();
    await workbench?.dispose();
    dispose();
  });
  return {
    async open() {
      workbench = await startWorkbench({
        folder,
        extension: { vsix: packageExtension() },
        settings,
      });
      window = await openWindow(workbench);
      return window;
    },
  };
}
