import { isAbsolute, join } from 'node:path';
import { Uri, workspace, type ExtensionContext } from 'vscode';
import { keepNewest } from '../../../server/src/capture/keepNewest.ts';
import { SETTINGS_SECTION } from '../../../server/src/protocol.ts';

const KEPT_BY_DEFAULT = 100;

/** Where a new captured file goes, or a folder of them: see {@link captureFolder}. */
export async function captureFile(context: ExtensionContext, name: string): Promise<string> {
  return join(await captureFolder(context), name);
}

/**
 * The folder for one more captured file: that which the user names, of the workspace or any other, or one of ours,
 * in which the oldest give way to it.
 */
export async function captureFolder({ globalStorageUri }: ExtensionContext): Promise<string> {
  const settings = workspace.getConfiguration(SETTINGS_SECTION);
  const named = settings.get<string>('capture.folder', '');
  const [folder] = workspace.workspaceFolders ?? [];
  if (isAbsolute(named)) {
    return named;
  }
  if (named !== '' && folder) {
    return join(folder.uri.fsPath, named);
  }
  const ours = Uri.joinPath(globalStorageUri, 'captures').fsPath;
  const kept = settings.get<number>('capture.keep', KEPT_BY_DEFAULT);
  if (kept > 0) {
    await keepNewest(ours, kept - 1);
  }
  return ours;
}
