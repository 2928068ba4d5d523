import { RecentMap } from '../../../../server/src/engine/caches/recentMap.ts';
import type { SourceHistory } from '../../../../server/src/engine/history/sourceHistory.ts';
import { ownLines, type OwnLines } from '../../../../server/src/engine/measured/ownLines.ts';
import { difference } from '../../../../server/src/engine/profile/merge.ts';
import { isProblem, type ProfileProblem } from '../../../../server/src/engine/profile/problem.ts';
import type { Profile } from '../../../../server/src/engine/profile/profile.ts';
import type { ProfileOptions } from '../../webview/profileProtocol.ts';
import { ProfileSession } from '../models/profileSession.ts';
import type { SourcePaths } from '../../../../server/src/engine/measured/sourcePaths.ts';

/** Comparisons that are kept: each is a profile of its own. */
const KEPT_COMPARISONS = 2;

/** A profile, and its comparisons with others. */
export class ProfileSessions {
  readonly #whole: ProfileSession;
  readonly #sources: SourcePaths;
  readonly #bases = new Map<string, Profile>();
  readonly #comparisons = new RecentMap<string, ProfileSession>(KEPT_COMPARISONS);

  constructor(profile: Profile, sources: SourcePaths) {
    this.#whole = new ProfileSession(profile, sources);
    this.#sources = sources;
  }

  get whole(): ProfileSession {
    return this.#whole;
  }

  /** What has become of the code since the profile's build. */
  follow(history: SourceHistory | undefined): OwnLines {
    this.#sources.follow(history);
    return ownLines(this.#whole.profile, this.#sources);
  }

  addBase(key: string, base: Profile): void {
    this.#bases.set(key, base);
  }

  /** The one that options speak of. */
  of({ base, isNormalized }: ProfileOptions): ProfileSession | ProfileProblem {
    if (base === '') {
      return this.#whole;
    }
    const key = `${base} ${isNormalized}`;
    const known = this.#comparisons.get(key);
    if (known) {
      return known;
    }
    const profile = this.#bases.get(base);
    if (profile === undefined) {
      return { problem: `${base} has not been read` };
    }
    const compared = difference(this.#whole.profile, profile, { mode: 'diff', isNormalized });
    if (isProblem(compared)) {
      return compared;
    }
    const session = new ProfileSession(compared, this.#sources, true);
    this.#comparisons.set(key, session);
    return session;
  }
}
