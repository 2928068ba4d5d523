/** Views of profiles by chance, and of those that pprof is tested with, beside those of pprof. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Profile } from '../../server/src/engine/profile/profile.ts';
import { writeProto } from '../../server/src/engine/profile/protoWriter.ts';
import { moduleFolder } from '../support/modules.ts';
import { differences } from '../support/pprof.ts';
import { seededRandom } from '../support/random.ts';
import { randomProfiles, randomRequest, wideProfile } from '../support/randomProfiles.ts';

export interface ProfileCheck {
  readonly countViews: number;
  /** Of each view that differs, what was asked for and the first lines. */
  readonly differences: readonly (readonly string[])[];
}

const VIEWS_PER_PROFILE = 4;
const VIEWS_PER_KNOWN = 40;

/** Whose files are read where the go command puts them. */
const PPROF = {
  module: 'github.com/google/pprof',
  version: 'v0.0.0-20261105003125-4bf881d7fb0b',
};
const FOLDERS = ['profile/testdata', 'internal/driver/testdata', 'internal/proftest/testdata'];
/** What is expected of them, and sources. */
const OTHERS = /\.string$|^pprof\.|^file\d|no_samples_type/;

/** The profiles in google/pprof's own tests: gperftools' formats, old ones of Go, a large one. */
export async function checkKnownProfiles(seed: number): Promise<ProfileCheck> {
  const root = moduleFolder(PPROF);
  const files = FOLDERS.map((folder) => join(root, folder)).flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => !OTHERS.test(name))
      .map((name) => join(folder, name)),
  );
  const random = seededRandom(seed);
  const found: (readonly string[])[] = [];
  for (const file of files) {
    for (let view = 0; view < VIEWS_PER_KNOWN; view++) {
      // Of two of one kind pprof takes the first for a binary.
      const { flags, ...request } = randomRequest(random, [file, file]);
      const single = flags.filter((flag) => !/^-(?:(?:diff_)?base=|normalize)/.test(flag));
      found.push(await differences({ ...request, flags: single, files: [file] }));
    }
  }
  return {
    countViews: files.length * VIEWS_PER_KNOWN,
    differences: found.filter(({ length }) => length > 0),
  };
}

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
