import { l10n, workspace, type Uri } from 'vscode';
import type { NamedRevision } from '../../../server/src/engine/history/namedRevision.ts';
import type { OwnLines } from '../../../server/src/engine/measured/ownLines.ts';
import { reasonOf } from '../../../server/src/engine/text/reason.ts';
import { builtRevision } from '../../../server/src/revisions/builtRevision.ts';
import { diffSince, distanceTo, findCommit } from '../../../server/src/revisions/gitRepository.ts';
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
    const commit = await findCommit(sourceSettings().folders, hash, context);
    if (!commit) {
      throw new Error(l10n.t('The repository has no commit {0}.', hash));
    }
    const { root } = commit;
    const [distance, diff] = await Promise.all([
      distanceTo(root, commit.hash, context),
      diffSince(root, commit.hash, context),
    ]);
    const { count, countGone } = await this.#profile.follow({ root, diff });
    const lines = { countLines: count, countGone };
    return { state: 'known', hash: commit.hash, origin, isModified, ...distance, ...lines };
  }

  async #revision(): Promise<OriginalRevision | undefined> {
    const chosen = this.#chosen.of(this.#profile.uri);
    return chosen === undefined
      ? (this.#named ??= this.#findNamed())
      : { hash: chosen, isModified: false, origin: 'user' };
  }

  async #findNamed(): Promise<OriginalRevision | undefined> {
    const { comments, binaries, time } = await this.#profile.info();
    const built = { comments, binary: binaries[0]?.file ?? '', time };
    return builtRevision(built, sourceSettings().goCommand, this.#stop.signal);
  }
}
