import { ProgressLocation, Uri, l10n, window, type WebviewPanel } from 'vscode';
import type { FromProfileView, ProfileOptions, ToProfileView } from '../webview/profileProtocol.ts';
import { displayMessages } from '../webviewPage.ts';
import { reasonOf } from '../../../server/src/engine/text/reason.ts';
import { openFrame } from './openFrame.ts';
import { pickBase, pickProfiles } from './pickProfiles.ts';
import { firstOptions, type FirstLook } from './models/firstLook.ts';
import type { ProfileDocument } from './profileDocument.ts';

type Message<Type extends FromProfileView['type']> = Extract<
  FromProfileView,
  { readonly type: Type }
>;

export interface ProfilePanelActions {
  /** The address of the script that lays graphs out, for the page. */
  readonly graphvizScript: string;
  readonly first: FirstLook;
  /** Shows what the profile says on the code. */
  readonly attach: (options: ProfileOptions) => Promise<void>;
  /** Has the user say which revision the profile is of. */
  readonly chooseRevision: () => Promise<void>;
}

/** One editor of a profile. */
export class ProfilePanel {
  readonly document: ProfileDocument;
  readonly panel: WebviewPanel;
  readonly #actions: ProfilePanelActions;
  /** The thread is busy with a question of this editor; the last one that came since waits. */
  #isAnswering = false;
  #next: Message<'ask'> | undefined;
  #isOpened = false;
  /** What the page is to show once it can. */
  #waiting: ToProfileView | undefined;

  constructor(document: ProfileDocument, panel: WebviewPanel, actions: ProfilePanelActions) {
    this.document = document;
    this.panel = panel;
    this.#actions = actions;
  }

  /** Shows a function with its callers and callees. */
  reveal(name: string): void {
    this.#show({ type: 'reveal', name });
  }

  /** Shows what frames take in this profile and others, side by side. */
  compare(others: readonly Uri[]): void {
    this.#show(this.#seriesOf(others));
  }

  /** Lines that are shown are those of now then. */
  async tellAge(): Promise<void> {
    this.#post({ type: 'age', age: await this.document.history.follow() });
  }

  async receive(message: FromProfileView): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.#post({
          type: 'start',
          messages: displayMessages(),
          graphviz: this.#actions.graphvizScript,
        });
        await this.#open();
        break;
      case 'open':
        await this.#orTell(() => openFrame(this.document, message.options, message.name, message));
        break;
      case 'attach':
        await this.#orTell(() => this.#actions.attach(message.options));
        break;
      case 'compare':
        this.#compareWith(await pickBase(this.document.uri));
        break;
      case 'dropped':
        await this.#orTell(() => {
          this.#take(message);
          return Promise.resolve();
        });
        break;
      case 'addToSeries': {
        const others = message.others.map((uri) => Uri.parse(uri));
        const added = await pickProfiles([this.document.uri, ...others]);
        this.#post(this.#seriesOf([...others, ...added]));
        break;
      }
      case 'chooseRevision':
        await this.#orTell(() => this.#actions.chooseRevision());
        break;
      case 'ask':
        this.#next = message;
        await this.#answer();
        break;
    }
  }

  async #open(): Promise<void> {
    try {
      const title = l10n.t('Reading {0}', this.document.uri.path.replace(/.*\//, ''));
      const summary = await window.withProgress({ location: ProgressLocation.Window, title }, () =>
        this.document.open(),
      );
      const look = this.#actions.first;
      this.#post({
        type: 'opened',
        uri: this.document.uri.toString(),
        summary,
        first: firstOptions(look, summary),
        view: await this.document.takeFirstView(look),
      });
      this.#isOpened = true;
      if (this.#waiting !== undefined) {
        this.#post(this.#waiting);
        this.#waiting = undefined;
      }
    } catch (error) {
      this.#post({ type: 'failed', problem: reasonOf(error) });
    }
  }

  #show(message: ToProfileView): void {
    // A page that is hidden is gone: it begins anew when it is shown.
    if (this.#isOpened && this.panel.visible) {
      this.#post(message);
    } else {
      this.#waiting = message;
    }
    this.panel.reveal();
  }

  /** What was dropped. */
  #take({ uris, others }: Message<'dropped'>): void {
    const dropped = uris.map((uri) => Uri.parse(uri, true));
    if (others === undefined) {
      this.#compareWith(dropped[0]);
    } else {
      this.#post(this.#seriesOf([...others.map((uri) => Uri.parse(uri)), ...dropped]));
    }
  }

  #seriesOf(others: readonly Uri[]): ToProfileView {
    const uris = new Set(others.map((uri) => uri.toString()));
    uris.delete(this.document.uri.toString());
    return { type: 'series', others: [...uris] };
  }

  #compareWith(base: Uri | undefined): void {
    if (base) {
      this.#post({ type: 'compared', base: base.toString() });
    }
  }

  async #answer(): Promise<void> {
    if (this.#isAnswering) {
      return;
    }
    this.#isAnswering = true;
    for (let asked = this.#next; asked; asked = this.#next) {
      this.#next = undefined;
      const { id, options, request } = asked;
      try {
        if (request.view === 'source' || request.view === 'info') {
          await this.tellAge();
        }
        const result = await this.document.ask('view', { options, request });
        this.#post({ type: 'result', id, result });
      } catch (error) {
        this.#post({ type: 'refused', id, problem: reasonOf(error) });
      }
    }
    this.#isAnswering = false;
  }

  async #orTell(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      void window.showErrorMessage(reasonOf(error));
    }
  }

  #post(message: ToProfileView): void {
    void this.panel.webview.postMessage(message);
  }
}
