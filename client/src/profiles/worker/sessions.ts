import { RecentMap } from '../../../../server/src/engine/caches/recentMap.ts';
import type { SourceHistory } from '../../../../server/src/engine/history/sourceHistory.ts';
import { ownLines, type OwnLines } from '../../../../server/src/engine/measured/ownLines.ts';
import { difference } from '../../../../server/src/engine/profile/merge.ts';
import { isProblem, type ProfileProblem } from '../../../../server/src/engine/profile/problem.ts';
import type { Profile } from '../../../../server/src/engine/profile/profile.ts';
import {
  FIRST_REQUEST,
  type ProfileOptions,
  type ViewResult,
} from '../../webview/profileProtocol.ts';
import { firstOptions, type FirstLook } from '../models/firstLook.ts';
import { ProfileSession } from '../models/profileSession.ts';
import { seriesView, type SeriesPart } from '../models/seriesModel.ts';
import { fileName } from '../models/texts.ts';
import type { FramePlace, OpenedProfile } from '../workerProtocol.ts';
import type { SourcePaths } from '../../../../server/src/engine/measured/sourcePaths.ts';

/** Comparisons that are kept: each is a profile of its own. */
const KEPT_COMPARISONS = 2;

/** A table with more columns is not read, and all of its profiles are kept. */
const MOST_IN_SERIES = 50;

/** A profile, its comparisons with others, and the series of it and others. */
export class ProfileSessions {
  readonly #whole: ProfileSession;
  readonly #sources: SourcePaths;
  readonly #others = new Map<string, Profile>();
  readonly #comparisons = new RecentMap<string, ProfileSession>(KEPT_COMPARISONS);

  constructor(profile: Profile, sources: SourcePaths) {
    this.#whole = new ProfileSession(profile, sources);
    this.#sources = sources;
  }

  /** What there is to choose, and what is seen before anything is chosen; nothing of that without `look`. */
  open(look: FirstLook | undefined): OpenedProfile | ProfileProblem {
    const summary = this.#whole.summary();
    if (isProblem(summary) || look === undefined || look.base !== undefined) {
      return isProblem(summary) ? summary : { summary };
    }
    const view = this.#whole.answer(firstOptions(look, summary), FIRST_REQUEST);
    return { summary, view: isProblem(view) ? undefined : view };
  }

  /** What has become of the code since the profile's build. */
  follow(history: SourceHistory | undefined): OwnLines {
    this.#sources.follow(history);
    return ownLines(this.#whole.profile, this.#sources);
  }

  addOther(key: string, other: Profile): void {
    this.#others.set(key, other);
  }

  /** The profile and others side by side, each as the options have it, without their base. */
  series(options: ProfileOptions, others: readonly string[]): ViewResult | ProfileProblem {
    if (others.length >= MOST_IN_SERIES) {
      return { problem: `a series has no more than ${MOST_IN_SERIES} profiles` };
    }
    const parts: SeriesPart[] = [];
    for (const [uri, session] of this.#sideBySide(others)) {
      // What the others would show at first is not what is compared.
      const sampleType = parts[0]?.looked.report.sampleType ?? options.sampleType;
      const looked = isProblem(session)
        ? session
        : session.look({ ...options, base: '', isNormalized: false, sampleType });
      if (isProblem(looked)) {
        return uri === '' ? looked : { problem: `${fileName(uri)}: ${looked.problem}` };
      }
      parts.push({ uri, looked });
    }
    const shown = seriesView(parts);
    return isProblem(shown) ? shown : { view: 'series', ...shown };
  }

  /** Where the code of a frame is that one of the profiles has. */
  places(
    options: ProfileOptions,
    name: string,
    others: readonly string[],
  ): readonly FramePlace[] | ProfileProblem {
    const own = this.of(options);
    const places = isProblem(own) ? own : own.places(options, name);
    if (!isProblem(places)) {
      return places;
    }
    for (const [uri, session] of this.#sideBySide(others)) {
      const found = uri === '' || isProblem(session) ? places : session.places(options, name);
      if (!isProblem(found)) {
        return found;
      }
    }
    return places;
  }

  *#sideBySide(
    others: readonly string[],
  ): Generator<readonly [uri: string, ProfileSession | ProfileProblem]> {
    yield ['', this.#whole];
    for (const uri of others) {
      const profile = this.#others.get(uri);
      yield [
        uri,
        profile ? new ProfileSession(profile, this.#sources) : { problem: 'it has not been read' },
      ];
    }
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
    const profile = this.#others.get(base);
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
