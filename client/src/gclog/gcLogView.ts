import { Range, Uri, ViewColumn, window, type Webview } from 'vscode';
import { localize } from '../localize.ts';
import type { FromGcLogView, GcLogState, ToGcLogView } from '../webview/gcLogProtocol.ts';
import { displayMessages } from '../webviewPage.ts';
import { reasonOf } from '../../../server/src/engine/text/reason.ts';
import { followLog } from './followLog.ts';
import { gcLogModel } from './gcLogModel.ts';
import { openingOf } from './growth.ts';
import { readLogOf } from './logSource.ts';

/** A program of ours that writes a log. */
export interface GcLogWriter {
  /** Resolves with how it has ended, when all is written. */
  readonly ended: Promise<string>;
  readonly stop: () => void;
}

/** One page that shows a log. */
export class GcLogView {
  readonly #webview: Webview;
  readonly #uri: Uri;
  readonly #name: string;

  /** The program that writes the log, as long as it runs. */
  #writer: GcLogWriter | undefined;
  /** Ends following the file. */
  #following: AbortController | undefined;
  /** How it has ended. */
  #ending = '';
  #isDisposed = false;

  constructor(webview: Webview, uri: Uri, name: string, writer: GcLogWriter | undefined) {
    this.#webview = webview;
    this.#uri = uri;
    this.#name = name;
    this.#writer = writer;
    void writer?.ended.then((how) => {
      this.#writer = undefined;
      this.#ending = how;
      this.#following?.abort();
    });
  }

  /** Its page is closed: a program of ours goes on in its terminal. */
  dispose(): void {
    this.#isDisposed = true;
    this.#following?.abort();
  }

  async receive(message: FromGcLogView): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.#post({ type: 'start', messages: displayMessages() });
        await (this.#writer || this.#following ? this.#follow() : this.#open());
        break;
      case 'reveal':
        await this.#reveal(message.line);
        break;
      case 'compare':
        await this.#compare();
        break;
      case 'follow':
        await this.#follow();
        break;
      case 'stop':
        this.#writer?.stop();
        if (!this.#writer) {
          this.#following?.abort();
        }
        break;
    }
  }

  async #open(): Promise<void> {
    try {
      const log = gcLogModel(await readLogOf(this.#uri), this.#name, localize);
      openingOf(log).forEach((message) => {
        this.#post(message);
      });
      this.#tellState();
    } catch (error) {
      this.#post({ type: 'failed', problem: reasonOf(error) });
    }
  }

  /** Until somebody says stop, or the program that writes it ends. A page that begins anew gets all anew. */
  async #follow(): Promise<void> {
    this.#following?.abort();
    const following = new AbortController();
    this.#following = following;
    this.#tellState();
    try {
      await followLog({
        path: this.#uri.fsPath,
        name: this.#name,
        signal: following.signal,
        localize,
        post: (message) => {
          // A page that has begun anew is told by another one.
          if (this.#following === following) {
            this.#post(message);
          }
        },
      });
    } catch (error) {
      this.#post({ type: 'failed', problem: reasonOf(error) });
    }
    if (this.#following === following) {
      this.#following = undefined;
      this.#tellState();
    }
  }

  #tellState(): void {
    this.#post({ type: 'state', state: this.#state, text: this.#ending });
  }

  get #state(): GcLogState {
    if (this.#following) {
      return this.#writer ? 'running' : 'followed';
    }
    return this.#uri.scheme === 'file' && !this.#uri.path.endsWith('.gz') ? 'idle' : 'whole';
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

  /** What is read still may be there when the page is closed. */
  #post(message: ToGcLogView): void {
    if (!this.#isDisposed) {
      void this.#webview.postMessage(message);
    }
  }
}

export function nameOf({ path }: Uri): string {
  return path.replace(/.*\//, '');
}
