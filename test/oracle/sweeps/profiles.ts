/** Views of profiles beside those of `go tool pprof`. */
import { checkRandomProfiles } from '../profiles.ts';

const COUNT_PROFILES = 500;
const SEED = 1;
const MAXIMUM_SHOWN = 20;

process.env.TZ = 'UTC';
const { countViews, differences } = await checkRandomProfiles(COUNT_PROFILES, SEED);
console.log(`${countViews} views beside pprof, ${differences.length} differ`);
for (const difference of differences.slice(0, MAXIMUM_SHOWN)) {
  console.log(difference.join('\n'));
}
process.exitCode = differences.length > 0 ? 1 : 0;
