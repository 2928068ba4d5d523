import picomatch from 'picomatch/posix';
import type { RuleSetting, RuleSettings } from '../rules/run.ts';
import type { ProjectFile } from './projectFile.ts';

type Setting = [name: string, setting: RuleSetting];

/**
 * Whether one of the globs matches a path, which is relative to the project file's folder and
 * written with `/`. `*` and `?` stay within a folder's name, `**` stands for any number of folders;
 * names that begin with a dot are as others. There are no exceptions (`!`).
 */
export function excludedBy(globs: readonly string[]): (path: string) => boolean {
  return globs.length === 0
    ? () => false
    : picomatch([...globs], { dot: true, nonegate: true, noextglob: true });
}

/** What is said of rules in a file, by its path as above; those of which the project says nothing are not there. */
export function rulesBy(rules: NonNullable<ProjectFile['rules']>): (path: string) => RuleSettings {
  const choices = Object.entries(rules).map(([name, rule]) => {
    if (typeof rule !== 'object') {
      return (): Setting[] => (rule === undefined ? [] : [[name, rule]]);
    }
    const { exclude = [], excludeTypes = [] } = rule;
    const isExcluded = excludedBy(exclude);
    const elsewhere: Setting[] = excludeTypes.length > 0 ? [[name, { excludeTypes }]] : [];
    return (path: string): Setting[] => (isExcluded(path) ? [[name, false]] : elsewhere);
  });
  return (path) => Object.fromEntries(choices.flatMap((choice) => choice(path)));
}
