import { workspace } from 'vscode';
import { SETTINGS_SECTION } from '../../../server/src/protocol.ts';
import type { SourceSettings } from '../../../server/src/engine/measured/sourcePaths.ts';

/** Where source files are looked for, as the workspace and its settings are now. */
export function sourceSettings(): SourceSettings {
  const settings = workspace.getConfiguration(SETTINGS_SECTION);
  const goPath = settings.get<string>('go.path', '');
  return {
    folders: (workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath),
    goCommand: goPath === '' ? 'go' : goPath,
    sourcePath: settings.get<readonly string[]>('profiles.sourcePath', []),
    trimPath: settings.get<readonly string[]>('profiles.trimPath', []),
  };
}
