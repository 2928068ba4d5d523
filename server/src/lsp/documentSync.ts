import type { Connection } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { AppliedEdit, Documents } from '../workspace/documents.ts';
import type { LanguageContext } from './languageContext.ts';
import { fileOfUri } from './uris.ts';

/** Feeds the open documents and their edits into the workspace. */
export function registerDocumentSync(
  connection: Connection,
  documents: Documents,
  { tier, staticTier, verdicts }: Pick<LanguageContext, 'tier' | 'staticTier' | 'verdicts'>,
): void {
  const texts = new Map<string, TextDocument>();

  connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => {
    texts.set(uri, TextDocument.create(uri, languageId, version, text));
    const document = documents.open(uri, fileOfUri(uri), version, text);
    tier.opened(document);
    staticTier.edited(document);
  });

  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    let text = texts.get(uri);
    if (!text) {
      return;
    }
    const edits: AppliedEdit[] = [];
    for (const change of contentChanges) {
      const isRange = 'range' in change;
      const start = isRange ? text.offsetAt(change.range.start) : 0;
      const oldEnd = isRange ? text.offsetAt(change.range.end) : text.getText().length;
      text = TextDocument.update(text, [change], version);
      edits.push({
        edit: { start, oldEnd, newEnd: start + change.text.length },
        text: text.getText(),
      });
    }
    texts.set(uri, text);
    const before = documents.get(uri);
    const document = documents.edit(uri, version, edits);
    if (before && document) {
      verdicts.edited(before, edits, document);
      tier.edited(document);
      staticTier.edited(document);
    }
  });

  connection.onDidSaveTextDocument(({ textDocument: { uri } }) => {
    documents.saved(uri);
  });

  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    texts.delete(uri);
    const document = documents.close(uri);
    if (document) {
      verdicts.closed(document);
      tier.closed(document);
      staticTier.edited(document);
    }
  });
}
