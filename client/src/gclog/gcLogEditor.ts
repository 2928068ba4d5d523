import {
  Disposable,
  Range,
  Uri,
  ViewColumn,
  commands,
  env,
  l10n,
  window,
  workspace,
  type CustomDocument,
  type CustomReadonlyEditorProvider,
  type Webview,
  type WebviewPanel,
} from 'vscode';
import type { Localize } from '../../../server/src/engine/features/localize.ts';
import type { FromGcLogView, ToGcLogView } from '../webview/gcLogProtocol.ts';
import { displayMessages, showPage } from '../webviewPage.ts';
import { gcLogModel } from './gcLogModel.ts';
import { readLogOf } from './logSource.ts';

const GC_LOG_EDITOR = 'goMemory.gcLog';

const localize: Localize = (message, ...args) => l10n.t(message, ...args);

/** Logs in a view of their own: files, what is in the active editor, and the clipboard. */
export function registerGcLogEditor(extensionUri: Uri): Disposable {
  const editors = new GcLogEditors(extensionUri);
  return Disposable.from(
    window.registerCustomEditorProvider(GC_LOG_EDITOR, editors, {
      supportsMultipleEditorsPerDocument: true,
    }),
    commands.registerCommand('goMemory.openGcLog', (uri?: Uri) => openGcLog(editors, uri)),
    commands.registerCommand('goMemory.openClipboardAsGcLog', async () => {
      const content = await env.clipboard.readText();
      const { uri } = await workspace.openTextDocument({ content, language: 'go-runtime-log' });
      editors.show(uri, l10n.t('Clipboard'));
    }),
  );
}

/** Without a file it is the one in the active editor, or one that it asks for. */
async function openGcLog(editors: GcLogEditors, uri: Uri | undefined): Promise<void> {
  const log =
    uri ?? window.activeTextEditor?.document.uri ?? (await window.showOpenDialog({}))?.at(0);
  if (!log) {
    return;
  }
  if (log.scheme === 'untitled' || log.scheme === 'output') {
    editors.show(log, nameOf(log));
  } else {
    await commands.executeCommand('vscode.openWith', log, GC_LOG_EDITOR);
  }
}

class GcLogEditors implements CustomReadonlyEditorProvider {
  readonly #extensionUri: Uri;

  constructor(extensionUri: Uri) {
    this.#extensionUri = extensionUri;
  }

  openCustomDocument(uri: Uri): CustomDocument {
    return { uri, dispose: () => undefined };
  }

  resolveCustomEditor({ uri }: CustomDocument, panel: WebviewPanel): void {
    this.#fill(panel, uri, nameOf(uri));
  }

  /** A view of a document that is no file. */
  show(uri: Uri, name: string): void {
    const panel = window.createWebviewPanel(GC_LOG_EDITOR, name, ViewColumn.Active);
    this.#fill(panel, uri, name);
  }

  #fill(panel: WebviewPanel, uri: Uri, name: string): void {
    const { webview } = panel;
    const view = new GcLogView(webview, uri, name);
    const subscription = webview.onDidReceiveMessage((message: FromGcLogView) =>
      view.receive(message),
    );
    panel.onDidDispose(() => {
      subscription.dispose();
    });
    showPage(webview, this.#extensionUri, { name: 'gcLogView' });
  }
}

/** One page that shows a log. */
class GcLogView {
  readonly #webview: Webview;
  readonly #uri: Uri;
  readonly #name: string;

  constructor(webview: Webview, uri: Uri, name: string) {
    this.#webview = webview;
    this.#uri = uri;
    this.#name = name;
  }

  async receive(message: FromGcLogView): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.#post({ type: 'start', messages: displayMessages() });
        await this.#open();
        break;
      case 'reveal':
        await this.#reveal(message.line);
        break;
      case 'compare':
        await this.#compare();
        break;
    }
  }

  async #open(): Promise<void> {
    try {
      const log = gcLogModel(await readLogOf(this.#uri), this.#name, localize);
      this.#post({ type: 'opened', log });
    } catch (error) {
      this.#post({ type: 'failed', problem: reasonOf(error) });
    }
  }

  /** Beside the view, so that both are seen. */
  async #reveal(line: number): Promise<void> {
    try {
      const selection = new Range(line - 1, 0, line - 1, Number.MAX_SAFE_INTEGER);
      await window.showTextDocument(this.#uri, { viewColumn: ViewColumn.Beside, selection });
    } catch (error) {
      void window.showErrorMessage(reasonOf(error));
    }
  }

  async #compare(): Promise<void> {
    const [other] =
      (await window.showOpenDialog({ defaultUri: Uri.joinPath(this.#uri, '..') })) ?? [];
    if (!other) {
      return;
    }
    try {
      const log = gcLogModel(await readLogOf(other), nameOf(other), localize);
      this.#post({ type: 'compared', log });
    } catch (error) {
      void window.showErrorMessage(`${nameOf(other)}: ${reasonOf(error)}`);
    }
  }

  #post(message: ToGcLogView): void {
    void this.#webview.postMessage(message);
  }
}

function nameOf({ path }: Uri): string {
  return path.replace(/.*\//, '');
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
