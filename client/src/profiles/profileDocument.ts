import { workspace, type CustomDocument, type Uri } from 'vscode';
import type { ProfileSummary } from '../webview/profileProtocol.ts';
import { SETTINGS_SECTION } from '../../../server/src/protocol.ts';
import { ProfileThread } from './profileThread.ts';

/** A profile that is open, in one editor or several. */
export class ProfileDocument implements CustomDocument {
  readonly uri: Uri;
  readonly #script: string;
  #thread: ProfileThread | undefined;
  #opened: Promise<ProfileSummary> | undefined;

  constructor(uri: Uri, script: string) {
    this.uri = uri;
    this.#script = script;
  }

  get thread(): ProfileThread {
    return (this.#thread ??= new ProfileThread(this.#script));
  }

  /** What the file holds; it is read once. Rejects with the reason where that is no profile. */
  open(): Promise<ProfileSummary> {
    return (this.#opened ??= this.#read());
  }

  dispose(): void {
    this.#thread?.dispose();
    this.#thread = undefined;
  }

  async #read(): Promise<ProfileSummary> {
    const { uri, thread } = this;
    const source =
      uri.scheme === 'file'
        ? { path: uri.fsPath }
        : { name: uri.path, bytes: await workspace.fs.readFile(uri) };
    const goPath = workspace.getConfiguration(SETTINGS_SECTION).get<string>('go.path', '');
    const sources = {
      folders: (workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath),
      goCommand: goPath === '' ? 'go' : goPath,
    };
    return thread.request('open', { source, sources });
  }
}
