import { l10n, window, type TextDocument, type TextEditor } from 'vscode';

/** Whether the server has the document: any text in Go, on a disk or not. */
export function isGo(document: TextDocument): boolean {
  return document.languageId === 'go';
}

/** The editor in front, if it shows Go. */
export function activeGoEditor(): TextEditor | undefined {
  const editor = window.activeTextEditor;
  return editor && isGo(editor.document) ? editor : undefined;
}

/** As {@link activeGoEditor}, for commands: without one it says what to do. */
export function requireGoEditor(): TextEditor | undefined {
  const editor = activeGoEditor();
  if (!editor) {
    void window.showInformationMessage(l10n.t('Open a Go file first.'));
  }
  return editor;
}
