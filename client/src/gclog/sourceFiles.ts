import { Uri, workspace } from 'vscode';

const MOST_CANDIDATES = 50;

export function isAbsolutePath(path: string): boolean {
  return /^(?:[A-Za-z]:)?[/\\]/.test(path);
}

/** The file of a path in one of the folders; undefined where there is none. */
export async function fileIn(folders: readonly Uri[], path: string): Promise<Uri | undefined> {
  for (const folder of folders) {
    const file = Uri.joinPath(folder, ...partsOf(path));
    if (await isFile(file)) {
      return file;
    }
  }
  return undefined;
}

/**
 * The files of the workspace that have most of a path's end, each as much: paths are others as -trimpath writes
 * them, and on other machines.
 */
export async function filesWithEnd(path: string): Promise<Uri[]> {
  const parts = partsOf(path);
  const found = await workspace.findFiles(`**/${parts.at(-1) ?? ''}`, undefined, MOST_CANDIDATES);
  const ends = found.map((file) => sharedEnd(file.path.split('/'), parts));
  const most = Math.max(Math.min(2, parts.length), ...ends);
  return found.filter((_, index) => ends[index] === most);
}

export async function isFile(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

function partsOf(path: string): string[] {
  return path.split(/[/\\]/).filter((part) => part !== '' && part !== '.');
}

/** How many of the last parts are the same. */
function sharedEnd(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < b.length && a.at(-1 - count) === b.at(-1 - count)) {
    count++;
  }
  return count;
}
