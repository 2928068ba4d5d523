/** What `-test.coverprofile` writes: cmd/cover, Go 1.26. */

/** Whether code on a line of a file, which is known by the end of its path, has run. */
export function hasRun(profile: string, file: string, line: number): boolean {
  for (const [, path = '', from, to, count] of profile.matchAll(
    /^(.+):(\d+)\.\d+,(\d+)\.\d+ \d+ (\d+)$/gm,
  )) {
    const isHere = Number(from) <= line && line <= Number(to) && Number(count) > 0;
    if (isHere && (path === file || path.endsWith(`/${file}`))) {
      return true;
    }
  }
  return false;
}
