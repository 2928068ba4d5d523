import { workspace, type Uri } from 'vscode';
import type { FileSource } from './protocol.ts';

/** What a thread needs to read a file. */
export async function sourceOf(uri: Uri): Promise<FileSource> {
  return uri.scheme === 'file'
    ? { path: uri.fsPath }
    : { name: uri.path, bytes: await workspace.fs.readFile(uri) };
}
