import type {
  DirectoryEntry,
  FileStatus,
  GoFileSystem,
} from '../../server/src/engine/build/fileSystem.ts';
import {
  below,
  cleanPath,
  joinPath,
  parentOf,
  upwards,
} from '../../server/src/engine/build/paths.ts';

/** A disk that is in memory: texts by path. A text that begins with `->` is a link. */
export function memoryFiles(texts: Readonly<Record<string, string>>): GoFileSystem {
  const folders = new Map<string, Map<string, DirectoryEntry>>();
  const links = new Map<string, string>();
  for (const [path, text] of Object.entries(texts)) {
    if (text.startsWith('->')) {
      links.set(path, joinPath(parentOf(path), text.slice(2)));
    }
    let entry: Omit<DirectoryEntry, 'name'> = {
      isFile: !text.startsWith('->'),
      isDirectory: false,
      isLink: text.startsWith('->'),
    };
    for (const each of upwards(path)) {
      const folder = folders.get(parentOf(each)) ?? new Map<string, DirectoryEntry>();
      if (each !== parentOf(each)) {
        const name = each.slice(below(parentOf(each), '/').length - 1);
        folder.set(name, { name, ...entry });
        folders.set(parentOf(each), folder);
      }
      entry = { isFile: false, isDirectory: true, isLink: false };
    }
  }
  const real = (path: string): string => {
    for (const each of upwards(cleanPath(path))) {
      const target = links.get(each);
      if (target !== undefined) {
        return real(target + path.slice(each.length));
      }
    }
    return path;
  };
  const textOf = (path: string): string | undefined => texts[real(path)];
  const stat = (path: string): FileStatus | undefined => {
    const text = textOf(path);
    return text !== undefined
      ? { isDirectory: false, stamp: text }
      : folders.has(real(path))
        ? { isDirectory: true, stamp: '' }
        : undefined;
  };
  return {
    stat,
    readDirectory: (path) => {
      const entries = [...(folders.get(real(path))?.values() ?? [])].map((entry) => {
        const target = entry.isLink ? stat(below(path, entry.name)) : undefined;
        return target
          ? { ...entry, isFile: !target.isDirectory, isDirectory: target.isDirectory }
          : entry;
      });
      return folders.has(real(path))
        ? entries.sort((a, b) => (a.name < b.name ? -1 : 1))
        : undefined;
    },
    readFile: textOf,
    readStart: (path, countBytes) => {
      const text = textOf(path);
      return text === undefined
        ? undefined
        : { text: text.slice(0, countBytes), isWhole: text.length <= countBytes };
    },
    realPath: (path) => (stat(path) ? real(path) : undefined),
  };
}
