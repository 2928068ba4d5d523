import type { Position } from 'vscode';
import {
  Disposable,
  Location,
  Range,
  StatusBarAlignment,
  TextEditorRevealType,
  Uri,
  commands,
  l10n,
  window,
  workspace,
  type TextEditor,
} from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { EscapeFlow, PlaceParams } from '../../../server/src/protocol.ts';
import { peek } from '../commands/peek.ts';
import { isGo, requireGoEditor } from '../goEditors.ts';
import { positionOf, rangeOf, requestEscapeFlow } from '../requests.ts';
import { FlowDecorations, stepText } from './flowDecorations.ts';

/** Set while a flow is shown: its keys do something then. */
const ACTIVE_CONTEXT = 'goMemory:flowActive';

/** What fits into the status bar beside the rest. */
const MAXIMUM_STATUS_LENGTH = 70;

/**
 * The way from what allocates to what holds it: in the peek view, as numbers in the editors, and to
 * walk by a key. One flow is shown at a time; an edit of its files ends it.
 */
export function registerEscapeFlow(client: LanguageClient): Disposable {
  const walk = new FlowWalk();
  return Disposable.from(
    walk,
    commands.registerCommand('goMemory.showEscapeFlow', (place?: Partial<PlaceParams>) =>
      showFlow(client, walk, place),
    ),
    commands.registerCommand('goMemory.nextFlowStep', () => walk.move(1)),
    commands.registerCommand('goMemory.previousFlowStep', () => walk.move(-1)),
    commands.registerCommand('goMemory.closeEscapeFlow', () => walk.end()),
    window.onDidChangeVisibleTextEditors(() => {
      walk.draw();
    }),
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0 && walk.passes(document.uri)) {
        void walk.end();
      }
    }),
  );
}

/** Shows the flow at the cursor, or at the place that a view names. */
async function showFlow(
  client: LanguageClient,
  walk: FlowWalk,
  { uri, position }: Partial<PlaceParams> = {},
): Promise<void> {
  const editor =
    typeof uri === 'string' && position
      ? await openAt(Uri.parse(uri), positionOf(position))
      : requireGoEditor();
  if (!editor || !isGo(editor.document)) {
    return;
  }
  const { document } = editor;
  const at = editor.selection.active;
  const { version } = document;
  const flow = await requestEscapeFlow(client, document, at);
  if (document.version !== version) {
    return;
  }
  if (!flow || flow.steps.length === 0) {
    await walk.end();
    void window.showInformationMessage(
      l10n.t('No escape flow here: the compiler reports nothing that leaves the stack.'),
    );
    return;
  }
  await walk.start(flow);
  await peek(
    document.uri,
    at,
    flow.steps.map((step) => new Location(Uri.parse(step.uri), rangeOf(step))),
  );
}

function openAt(uri: Uri, position: Position): Thenable<TextEditor> {
  return window.showTextDocument(uri, { selection: new Range(position, position) });
}

/** The flow that is shown, and which of its steps the user is at. */
class FlowWalk implements Disposable {
  readonly #decorations = new FlowDecorations();
  readonly #status = window.createStatusBarItem('goMemory.flow', StatusBarAlignment.Right, 100);
  #flow: EscapeFlow | undefined;
  #current = 0;

  constructor() {
    this.#status.name = l10n.t('Go Memory: Escape Flow');
    this.#status.command = 'goMemory.nextFlowStep';
  }

  async start(flow: EscapeFlow): Promise<void> {
    this.#flow = flow;
    this.#current = 0;
    this.draw();
    this.#status.show();
    await commands.executeCommand('setContext', ACTIVE_CONTEXT, true);
  }

  async move(by: 1 | -1): Promise<void> {
    const flow = this.#flow;
    if (!flow) {
      return;
    }
    const count = flow.steps.length;
    this.#current = (this.#current + by + count) % count;
    const step = flow.steps[this.#current];
    if (!step) {
      return;
    }
    // The peek view would stand between the user and the text.
    await commands.executeCommand('closeReferenceSearch');
    // The step is marked: selected as well, its colours would be those of a selection.
    const range = rangeOf(step);
    const editor = await openAt(Uri.parse(step.uri), range.start);
    editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
    this.draw();
  }

  async end(): Promise<void> {
    if (this.#flow) {
      this.#flow = undefined;
      this.#decorations.clear();
      this.#status.hide();
      await commands.executeCommand('setContext', ACTIVE_CONTEXT, false);
    }
  }

  passes(uri: Uri): boolean {
    return (
      this.#flow?.steps.some((step) => Uri.parse(step.uri).toString() === uri.toString()) === true
    );
  }

  draw(): void {
    const step = this.#flow?.steps[this.#current];
    if (!this.#flow || !step) {
      return;
    }
    this.#decorations.show(this.#flow, this.#current);
    const { title, steps, isCurrent } = this.#flow;
    const text = `${this.#current + 1}/${steps.length} ${stepText(step)}`;
    const age = isCurrent ? '' : ` (${l10n.t('as of the last good build')})`;
    this.#status.text = `$(arrow-right) ${shortened(text)}${age}`;
    this.#status.tooltip = `${title}${age}\n${text}\n${l10n.t('Click for the next step')}`;
    this.#status.accessibilityInformation = { label: `${title}: ${text}${age}` };
  }

  dispose(): void {
    void this.end();
    this.#decorations.dispose();
    this.#status.dispose();
  }
}

/** A `$(…)` in Go code is no icon. */
function shortened(text: string): string {
  const short =
    text.length > MAXIMUM_STATUS_LENGTH ? `${text.slice(0, MAXIMUM_STATUS_LENGTH - 1)}…` : text;
  return short.replaceAll('$(', '$ (');
}
