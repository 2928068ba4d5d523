import { Uri, type CustomDocument } from 'vscode';
import {
  DEFAULT_PROFILE_OPTIONS,
  type InfoModel,
  type ProfileOptions,
  type ProfileSummary,
  type ViewResult,
} from '../webview/profileProtocol.ts';
import { sourceOf } from '../threads/fileSource.ts';
import { RequestThread } from '../threads/requestThread.ts';
import { resourceRoot } from '../webviewPage.ts';
import type { OwnLines } from '../../../server/src/engine/measured/ownLines.ts';
import { reasonOf } from '../../../server/src/engine/text/reason.ts';
import type { ChosenRevisions } from './chosenRevisions.ts';
import type { FirstLook } from './models/firstLook.ts';
import { fileName } from './models/texts.ts';
import { ProfileHistory, type FollowedProfile } from './profileHistory.ts';
import { sourceSettings } from './sourceSettings.ts';
import type { OpenedProfile, ProfileMethods, RepositoryChanges } from './workerProtocol.ts';

/** The bundle of the threads that keep profiles. */
export function threadScript(extensionUri: Uri): string {
  return Uri.joinPath(resourceRoot(extensionUri), 'profileWorker.js').fsPath;
}

/** Methods whose parameters say what is looked at. */
type Looking = {
  [Method in keyof ProfileMethods]: ProfileMethods[Method]['params'] extends {
    options: ProfileOptions;
  }
    ? Method
    : never;
}[keyof ProfileMethods];

/** A profile that is open, in one editor or several. */
export class ProfileDocument implements CustomDocument, FollowedProfile {
  readonly uri: Uri;
  readonly history: ProfileHistory;
  readonly #script: string;
  #thread: RequestThread<ProfileMethods> | undefined;
  #opened: Promise<OpenedProfile> | undefined;
  #look: FirstLook | undefined;
  /** Profiles that this one is looked at with, by URI. */
  readonly #others = new Map<string, Promise<object>>();

  /** `script` is the bundle of the thread. */
  constructor(uri: Uri, script: string, chosen: ChosenRevisions) {
    this.uri = uri;
    this.#script = script;
    this.history = new ProfileHistory(this, chosen);
  }

  /** What the file holds; it is read once. Rejects with the reason where that is no profile. */
  async open(): Promise<ProfileSummary> {
    const { summary } = await (this.#opened ??= this.#read());
    return summary;
  }

  /** Begins to read, and has what is looked at first made with it: see {@link takeFirstView}. */
  openFor(look: FirstLook): void {
    this.#look = look;
    // Whoever shows it is told if it cannot be read.
    (this.#opened ??= this.#read(look)).catch(() => undefined);
  }

  /** What is seen at first, if it was made for this look: once, as it may be large and one page keeps it. */
  async takeFirstView({ root, base }: FirstLook): Promise<ViewResult | undefined> {
    const { summary, view } = await (this.#opened ??= this.#read());
    if (root !== this.#look?.root || base !== this.#look?.base) {
      return undefined;
    }
    this.#opened = Promise.resolve({ summary });
    return view;
  }

  /** Asks about the profile, as its options have it. */
  async ask<Method extends Looking>(
    method: Method,
    params: ProfileMethods[Method]['params'],
  ): Promise<ProfileMethods[Method]['result']> {
    await this.open();
    await Promise.all(othersIn(params).map((uri) => this.#addOther(uri)));
    return this.#needed.request(method, params);
  }

  /** What the file says of itself. */
  async info(): Promise<InfoModel> {
    const request = { view: 'info' } as const;
    const result = await this.ask('view', { options: DEFAULT_PROFILE_OPTIONS, request });
    if (result.view !== 'info') {
      throw new Error('the thread answers another question');
    }
    return result.model;
  }

  async follow(changes: RepositoryChanges | undefined): Promise<OwnLines> {
    await this.open();
    return this.#needed.request('follow', { changes });
  }

  dispose(): void {
    this.history.dispose();
    this.#thread?.dispose();
    this.#thread = undefined;
  }

  get #needed(): RequestThread<ProfileMethods> {
    return (this.#thread ??= new RequestThread<ProfileMethods>(this.#script));
  }

  async #read(look?: FirstLook): Promise<OpenedProfile> {
    return this.#needed.request('open', {
      source: await sourceOf(this.uri),
      sources: sourceSettings(),
      look,
    });
  }

  #addOther(uri: string): Promise<object> {
    const known = this.#others.get(uri);
    if (known) {
      return known;
    }
    const added = this.#readOther(uri);
    this.#others.set(uri, added);
    // It may be there the next time.
    added.catch(() => this.#others.delete(uri));
    return added;
  }

  async #readOther(uri: string): Promise<object> {
    try {
      const source = await sourceOf(Uri.parse(uri));
      return await this.#needed.request('addOther', { key: uri, source });
    } catch (error) {
      throw new Error(`${fileName(uri)}: ${reasonOf(error)}`, { cause: error });
    }
  }
}

/** The profiles that have to be read for an answer, beside the one that is asked. */
function othersIn(params: ProfileMethods[Looking]['params']): readonly string[] {
  const { base } = params.options;
  const others =
    'others' in params
      ? params.others
      : 'request' in params && params.request.view === 'series'
        ? params.request.others
        : [];
  return base === '' ? others : [base, ...others];
}
