import { l10n, workspace, type Uri } from 'vscode';
import {
  namedRevision,
  type NamedRevision,
} from '../../../server/src/engine/history/namedRevision.ts';
import type { OwnLines } from '../../../server/src/engine/measured/ownLines.ts';
import { reasonOf } from '../../../server/src/engine/text/reason.ts';
import { binaryRevision } from '../../../server/src/revisions/binaryRevision.ts';
import {
  commitHash,
  diffSince,
  distanceTo,
  repositoriesOf,
} from '../../../server/src/revisions/gitRepository.ts';
import { localize } from '../localize.ts';
import type { InfoModel, ProfileAge } from '../webview/profileProtocol.ts';
import type { ChosenRevisions } from './chosenRevisions.ts';
import { sourceSettings } from './sourceSettings.ts';
import type { RepositoryChanges } from './workerProtocol.ts';

/** What the history of a profile is found out of, and for. */
export interface FollowedProfile {
  readonly uri: Uri;
  info(): Promise<InfoModel>;
  follow(changes: RepositoryChanges | undefined): Promise<OwnLines>;
}

interface OriginalRevision extends NamedRevision {
  readonly origin: 'profile' | 'binary' | 'user';
}

/** Which revision a profile is of, and what has become of its code since. */
export class ProfileHistory {
  readonly #profile: FollowedProfile;
  readonly #chosen: ChosenRevisions;
  readonly #stop = new AbortController();
  #named: Promise<OriginalRevision | undefined> | undefined;
  /** Of the revision that was chosen when it began. */
  #following:
    { readonly chosen: string | undefined; readonly age: Promise<ProfileAge> } | undefined;

  constructor(profile: FollowedProfile, chosen: ChosenRevisions) {
    this.#profile = profile;
    this.#chosen = chosen;
  }

  /** Whether anything says which revision it is, and git may be asked. */
  async isKnown(): Promise<boolean> {
    return workspace.isTrusted && (await this.#revision()) !== undefined;
  }

  /** Reads the history up to what is on the disk now; lines of the profile are those of now from then on. */
  follow(): Promise<ProfileAge> {
    const chosen = this.#chosen.of(this.#profile.uri);
    const before = this.#following;
    if (before && before.chosen === chosen) {
      return before.age;
    }
    const age = Promise.resolve(before?.age).then(() => this.#follow());
    const following = { chosen, age };
    this.#following = following;
    void age.finally(() => {
      if (this.#following === following) {
        this.#following = undefined;
      }
    });
    return age;
  }

  /** Ends what runs. */
  dispose(): void {
    this.#stop.abort();
  }

  async #follow(): Promise<ProfileAge> {
    let reason = l10n.t('In a folder that is not trusted git is not run.');
    if (workspace.isTrusted) {
      try {
        const revision = await this.#revision();
        if (revision) {
          return await this.#followFrom(revision);
        }
        reason = l10n.t('Neither the profile nor its binary says which revision it is of.');
      } catch (error) {
        reason = reasonOf(error);
      }
    }
    await this.#profile.follow(undefined);
    return { state: 'unknown', reason };
  }

  async #followFrom({ hash, origin, isModified }: OriginalRevision): Promise<ProfileAge> {
    const context = { signal: this.#stop.signal, localize };
    for (const root of await repositoriesOf(sourceSettings().folders, context)) {
      const commit = await commitHash(root, hash, context);
      if (commit !== undefined) {
        const [distance, diff] = await Promise.all([
          distanceTo(root, commit, context),
          diffSince(root, commit, context),
        ]);
        const { count, countGone } = await this.#profile.follow({ root, diff });
        const lines = { countLines: count, countGone };
        return { state: 'known', hash: commit, origin, isModified, ...distance, ...lines };
      }
    }
    throw new Error(l10n.t('The repository has no commit {0}.', hash));
  }

  async #revision(): Promise<OriginalRevision | undefined> {
    const chosen = this.#chosen.of(this.#profile.uri);
    return chosen === undefined
      ? (this.#named ??= this.#findNamed())
      : { hash: chosen, isModified: false, origin: 'user' };
  }

  async #findNamed(): Promise<OriginalRevision | undefined> {
    const { comments, binaries, time } = await this.#profile.info();
    const named = comments.map(namedRevision).find((revision) => revision !== undefined);
    if (named) {
      return { ...named, origin: 'profile' };
    }
    const file = binaries[0]?.file ?? '';
    const { goCommand } = sourceSettings();
    const built = await binaryRevision(goCommand, file, time, this.#stop.signal);
    return built && { ...built, origin: 'binary' };
  }
}
