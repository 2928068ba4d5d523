/** The panel "Go Heap Simulator": a page that simulates by itself. */
import {
  Disposable,
  Uri,
  ViewColumn,
  commands,
  l10n,
  window,
  workspace,
  type WebviewPanel,
} from 'vscode';
import { runForReal } from '../../../server/src/capture/realScript.ts';
import type { RealOutcome } from '../../../server/src/engine/heap/whatIf.ts';
import { withCancel } from '../capture/progress.ts';
import { goCommandOf } from '../goBuild.ts';
import type { FromSimulator, NamedScript, ToSimulator } from '../webview/simulatorProtocol.ts';
import { displayMessages, resourceRoot, showPage } from '../webviewPage.ts';

const VIEW_TYPE = 'goMemory.heapSimulator';

export function registerSimulator(extensionUri: Uri): SimulatorPanel {
  return new SimulatorPanel(extensionUri);
}

/** There is one panel at most. */
export class SimulatorPanel implements Disposable {
  readonly #extensionUri: Uri;
  readonly #registrations: Disposable;
  #panel: WebviewPanel | undefined;
  /** Whether the page listens: what is sent before is lost. */
  #isReady = false;
  #waiting: NamedScript | undefined;

  constructor(extensionUri: Uri) {
    this.#extensionUri = extensionUri;
    this.#registrations = Disposable.from(
      commands.registerCommand('goMemory.openSimulator', () => {
        this.#reveal();
      }),
      window.registerWebviewPanelSerializer(VIEW_TYPE, {
        deserializeWebviewPanel: (panel) => {
          this.#adopt(panel);
          return Promise.resolve();
        },
      }),
    );
  }

  /** Opens the panel, or brings it to the front, with a script of its own. */
  show(script: NamedScript): void {
    this.#waiting = script;
    this.#reveal();
    this.#send();
  }

  dispose(): void {
    this.#registrations.dispose();
    this.#panel?.dispose();
  }

  #reveal(): void {
    if (this.#panel) {
      this.#panel.reveal();
      return;
    }
    this.#adopt(
      window.createWebviewPanel(VIEW_TYPE, l10n.t('Go Heap Simulator'), ViewColumn.Active),
    );
  }

  #adopt(panel: WebviewPanel): void {
    this.#panel = panel;
    this.#isReady = false;
    const { webview } = panel;
    const listening = webview.onDidReceiveMessage((message: FromSimulator) =>
      this.#receive(message),
    );
    panel.onDidDispose(() => {
      listening.dispose();
      this.#panel = undefined;
    });
    showPage(webview, this.#extensionUri, {
      name: 'simulator',
      title: l10n.t('Go Heap Simulator'),
    });
  }

  async #receive(message: FromSimulator): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.#isReady = true;
        this.#post({ type: 'start', messages: displayMessages(), canRun: workspace.isTrusted });
        if (this.#waiting === undefined && message.trace !== undefined) {
          void commands.executeCommand('goMemory.simulateTrace', Uri.parse(message.trace));
        }
        this.#send();
        break;
      case 'openScript':
        await this.#open();
        break;
      case 'runForReal':
        this.#post({
          type: 'real',
          run: message.run,
          outcomes: await this.#run(message.scripts),
        });
        break;
      case 'editScript':
        await window.showTextDocument(
          await workspace.openTextDocument({ language: 'json', content: message.text }),
          ViewColumn.Beside,
        );
        break;
    }
  }

  /** None where it failed or was called off, which has been said. */
  async #run(
    scripts: readonly Readonly<Record<string, unknown>>[],
  ): Promise<readonly RealOutcome[]> {
    if (!workspace.isTrusted) {
      return [];
    }
    const outcomes = await withCancel(l10n.t('The runtime runs the script'), (signal) =>
      runForReal(scripts, {
        goCommand: goCommandOf(undefined),
        environment: process.env,
        source: Uri.joinPath(resourceRoot(this.#extensionUri), 'simulated').fsPath,
        signal,
      }),
    );
    return outcomes ?? [];
  }

  async #open(): Promise<void> {
    const [file] =
      (await window.showOpenDialog({
        filters: { [l10n.t('Simulator scripts')]: ['json'] },
        title: l10n.t('Open a script for the heap simulator'),
      })) ?? [];
    if (file === undefined) {
      return;
    }
    const text = new TextDecoder().decode(await workspace.fs.readFile(file));
    try {
      const json: unknown = JSON.parse(text);
      this.show({ name: workspace.asRelativePath(file), json });
    } catch (error) {
      await window.showErrorMessage(
        l10n.t('{0} is no JSON: {1}', workspace.asRelativePath(file), String(error)),
      );
    }
  }

  #send(): void {
    if (this.#isReady && this.#waiting !== undefined) {
      this.#post({ type: 'script', script: this.#waiting });
      this.#waiting = undefined;
    }
  }

  #post(message: ToSimulator): void {
    void this.#panel?.webview.postMessage(message);
  }
}
