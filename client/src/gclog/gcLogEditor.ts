import {
  Disposable,
  ViewColumn,
  commands,
  env,
  l10n,
  window,
  workspace,
  type CustomDocument,
  type CustomReadonlyEditorProvider,
  type ExtensionContext,
  type Uri,
  type WebviewPanel,
} from 'vscode';
import { shownFile } from '../shownFile.ts';
import type { FromGcLogView } from '../webview/gcLogProtocol.ts';
import { showPage } from '../webviewPage.ts';
import { registerGcTrace } from './gcTrace.ts';
import { GcLogView, nameOf, type GcLogWriter } from './gcLogView.ts';

const GC_LOG_EDITOR = 'goMemory.gcLog';

/** Logs in a view of their own: files, what is in the active editor, and the clipboard. */
export function registerGcLogEditor(context: ExtensionContext): Disposable {
  const editors = new GcLogEditors(context.extensionUri);
  return Disposable.from(
    registerGcTrace(context, editors),
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
  const log = uri ?? (await shownFile());
  if (!log) {
    return;
  }
  if (log.scheme === 'untitled' || log.scheme === 'output') {
    editors.show(log, nameOf(log));
  } else {
    await commands.executeCommand('vscode.openWith', log, GC_LOG_EDITOR);
  }
}

export class GcLogEditors implements CustomReadonlyEditorProvider {
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

  /** A view of a document that is no file, or of a file that a program of ours writes. */
  show(uri: Uri, name: string, writer?: GcLogWriter): void {
    const panel = window.createWebviewPanel(GC_LOG_EDITOR, name, ViewColumn.Active);
    this.#fill(panel, uri, name, writer);
  }

  #fill(panel: WebviewPanel, uri: Uri, name: string, writer?: GcLogWriter): void {
    const { webview } = panel;
    const view = new GcLogView(webview, uri, name, writer);
    const subscription = webview.onDidReceiveMessage((message: FromGcLogView) =>
      view.receive(message),
    );
    panel.onDidDispose(() => {
      subscription.dispose();
      view.dispose();
    });
    showPage(webview, this.#extensionUri, { name: 'gcLogView', title: l10n.t('GC log') });
  }
}
