/** Views of profiles beside those of `go tool pprof`. */
import { checkKnownProfiles, checkRandomProfiles } from '../profiles.ts';

const COUNT_PROFILES = 500;
const SEED = 1;
const MAXIMUM_SHOWN = 20;

process.env.TZ = 'UTC';
for (const [what, { countViews, differences }] of [
  ['by chance', await checkRandomProfiles(COUNT_PROFILES, SEED)],
  ['that pprof is tested with', await checkKnownProfiles(SEED)],
] as const) {
  console.log(`${countViews} views of profiles ${what} beside pprof, ${differences.length} differ`);
  for (const difference of differences.slice(0, MAXIMUM_SHOWN)) {
    console.log(difference.join('\n'));
  }
  process.exitCode = differences.length > 0 ? 1 : process.exitCode;
}
