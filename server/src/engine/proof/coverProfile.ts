/** What `-test.coverprofile` writes: cmd/cover, Go 1.26. */

/** How often code on a line of a file, which is known by the end of its path, has run. */
export function countRuns(profile: string, file: string, line: number): number {
  let most = 0;
  for (const [, path = '', from, to, count] of profile.matchAll(
    /^(.+):(\d+)\.\d+,(\d+)\.\d+ \d+ (\d+)$/gm,
  )) {
    const isHere = Number(from) <= line && line <= Number(to);
    if (isHere && (path === file || path.endsWith(`/${file}`))) {
      most = Math.max(most, Number(count));
    }
  }
  return most;
}

/** Rounds of a second run of a benchmark, after one of a single round. */
export const MORE_ROUNDS = 3;

/**
 * Whether what a benchmark has run that often in a single round, and with more of them, runs in each: what prepares a
 * benchmark runs once for the single round that the testing package begins with, and once more for the others.
 */
export function runsInRounds(once: number, more: number): boolean {
  return once > 0 && more > 2 * once;
}
