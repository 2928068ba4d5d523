import { isAbsolute, join } from 'node:path';
import { Uri, workspace, type ExtensionContext } from 'vscode';
import { SETTINGS_SECTION } from '../../../server/src/protocol.ts';

/** Where captured files go: the folder that the user names, of the workspace or any other, or one of ours. */
export function captureFolder({ globalStorageUri }: ExtensionContext): string {
  const named = workspace.getConfiguration(SETTINGS_SECTION).get<string>('capture.folder', '');
  const ours = Uri.joinPath(globalStorageUri, 'captures').fsPath;
  if (named === '') {
    return ours;
  }
  const [folder] = workspace.workspaceFolders ?? [];
  return isAbsolute(named) ? named : folder ? join(folder.uri.fsPath, named) : ours;
}
