import { isProblem, type ProfileProblem } from '../../../../server/src/engine/profile/problem.ts';
import type { Profile } from '../../../../server/src/engine/profile/profile.ts';
import { readProfile } from '../../../../server/src/engine/profile/read.ts';
import { readProfileFile, unpackProfile } from '../../../../server/src/host/profileFile.ts';
import type { FileSource } from '../../threads/protocol.ts';
import { reasonOf } from '../../../../server/src/engine/text/reason.ts';

/** What a file holds, or why it is no profile. */
export async function loadProfile(source: FileSource): Promise<Profile | ProfileProblem> {
  try {
    const bytes =
      'path' in source ? await readProfileFile(source.path) : unpackProfile(source.bytes);
    const profile = readProfile(bytes);
    return isProblem(profile) || profile.sampleTypes.length > 0
      ? profile
      : { problem: 'the profile has no sample types' };
  } catch (error) {
    return { problem: reasonOf(error) };
  }
}
