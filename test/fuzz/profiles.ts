import { setImmediate } from 'node:timers/promises';
import { DAMAGED, lookAtProfile, namesPlace } from '../support/profileDamage.ts';
import { seededRandom } from '../support/random.ts';
import { cpuMs } from './cpuTime.ts';

export interface ProfileFuzz {
  readonly countRead: number;
  readonly countRefused: number;
  readonly peakMegabytes: number;
  /** What was thrown, took too long or too much memory, or was refused without a message of one line that names the place. */
  readonly failures: readonly string[];
}

const MOST_SECONDS = 5;
const MOST_MEGABYTES = 1500;

/** Damages as many profiles in all ways in turn; the seed and the number of one make it again. */
export async function damagedProfiles({
  seed,
  count,
}: {
  readonly seed: number;
  readonly count: number;
}): Promise<ProfileFuzz> {
  const ways = [...DAMAGED];
  const failures: string[] = [];
  const counts = { read: 0, refused: 0 };
  for (let index = 0; index < count; index++) {
    if (index % ways.length === 0) {
      // What zlib has of a file that it could not unpack it lets go of in a turn of its own.
      await setImmediate();
    }
    const [name, damaged] = ways[index % ways.length] ?? [];
    const fail = (what: string) => failures.push(`${name} ${seed + index}: ${what}`);
    const bytes = damaged?.(seededRandom(seed + index)) ?? new Uint8Array(0);
    const start = cpuMs();
    try {
      const { problem } = lookAtProfile(bytes);
      counts[problem === undefined ? 'read' : 'refused']++;
      if (problem !== undefined && !namesPlace(problem)) {
        fail(`the message does not say where: ${JSON.stringify(problem)}`);
      }
    } catch (error) {
      fail(String(error));
    }
    if (cpuMs() - start > MOST_SECONDS * 1000) {
      fail(`it took more than ${MOST_SECONDS} s`);
    }
  }
  // maxRSS is in kilobytes.
  const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1000);
  if (peakMegabytes > MOST_MEGABYTES) {
    failures.push(`it took ${peakMegabytes} MB`);
  }
  return { countRead: counts.read, countRefused: counts.refused, peakMegabytes, failures };
}
