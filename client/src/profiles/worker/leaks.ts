import { findLeaks } from '../../../../server/src/engine/leaks/findLeaks.ts';
import { leakLines } from '../../../../server/src/engine/leaks/leakText.ts';
import { isProblem, type ProfileProblem } from '../../../../server/src/engine/profile/problem.ts';
import type { Profile } from '../../../../server/src/engine/profile/profile.ts';
import { loadProfile } from './load.ts';

/** What grows in snapshots, as lines of text. */
export async function leaksIn(
  paths: readonly string[],
): Promise<readonly string[] | ProfileProblem> {
  const profiles: Profile[] = [];
  for (const path of paths) {
    const profile = await loadProfile({ path });
    if (isProblem(profile)) {
      return { problem: `${path}: ${profile.problem}` };
    }
    profiles.push(profile);
  }
  const report = findLeaks(profiles);
  return isProblem(report) ? report : [...leakLines(report)];
}
