/** Reading and writing the user's settings. */

import {
  ConfigurationTarget,
  workspace,
  type ConfigurationScope,
  type WorkspaceConfiguration,
} from 'vscode';
import {
  ALLOCATION_KINDS,
  type AllocationKind,
} from '../../server/src/engine/alloc/allocations.ts';
import { isVisible } from '../../server/src/engine/features/inlayHints.ts';
import { FREQUENCIES, type Frequency } from '../../server/src/engine/frequency/frequency.ts';
import { SETTINGS_SECTION, type AllocationEntry } from '../../server/src/protocol.ts';

export const FREQUENCIES_SETTING = 'inlayHints.frequencies';
export const KINDS_SETTING = 'inlayHints.kinds';
export const MINIMUM_INLINED_OBJECTS_SETTING = 'inlayHints.minimumInlinedObjects';

/** Check boxes as the settings editor stores them. */
export type Checks<Name extends string> = Readonly<Record<Name, boolean>>;

export function isOn(name: string, scope?: ConfigurationScope): boolean {
  return workspace.getConfiguration(SETTINGS_SECTION, scope).get<boolean>(name) === true;
}

export function checkedFrequencies(scope?: ConfigurationScope): Checks<Frequency> {
  return checks(FREQUENCIES_SETTING, FREQUENCIES, scope);
}

export function checkedKinds(scope?: ConfigurationScope): Checks<AllocationKind> {
  return checks(KINDS_SETTING, ALLOCATION_KINDS, scope);
}

/** Whether the user wants a hint for it. */
export function hasHint(entry: AllocationEntry, scope?: ConfigurationScope): boolean {
  return isVisible(entry, {
    frequencies: checked(checkedFrequencies(scope)),
    kinds: checked(checkedKinds(scope)),
    minimumInlinedObjects: minimumInlinedObjects(scope),
  });
}

export function minimumInlinedObjects(scope?: ConfigurationScope): number {
  return workspace
    .getConfiguration(SETTINGS_SECTION, scope)
    .get<number>(MINIMUM_INLINED_OBJECTS_SETTING, 1);
}

function checked<Name extends string>(checks: Checks<Name>): ReadonlySet<Name> {
  const names = Object.keys(checks) as Name[];
  return new Set(names.filter((name) => checks[name]));
}

/** Writes a setting where it is set already, the nearest first; a new one is the user's. */
export async function write(
  name: string,
  value: unknown,
  scope?: ConfigurationScope,
): Promise<void> {
  const configuration = workspace.getConfiguration(SETTINGS_SECTION, scope);
  await configuration.update(name, value, targetOf(configuration, name));
}

export async function toggle(name: string, scope?: ConfigurationScope): Promise<void> {
  await write(name, !isOn(name, scope), scope);
}

function targetOf(configuration: WorkspaceConfiguration, name: string): ConfigurationTarget {
  const values = configuration.inspect(name);
  if (values?.workspaceFolderValue !== undefined) {
    return ConfigurationTarget.WorkspaceFolder;
  }
  return values?.workspaceValue === undefined
    ? ConfigurationTarget.Global
    : ConfigurationTarget.Workspace;
}

function checks<Name extends string>(
  setting: string,
  names: readonly Name[],
  scope: ConfigurationScope | undefined,
): Checks<Name> {
  const values = workspace
    .getConfiguration(SETTINGS_SECTION, scope)
    .get<Readonly<Record<string, unknown>>>(setting, {});
  return Object.fromEntries(names.map((name) => [name, values[name] === true])) as Checks<Name>;
}
