/** How the user builds, as the settings say. */
import { workspace, type ConfigurationScope } from 'vscode';
import type { BuildFlags } from '../../server/src/engine/build/flags.ts';
import { SETTINGS_SECTION } from '../../server/src/protocol.ts';

export function goCommandOf(scope: ConfigurationScope | undefined): string {
  const path = workspace.getConfiguration(SETTINGS_SECTION, scope).get<string>('go.path', '');
  return path === '' ? 'go' : path;
}

export function buildFlagsOf(scope: ConfigurationScope): BuildFlags {
  const settings = workspace.getConfiguration(SETTINGS_SECTION, scope);
  return {
    tags: settings.get<readonly string[]>('build.tags', []),
    race: settings.get<boolean>('build.race', false),
    extra: settings.get<readonly string[]>('build.flags', []),
    environment: settings.get<Readonly<Record<string, string>>>('build.environment', {}),
  };
}
