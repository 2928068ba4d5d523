import picomatch from 'picomatch/posix';

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
