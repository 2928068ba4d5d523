import { EventEmitter, type Memento, type Uri } from 'vscode';

const REMEMBERED = 'profiles.revisions';
const MOST_REMEMBERED = 100;

/** Profile and revision. */
type Chosen = readonly [string, string];

/** The revisions that the user says profiles are of, in this workspace. */
export class ChosenRevisions {
  readonly #memento: Memento;
  readonly #changed = new EventEmitter<Uri>();
  readonly onDidChange = this.#changed.event;

  constructor(memento: Memento) {
    this.#memento = memento;
  }

  of(profile: Uri): string | undefined {
    return this.#all.find(([uri]) => uri === profile.toString())?.[1];
  }

  /** `undefined` forgets what was chosen. */
  async choose(profile: Uri, revision: string | undefined): Promise<void> {
    const others = this.#all.filter(([uri]) => uri !== profile.toString());
    const chosen: readonly Chosen[] =
      revision === undefined ? [] : [[profile.toString(), revision]];
    await this.#memento.update(REMEMBERED, [...chosen, ...others].slice(0, MOST_REMEMBERED));
    this.#changed.fire(profile);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  get #all(): readonly Chosen[] {
    return this.#memento.get<readonly Chosen[]>(REMEMBERED, []);
  }
}
