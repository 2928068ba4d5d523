import {
  CancellationTokenSource,
  Disposable,
  Selection,
  TextEditorRevealType,
  commands,
  l10n,
  window,
  type Position,
  type TextEditor,
} from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { requireGoEditor } from '../goEditors.ts';
import { positionOf, requestAllocations, uriFor } from '../requests.ts';
import { hasHint } from '../settings.ts';

const MESSAGE_MS = 4_000;

/**
 * Moves the cursor through the lines of the file that have a hint with the present settings, round
 * its end to its start, and says what each allocates.
 */
export function registerNavigation(client: LanguageClient): Disposable {
  const moves = new Moves(client);
  return Disposable.from(
    moves,
    commands.registerCommand('goMemory.nextAllocation', () => moves.go('next')),
    commands.registerCommand('goMemory.previousAllocation', () => moves.go('previous')),
  );
}

type Direction = 'next' | 'previous';

class Moves implements Disposable {
  readonly #client: LanguageClient;
  #current = new CancellationTokenSource();

  constructor(client: LanguageClient) {
    this.#client = client;
  }

  /** Another press of the key while the compiler is waited for takes the place of the first. */
  async go(direction: Direction): Promise<void> {
    const editor = requireGoEditor();
    this.#cancel();
    const { token } = this.#current;
    if (!editor) {
      return;
    }
    const { uri } = editor.document;
    const { entries } = await requestAllocations(
      this.#client,
      { uri: uriFor(this.#client, uri), scope: 'file' },
      token,
    );
    if (token.isCancellationRequested || window.activeTextEditor !== editor) {
      return;
    }
    const places = entries
      .filter((entry) => hasHint(entry, uri))
      .map(({ position }) => positionOf(position));
    await goFrom(editor, firstOfLines(places), direction);
  }

  dispose(): void {
    this.#current.cancel();
    this.#current.dispose();
  }

  #cancel(): void {
    this.dispose();
    this.#current = new CancellationTokenSource();
  }
}

/** A line has one hint, however much it allocates. */
function firstOfLines(places: readonly Position[]): Position[] {
  return [...places]
    .sort((a, b) => a.compareTo(b))
    .filter(({ line }, index, sorted) => sorted[index - 1]?.line !== line);
}

async function goFrom(
  editor: TextEditor,
  places: readonly Position[],
  direction: Direction,
): Promise<void> {
  const { line } = editor.selection.active;
  const inDirection =
    direction === 'next'
      ? places.find((place) => place.line > line)
      : places.findLast((place) => place.line < line);
  const target = inDirection ?? (direction === 'next' ? places.at(0) : places.at(-1));
  if (!target) {
    window.setStatusBarMessage(l10n.t('No allocation of this file has a hint'), MESSAGE_MS);
    return;
  }
  if (!inDirection) {
    window.setStatusBarMessage(
      direction === 'next'
        ? l10n.t('From the last allocation to the first')
        : l10n.t('From the first allocation to the last'),
      MESSAGE_MS,
    );
  }
  editor.selection = new Selection(target, target);
  editor.revealRange(editor.selection, TextEditorRevealType.InCenterIfOutsideViewport);
  // With a screen reader the hover is also read, or taken the focus to by the same command.
  await commands.executeCommand('editor.action.showHover', { focus: 'noAutoFocus' });
}
