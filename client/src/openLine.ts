import { Position, Range, TextEditorRevealType, Uri, ViewColumn, window } from 'vscode';

/** Shows a line of code beside what is looked at. `line` begins at 1; 0 is the top of the file. */
export async function openLine(path: string, line: number): Promise<void> {
  const at = new Position(Math.max(0, line - 1), 0);
  const editor = await window.showTextDocument(Uri.file(path), {
    viewColumn: columnOfCode(),
    selection: new Range(at, at),
  });
  editor.revealRange(editor.selection, TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Where code is shown already, or else a new column beside what is looked at. */
function columnOfCode(): ViewColumn {
  return (
    window.visibleTextEditors.find(({ viewColumn }) => viewColumn)?.viewColumn ?? ViewColumn.Beside
  );
}
