import {
  Range,
  TerminalLink,
  Uri,
  window,
  workspace,
  type CancellationToken,
  type Disposable,
  type Terminal,
  type TerminalLinkContext,
  type TerminalLinkProvider,
} from 'vscode';
import { fileLinksIn, type FileLink } from '../../../server/src/engine/gclog/fileLinks.ts';
import { fileIn, filesWithEnd, isAbsolutePath, isFile } from './sourceFiles.ts';

/** Links in terminals to the places that stack traces, the compiler and logs name. */
export function registerTerminalLinks(): Disposable {
  return window.registerTerminalLinkProvider(new SourceLinks());
}

class SourceLink extends TerminalLink {
  readonly file: Uri;
  readonly place: FileLink;

  constructor(file: Uri, place: FileLink) {
    super(place.start, place.end - place.start);
    this.file = file;
    this.place = place;
  }
}

class SourceLinks implements TerminalLinkProvider<SourceLink> {
  async provideTerminalLinks(
    { line, terminal }: TerminalLinkContext,
    token: CancellationToken,
  ): Promise<SourceLink[]> {
    const links: SourceLink[] = [];
    for (const place of fileLinksIn(line)) {
      const file = await fileOf(place.path, terminal);
      if (token.isCancellationRequested) {
        break;
      }
      if (file) {
        links.push(new SourceLink(file, place));
      }
    }
    return links;
  }

  async handleTerminalLink({ file, place }: SourceLink): Promise<void> {
    const [line, column] = [place.line - 1, place.column - 1];
    await window.showTextDocument(file, { selection: new Range(line, column, line, column) });
  }
}

/** VS Code finds files by whole paths, and in the folder of the terminal, if it knows that, itself. */
async function fileOf(path: string, terminal: Terminal): Promise<Uri | undefined> {
  if (isAbsolutePath(path)) {
    return (await isFile(Uri.file(path))) ? undefined : onlyFileWithEnd(path);
  }
  const own = folderOf(terminal);
  if (own && (await fileIn([own], path))) {
    return undefined;
  }
  const folders = (workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  return (await fileIn(folders, path)) ?? onlyFileWithEnd(path);
}

/** A name that several files have is left to VS Code, which asks which of them is meant. */
async function onlyFileWithEnd(path: string): Promise<Uri | undefined> {
  const [file, ...others] = await filesWithEnd(path);
  return others.length === 0 ? file : undefined;
}

/** Where a shell begins; what a terminal of an extension shows may be of any folder. */
function folderOf({ creationOptions }: Terminal): Uri | undefined {
  if ('pty' in creationOptions) {
    return undefined;
  }
  const { cwd } = creationOptions;
  return typeof cwd === 'string' ? Uri.file(cwd) : (cwd ?? workspace.workspaceFolders?.[0]?.uri);
}
