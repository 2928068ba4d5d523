/** How the user builds, as the settings and the project say. */
import { Uri, workspace, type ConfigurationScope } from 'vscode';
import { flagsInFolder } from '../../server/src/capture/projectBuild.ts';
import type { BuildFlags } from '../../server/src/engine/build/flags.ts';
import { SETTINGS_SECTION } from '../../server/src/protocol.ts';

export function goCommandOf(scope: ConfigurationScope | undefined): string {
  const path = workspace.getConfiguration(SETTINGS_SECTION, scope).get<string>('go.path', '');
  return path === '' ? 'go' : path;
}

/** Of packages in a folder; `gomem.json` has a say where the user has none, and is trusted. */
export async function buildFlagsIn(folder: string): Promise<BuildFlags> {
  const settings = workspace.getConfiguration(SETTINGS_SECTION, Uri.file(folder));
  const flags: BuildFlags = {
    tags: settings.get<readonly string[]>('build.tags', []),
    race: settings.get<boolean>('build.race', false),
    extra: settings.get<readonly string[]>('build.flags', []),
    environment: settings.get<Readonly<Record<string, string>>>('build.environment', {}),
  };
  return workspace.isTrusted ? flagsInFolder(flags, folder) : flags;
}
