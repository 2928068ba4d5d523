import { workspace, type TextDocument, type TextDocumentChangeEvent, type Uri } from 'vscode';
import { LineMoves } from './lineMoves.ts';

/** Where lines of documents are after edits, since they were first edited or compared with the disk. */
export class DocumentLines {
  readonly #moves = new Map<string, LineMoves>();

  clear(): void {
    this.#moves.clear();
  }

  forget(uri: Uri): void {
    this.#moves.delete(uri.toString());
  }

  /** Begins anew, with the lines of the file that is on the disk. */
  async beginWithDisk(document: TextDocument): Promise<void> {
    if (!document.isDirty) {
      this.forget(document.uri);
      return;
    }
    const bytes = await workspace.fs.readFile(document.uri);
    const moves = LineMoves.between(new TextDecoder().decode(bytes), document.getText());
    this.#moves.set(document.uri.toString(), moves);
  }

  /** How many lines came to the document. */
  follow({ document, contentChanges }: TextDocumentChangeEvent): number {
    const added = contentChanges.reduce(
      (sum, { text, range }) =>
        sum + text.split('\n').length - 1 - (range.end.line - range.start.line),
      0,
    );
    const key = document.uri.toString();
    const moves = this.#moves.get(key) ?? LineMoves.none(document.lineCount - added);
    this.#moves.set(key, moves);
    for (const { range, text } of contentChanges) {
      moves.change({ start: range.start, end: range.end, text });
    }
    return added;
  }

  /** Where a line of then is now, from 0 on; undefined for one that is gone. */
  placeOf(document: TextDocument, line: number): number | undefined {
    const moves = this.#moves.get(document.uri.toString());
    const place = moves ? moves.placeOf(line) : line;
    return place !== undefined && place >= 0 && place < document.lineCount ? place : undefined;
  }

  /** Which line of then stands at a place now; the place itself for a new one. */
  sourceOf({ uri }: TextDocument, place: number): number {
    return this.#moves.get(uri.toString())?.sourceOf(place) ?? place;
  }
}
