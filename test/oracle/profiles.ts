/** Views of profiles by chance, beside those of pprof. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Profile } from '../../server/src/engine/profile/profile.ts';
import { writeProto } from '../../server/src/engine/profile/protoWriter.ts';
import { differences } from '../support/pprof.ts';
import { seededRandom } from '../support/random.ts';
import { randomProfiles, randomRequest, wideProfile } from '../support/randomProfiles.ts';

export interface ProfileCheck {
  readonly countViews: number;
  /** Of each view that differs, what was asked for and the first lines. */
  readonly differences: readonly (readonly string[])[];
}

const VIEWS_PER_PROFILE = 4;

/** Compares views of as many pairs of profiles. Times are in UTC: the process has to be, too. */
export async function checkRandomProfiles(count: number, seed: number): Promise<ProfileCheck> {
  const folder = mkdtempSync(join(tmpdir(), 'profiles-'));
  const files = [join(folder, 'first.pb.gz'), join(folder, 'second.pb.gz')] as const;
  const write = (file: string, profile: Profile) => {
    writeFileSync(file, gzipSync(writeProto(profile)));
  };
  const found: (readonly string[])[] = [];
  let countViews = 0;
  try {
    for (let index = 0; index < count; index++) {
      const random = seededRandom(seed + index);
      const [first, second] = randomProfiles(random);
      write(files[0], first);
      write(files[1], second);
      const requests = Array.from({ length: VIEWS_PER_PROFILE }, () =>
        randomRequest(random, files),
      );
      for (const request of requests) {
        found.push(await differences(request));
        countViews++;
      }
      write(files[0], wideProfile(random));
      found.push(await differences({ view: 'top', flags: ['-lines'], files: [files[0]] }));
      countViews++;
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return { countViews, differences: found.filter(({ length }) => length > 0) };
}
