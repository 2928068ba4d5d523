import { fileURLToPath, pathToFileURL } from 'node:url';

/** The path of a document on this machine's disk; `undefined` for any other scheme. */
export function fileOfUri(uri: string): string | undefined {
  if (!uri.startsWith('file:')) {
    return undefined;
  }
  try {
    return fileURLToPath(uri);
  } catch {
    // A host or an escape that is no local path.
    return undefined;
  }
}

export function uriOfFile(file: string): string {
  return pathToFileURL(file).href;
}
