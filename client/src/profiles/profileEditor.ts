import {
  Disposable,
  ProgressLocation,
  Uri,
  commands,
  l10n,
  window,
  type CustomReadonlyEditorProvider,
  type WebviewPanel,
} from 'vscode';
import { pageOf, displayMessages, resourceRoot } from '../webviewPage.ts';
import type { FromProfileView, ToProfileView } from '../webview/profileProtocol.ts';
import { openFrame } from './openFrame.ts';
import { pickBase } from './pickBase.ts';
import { ProfileDocument } from './profileDocument.ts';

/** For files that nobody else is likely to show; and for those that others may have a better claim to. */
const PROFILE_EDITOR = 'goMemory.profile';
const OPTIONAL_PROFILE_EDITOR = 'goMemory.optionalProfile';

/** Profiles in editors of their own, and the command that opens any file in one. */
export function registerProfileEditors(extensionUri: Uri): Disposable {
  const editors = new ProfileEditors(extensionUri);
  const options = { supportsMultipleEditorsPerDocument: true };
  return Disposable.from(
    window.registerCustomEditorProvider(PROFILE_EDITOR, editors, options),
    window.registerCustomEditorProvider(OPTIONAL_PROFILE_EDITOR, editors, options),
    commands.registerCommand('goMemory.openProfile', (uri?: Uri) => openProfile(uri)),
  );
}

/** Without a file it asks for one. */
async function openProfile(uri: Uri | undefined): Promise<void> {
  const [file] = uri ? [uri] : ((await window.showOpenDialog({})) ?? []);
  if (file) {
    await commands.executeCommand('vscode.openWith', file, PROFILE_EDITOR);
  }
}

class ProfileEditors implements CustomReadonlyEditorProvider<ProfileDocument> {
  readonly #extensionUri: Uri;

  constructor(extensionUri: Uri) {
    this.#extensionUri = extensionUri;
  }

  openCustomDocument(uri: Uri): ProfileDocument {
    return new ProfileDocument(
      uri,
      Uri.joinPath(resourceRoot(this.#extensionUri), 'profileWorker.js').fsPath,
    );
  }

  resolveCustomEditor(document: ProfileDocument, panel: WebviewPanel): void {
    const { webview } = panel;
    webview.options = {
      enableScripts: true,
      localResourceRoots: [resourceRoot(this.#extensionUri)],
    };
    const profilePanel = new ProfilePanel(document, panel);
    const subscription = webview.onDidReceiveMessage((message: FromProfileView) =>
      profilePanel.receive(message),
    );
    panel.onDidDispose(() => {
      subscription.dispose();
    });
    webview.html = pageOf(webview, this.#extensionUri, { name: 'profileView' });
  }
}

type Question = Extract<FromProfileView, { readonly type: 'ask' }>;
type OpenMessage = Extract<FromProfileView, { readonly type: 'open' }>;

/** One editor of a profile. */
class ProfilePanel {
  readonly #document: ProfileDocument;
  readonly #panel: WebviewPanel;
  /** The thread is busy with a question of this editor; the last one that came since waits. */
  #isAnswering = false;
  #next: Question | undefined;

  constructor(document: ProfileDocument, panel: WebviewPanel) {
    this.#document = document;
    this.#panel = panel;
  }

  async receive(message: FromProfileView): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.#post({ type: 'start', messages: displayMessages() });
        await this.#open();
        break;
      case 'open':
        await this.#openFrame(message);
        break;
      case 'compare': {
        const base = await pickBase(this.#document.uri);
        if (base) {
          this.#post({ type: 'compared', base: base.toString() });
        }
        break;
      }
      case 'ask':
        this.#next = message;
        await this.#answer();
        break;
    }
  }

  async #open(): Promise<void> {
    try {
      const title = l10n.t('Reading {0}', this.#document.uri.path.replace(/.*\//, ''));
      const summary = await window.withProgress({ location: ProgressLocation.Window, title }, () =>
        this.#document.open(),
      );
      this.#post({ type: 'opened', summary });
    } catch (error) {
      this.#post({ type: 'failed', problem: reasonOf(error) });
    }
  }

  async #openFrame({ options, name, line }: OpenMessage): Promise<void> {
    try {
      await openFrame(this.#document, options, name, line);
    } catch (error) {
      void window.showErrorMessage(reasonOf(error));
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
        const result = await this.#document.ask('view', { options, request });
        this.#post({ type: 'result', id, result });
      } catch (error) {
        this.#post({ type: 'refused', id, problem: reasonOf(error) });
      }
    }
    this.#isAnswering = false;
  }

  #post(message: ToProfileView): void {
    void this.#panel.webview.postMessage(message);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
