import picomatch from 'picomatch/posix';
import type { ProjectFile } from './projectFile.ts';

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

/** Rules that are on or off in a file, by its path as above; those of which the project says nothing are not there. */
export function rulesBy(
  rules: NonNullable<ProjectFile['rules']>,
): (path: string) => Readonly<Partial<Record<string, boolean>>> {
  const choices = Object.entries(rules).map(([name, rule]) => {
    const isExcluded = excludedBy(typeof rule === 'object' ? (rule.exclude ?? []) : []);
    return (path: string): [string, boolean][] =>
      typeof rule === 'boolean' ? [[name, rule]] : isExcluded(path) ? [[name, false]] : [];
  });
  return (path) => Object.fromEntries(choices.flatMap((choice) => choice(path)));
}
