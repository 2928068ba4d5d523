import {
  CancellationTokenSource,
  Disposable,
  Selection,
  TextEditorRevealType,
  commands,
  l10n,
  window,
  workspace,
  type CancellationToken,
  type Memento,
  type QuickPickItem,
  type Uri,
  type WebviewView,
  type WebviewViewProvider,
} from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { GOARCHES } from '../../../server/src/engine/layout/architectures.ts';
import { SETTINGS_SECTION, type SourcePlace } from '../../../server/src/protocol.ts';
import { activeGoEditor, isGo } from '../goEditors.ts';
import { positionOf, requestLayout, requestReordering, uriFor } from '../requests.ts';
import { displayMessages, showPage } from '../webviewPage.ts';
import type { FromLayoutView, ShownLayouts, ToLayoutView } from '../webview/protocol.ts';

const VIEW = 'goMemory.layout';
/** The GOARCH that is compared with; none if it is not there. */
const COMPARED_STATE = 'goMemory.comparedGoarch';

/** Somebody who walks through text does not want each step looked at. */
const FOLLOW_DELAY_MS = 100;

const NOTHING: ShownLayouts = { reports: [], compared: [], problems: [] };

/**
 * The "Memory Layout" view: how the type at the cursor lies in memory. It follows the cursor, and
 * keeps the last type while the cursor is on none.
 */
export function registerLayoutView(
  client: LanguageClient,
  extensionUri: Uri,
  memento: Memento,
): Disposable {
  const view = new LayoutView(client, extensionUri, memento);
  return Disposable.from(
    view,
    window.registerWebviewViewProvider(VIEW, view),
    commands.registerCommand('goMemory.showLayout', () => view.reveal()),
    commands.registerCommand('goMemory.compareGoarch', () => view.pickCompared()),
    window.onDidChangeActiveTextEditor(() => {
      view.follow();
    }),
    window.onDidChangeTextEditorSelection(({ textEditor }) => {
      if (textEditor === window.activeTextEditor) {
        view.follow();
      }
    }),
    workspace.onDidChangeTextDocument(({ document }) => {
      if (isGo(document)) {
        view.follow();
      }
    }),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(SETTINGS_SECTION)) {
        view.follow();
      }
    }),
  );
}

class LayoutView implements WebviewViewProvider, Disposable {
  readonly #client: LanguageClient;
  readonly #extensionUri: Uri;
  readonly #memento: Memento;
  #view: WebviewView | undefined;
  #asking: CancellationTokenSource | undefined;
  #followTimer: NodeJS.Timeout | undefined;
  #shown = NOTHING;
  /** What is shown is about this place. */
  #place: SourcePlace | undefined;

  constructor(client: LanguageClient, extensionUri: Uri, memento: Memento) {
    this.#client = client;
    this.#extensionUri = extensionUri;
    this.#memento = memento;
  }

  resolveWebviewView(view: WebviewView): void {
    const { webview } = view;
    this.#view = view;
    const subscriptions = Disposable.from(
      webview.onDidReceiveMessage((message: FromLayoutView) => this.#receive(message)),
      view.onDidChangeVisibility(() => {
        this.follow();
      }),
    );
    view.onDidDispose(() => {
      subscriptions.dispose();
      this.#view = undefined;
    });
    showPage(webview, this.#extensionUri, { name: 'layoutView', title: l10n.t('Memory layout') });
  }

  async reveal(): Promise<void> {
    await commands.executeCommand(`${VIEW}.focus`);
    this.follow();
  }

  async pickCompared(): Promise<void> {
    const compared = this.#compared;
    const items: (QuickPickItem & { readonly goarch: string | undefined })[] = GOARCHES.map(
      (goarch) => ({ label: goarch === compared ? `$(check) ${goarch}` : goarch, goarch }),
    );
    if (compared !== undefined) {
      items.unshift({ label: l10n.t('Stop Comparing with {0}', compared), goarch: undefined });
    }
    const placeHolder = l10n.t('Compare the layout with that for …');
    const picked = await window.showQuickPick(items, { placeHolder });
    if (picked) {
      await this.#compareWith(picked.goarch);
      await this.reveal();
    }
  }

  /** Looks again at what the cursor is on, when it has come to rest. */
  follow(): void {
    clearTimeout(this.#followTimer);
    if (this.#view?.visible === true) {
      this.#followTimer = setTimeout(() => {
        void this.#load();
      }, FOLLOW_DELAY_MS);
    }
  }

  dispose(): void {
    clearTimeout(this.#followTimer);
    this.#asking?.cancel();
  }

  get #compared(): string | undefined {
    return this.#memento.get<string>(COMPARED_STATE);
  }

  async #compareWith(goarch: string | undefined): Promise<void> {
    await this.#memento.update(COMPARED_STATE, goarch);
    this.follow();
  }

