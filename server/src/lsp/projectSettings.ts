import { settingsFlags } from '../engine/project/projectFlags.ts';
import type { ProjectFile } from '../engine/project/projectFile.ts';
import type { RuleSettings } from '../engine/rules/run.ts';
import { SHOWN_BY_DEFAULT, type Settings } from './settings.ts';

/**
 * The settings with the project's where the user has none: a setting at its default counts as not set, as in
 * {@link settingsFlags}; of frequencies, kinds and the environment, each name by itself. `rules` are those of the project for the file. How to build is taken from trusted workspaces only.
 */
export function withProject(
  settings: Settings,
  { build = {}, hints = {} }: ProjectFile,
  rules: RuleSettings,
  isTrusted: boolean,
): Settings {
  const { visibility, flags } = settings;
  return {
    ...settings,
    visibility: {
      ...visibility,
      frequencies: chosenWith(visibility.frequencies, hints.frequencies),
      kinds: chosenWith(visibility.kinds, hints.kinds),
    },
    // What the user says of a rule wins.
    rules: { ...settings.rules, rules: { ...rules, ...settings.rules.rules } },
    flags: isTrusted ? settingsFlags(flags, build) : flags,
  };
}

/** In a file that the project leaves out nothing is shown but hovers. */
export function withoutLists(settings: Settings): Settings {
  return {
    ...settings,
    areHintsEnabled: false,
    areLensesEnabled: false,
    areDiagnosticsEnabled: false,
    rules: { ...settings.rules, areEnabled: false },
  };
}

/** What the user chose, and where that is the default, what the project does. */
function chosenWith<Name extends string>(
  users: ReadonlySet<Name>,
  project: Readonly<Partial<Record<Name, boolean>>> | undefined,
): ReadonlySet<Name> {
  const chosen = new Set(users);
  for (const [name, isShown] of Object.entries(project ?? {}) as [Name, boolean][]) {
    const isDefault = users.has(name) === (SHOWN_BY_DEFAULT as ReadonlySet<string>).has(name);
    if (isDefault && isShown) {
      chosen.add(name);
    } else if (isDefault) {
      chosen.delete(name);
    }
  }
  return chosen;
}
