import type { Uri } from 'vscode';
import {
  Disposable,
  commands,
  l10n,
  window,
  type CustomReadonlyEditorProvider,
  type WebviewPanel,
} from 'vscode';
import { showPage } from '../webviewPage.ts';
import type { FromTraceView } from '../webview/traceProtocol.ts';
import { TraceDocument, traceThread } from './traceDocument.ts';
import { TracePanel } from './tracePanel.ts';

const TRACE_EDITOR = 'goMemory.trace';

/** Execution traces in an editor of their own. */
export function registerTraceEditor(extensionUri: Uri): Disposable {
  return Disposable.from(
    window.registerCustomEditorProvider(TRACE_EDITOR, new TraceEditors(extensionUri), {
      supportsMultipleEditorsPerDocument: true,
    }),
    commands.registerCommand('goMemory.openTrace', (uri?: Uri) => openTrace(uri)),
  );
}

/** Without a file it asks for one. */
async function openTrace(uri: Uri | undefined): Promise<void> {
  const filters = { [l10n.t('Execution traces')]: ['trace', 'out'], [l10n.t('All files')]: ['*'] };
  const file = uri ?? (await window.showOpenDialog({ filters }))?.at(0);
  if (file) {
    await commands.executeCommand('vscode.openWith', file, TRACE_EDITOR);
  }
}

class TraceEditors implements CustomReadonlyEditorProvider<TraceDocument> {
  readonly #extensionUri: Uri;

  constructor(extensionUri: Uri) {
    this.#extensionUri = extensionUri;
  }

  openCustomDocument(uri: Uri): TraceDocument {
    const document = new TraceDocument(uri, traceThread(this.#extensionUri));
    // It is read while its page is made, which is told if it cannot be.
    document.heap().catch(() => undefined);
    return document;
  }

  resolveCustomEditor(document: TraceDocument, panel: WebviewPanel): void {
    const { webview } = panel;
    const tracePanel = new TracePanel(document, webview);
    const subscription = webview.onDidReceiveMessage((message: FromTraceView) =>
      tracePanel.receive(message),
    );
    panel.onDidDispose(() => {
      subscription.dispose();
    });
    showPage(webview, this.#extensionUri, {
      name: 'traceView',
      title: l10n.t('Execution trace'),
    });
  }
}