  async #receive(message: FromLayoutView): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.#post({ type: 'start', messages: displayMessages() });
        if (this.#shown !== NOTHING) {
          this.#post({ type: 'show', shown: this.#shown });
        }
        this.follow();
        break;
      case 'reveal':
        await this.#open(message.place);
        break;
      case 'reorder':
        await this.#reorder(message.place);
        break;
      case 'compare':
        await this.pickCompared();
        break;
      case 'stopComparing':
        await this.#compareWith(undefined);
        break;
    }
  }

  #post(message: ToLayoutView): void {
    void this.#view?.webview.postMessage(message);
  }

  /** One question at a time: a new one ends the one before. */
  async #load(): Promise<void> {
    const editor = activeGoEditor();
    if (!editor) {
      return;
    }
    this.#asking?.cancel();
    const source = new CancellationTokenSource();
    this.#asking = source;
    const uri = uriFor(this.#client, editor.document.uri);
    try {
      const shown = await this.#ask({ uri, position: editor.selection.active }, source.token);
      if (shown && !source.token.isCancellationRequested) {
        this.#show(shown);
      }
    } catch (error) {
      // A request fails when it is cancelled, or when the server ends while it is at it.
      if (!source.token.isCancellationRequested) {
        this.#show({ ...this.#shown, problems: [String(error)] });
      }
    } finally {
      if (this.#asking === source) {
        this.#asking = undefined;
      }
      source.dispose();
    }
  }

  /** Where there is no type, the last one stays: then nothing is to be shown anew. */
  async #ask(cursor: SourcePlace, token: CancellationToken): Promise<ShownLayouts | undefined> {
    const comparedGoarch = this.#compared;
    let place = cursor;
    let found = await requestLayout(this.#client, place, token);
    if (found.reports.length === 0 && found.problems.length === 0) {
      if (this.#place === undefined || this.#shown.comparedGoarch === comparedGoarch) {
        return undefined;
      }
      place = this.#place;
      found = await requestLayout(this.#client, place, token);
    }
    this.#place = place;
    const compared =
      comparedGoarch === undefined || found.reports.length === 0
        ? NOTHING
        : await requestLayout(this.#client, { ...place, goarch: comparedGoarch }, token);
    const { reports, problems } = found;
    return { reports, problems, comparedGoarch, compared: compared.reports };
  }

  /** What is shown already is left alone, with what the mouse is on. */
  #show(shown: ShownLayouts): void {
    if (JSON.stringify(shown) !== JSON.stringify(this.#shown)) {
      this.#shown = shown;
      this.#post({ type: 'show', shown });
    }
  }

  async #reorder(place: SourcePlace): Promise<void> {
    // The server knows documents that are open only.
    await workspace.openTextDocument(this.#client.protocol2CodeConverter.asUri(place.uri));
    const { edit, refusedBecause } = await requestReordering(this.#client, place);
    if (edit) {
      const converted = await this.#client.protocol2CodeConverter.asWorkspaceEdit(edit);
      await workspace.applyEdit(converted, { isRefactoring: true });
    } else {
      await window.showWarningMessage(
        refusedBecause ?? l10n.t('The fields cannot be reordered: the code has changed.'),
      );
    }
  }

  async #open({ uri, position }: SourcePlace): Promise<void> {
    const at = positionOf(position);
    const editor = await window.showTextDocument(this.#client.protocol2CodeConverter.asUri(uri), {
      selection: new Selection(at, at),
    });
    editor.revealRange(editor.selection, TextEditorRevealType.InCenterIfOutsideViewport);
  }
}
