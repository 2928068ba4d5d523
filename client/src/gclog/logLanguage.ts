import {
  DocumentLink,
  Disposable,
  Hover,
  MarkdownString,
  Range,
  Uri,
  languages,
  workspace,
  type CancellationToken,
  type DocumentLinkProvider,
  type DocumentSelector,
  type HoverProvider,
  type Position,
  type TextDocument,
} from 'vscode';
import { compilerLineHelpAt } from '../../../server/src/engine/features/compilerLineHelp.ts';
import { fieldHelpAt } from '../../../server/src/engine/gclog/fieldHelp.ts';
import { fileLinksIn, type FileLink } from '../../../server/src/engine/gclog/fileLinks.ts';
import { localize } from '../localize.ts';
import { fileIn, filesWithEnd, isAbsolutePath, isFile } from './sourceFiles.ts';
import { registerTerminalLinks } from './terminalLinks.ts';

/** The languages of package.json, and VS Code's own for logs. */
const LOGS: DocumentSelector = [
  { language: 'go-runtime-log' },
  { language: 'go-compiler-log' },
  { language: 'log' },
];
const MOST_LINKS = 5000;

/** Hovers on the fields of the runtime's lines and on the compiler's words, and links to the source files that a log names. */
export function registerLogLanguage(): Disposable {
  return Disposable.from(
    languages.registerHoverProvider(LOGS, new FieldHovers()),
    languages.registerDocumentLinkProvider(LOGS, new FileLinks()),
    registerTerminalLinks(),
  );
}

class FieldHovers implements HoverProvider {
  provideHover(document: TextDocument, position: Position): Hover | undefined {
    const { text: line } = document.lineAt(position);
    const field = fieldHelpAt(line, position.character, localize);
    const help = field ?? compilerLineHelpAt(line, position.character, localize);
    if (!help) {
      return undefined;
    }
    const { name, meaning, start, end } = help;
    const text = new MarkdownString(undefined, true);
    text.appendMarkdown(`**${name}**\n\n${meaning}`);
    const assessment = field?.assessment;
    if (assessment) {
      text.appendMarkdown(`\n\n$(${assessment.isHealthy ? 'pass' : 'warning'}) ${assessment.text}`);
    }
    return new Hover(text, new Range(position.line, start, position.line, end));
  }
}

class FileLinkOfLog extends DocumentLink {
  readonly place: FileLink;
  readonly log: Uri;

  constructor(range: Range, place: FileLink, log: Uri) {
    super(range);
    this.place = place;
    this.log = log;
  }
}

class FileLinks implements DocumentLinkProvider<FileLinkOfLog> {
  provideDocumentLinks(document: TextDocument, token: CancellationToken): FileLinkOfLog[] {
    const links: FileLinkOfLog[] = [];
    for (let line = 0; line < document.lineCount && !token.isCancellationRequested; line++) {
      for (const place of fileLinksIn(document.lineAt(line).text)) {
        const range = new Range(line, place.start, line, place.end);
        links.push(new FileLinkOfLog(range, place, document.uri));
      }
      if (links.length >= MOST_LINKS) {
        break;
      }
    }
    return links;
  }

  async resolveDocumentLink(link: FileLinkOfLog): Promise<FileLinkOfLog> {
    const { path, line, column } = link.place;
    const file = await fileOf(path, link.log);
    if (file) {
      link.target = file.with({ fragment: `L${line},${column}` });
    }
    return link;
  }
}

/** The file of a log's path: as it is; beside the log or in a folder of the workspace; or whose end is most like it. */
async function fileOf(path: string, log: Uri): Promise<Uri | undefined> {
  if (isAbsolutePath(path)) {
    const isElsewhere = log.scheme === 'untitled' || log.scheme === 'output';
    const file = isElsewhere ? Uri.file(path) : log.with({ path: Uri.file(path).path });
    return (await isFile(file)) ? file : (await filesWithEnd(path))[0];
  }
  const folders = [
    Uri.joinPath(log, '..'),
    ...(workspace.workspaceFolders ?? []).map(({ uri }) => uri),
  ];
  return (await fileIn(folders, path)) ?? (await filesWithEnd(path))[0];
}
