import { l10n, window, type Webview } from 'vscode';
import type { Frame } from '../../../server/src/engine/trace/generation.ts';
import { openLine } from '../openLine.ts';
import { displayMessages } from '../webviewPage.ts';
import type { FromTraceView, ToTraceView } from '../webview/traceProtocol.ts';
import { reasonOf } from '../../../server/src/engine/text/reason.ts';
import type { TraceDocument } from './traceDocument.ts';

/** One editor of a trace. */
export class TracePanel {
  readonly #document: TraceDocument;
  readonly #webview: Webview;

  constructor(document: TraceDocument, webview: Webview) {
    this.#document = document;
    this.#webview = webview;
  }

  async receive(message: FromTraceView): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.#post({ type: 'start', messages: displayMessages() });
        await this.#open();
        break;
      case 'open':
        await orTell(this.#openFrame(message.frame), undefined);
        break;
      case 'spans': {
        const spans = await orTell(this.#document.ask('spans', message.request), []);
        this.#post({ type: 'spans', id: message.id, spans });
        break;
      }
      case 'part': {
        const part = await orTell(this.#document.ask('part', message.request), undefined);
        this.#post({ type: 'part', id: message.id, part });
        break;
      }
      case 'span': {
        const { span } = await orTell(this.#document.ask('span', message.request), {
          span: undefined,
        });
        this.#post({ type: 'span', id: message.id, span });
        break;
      }
    }
  }

  async #open(): Promise<void> {
    try {
      this.#post({ type: 'heap', heap: await this.#document.heap() });
      const trace = await this.#document.open((share) => {
        this.#post({ type: 'progress', share });
      });
      this.#post({ type: 'opened', trace });
    } catch (error) {
      this.#post({ type: 'failed', problem: reasonOf(error) });
    }
  }

  async #openFrame(frame: Frame): Promise<void> {
    const paths = await this.#document.ask('places', frame);
    const [only] = paths;
    const path =
      paths.length > 1
        ? await window.showQuickPick(paths, {
            placeHolder: l10n.t('Where is the code of {0}?', frame.functionName),
          })
        : only;
    if (path !== undefined) {
      await openLine(path, frame.line);
    } else if (only === undefined) {
      void window.showWarningMessage(
        l10n.t('The code of {0} is not on this machine: {1}', frame.functionName, frame.file),
      );
    }
  }

  #post(message: ToTraceView): void {
    void this.#webview.postMessage(message);
  }
}

/** The page waits for an answer, whatever happens. */
async function orTell<Result>(asked: Promise<Result>, otherwise: Result): Promise<Result> {
  try {
    return await asked;
  } catch (error) {
    void window.showErrorMessage(reasonOf(error));
    return otherwise;
  }
}
