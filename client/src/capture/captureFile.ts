import { isAbsolute, join } from 'node:path';
import { Uri, workspace, type ExtensionContext } from 'vscode';
import { keepNewest } from '../../../server/src/capture/keepNewest.ts';
import { SETTINGS_SECTION } from '../../../server/src/protocol.ts';

const KEPT_BY_DEFAULT = 100;

/**
 * Where a new captured file goes, or a folder of them: in the folder that the user names, of the workspace or any
 * other, or in one of ours, in which the oldest give way to it.
 */
export async function captureFile(
  { globalStorageUri }: ExtensionContext,
  name: string,
): Promise<string> {
  const settings = workspace.getConfiguration(SETTINGS_SECTION);
  const named = settings.get<string>('capture.folder', '');
  const [folder] = workspace.workspaceFolders ?? [];
  if (isAbsolute(named)) {
    return join(named, name);
  }
  if (named !== '' && folder) {
    return join(folder.uri.fsPath, named, name);
  }
  const ours = Uri.joinPath(globalStorageUri, 'captures').fsPath;
  const kept = settings.get<number>('capture.keep', KEPT_BY_DEFAULT);
  if (kept > 0) {
    await keepNewest(ours, kept - 1);
  }
  return join(ours, name);
}
