import type { DirectoryEntry, GoFileSystem } from './fileSystem.ts';
import { parentOf } from './paths.ts';

/** A text that is newer than the file, or of a file that is not there yet. */
export interface OverlaidText {
  readonly text: string;
  /** Another one for each text, and none that a file can have. */
  readonly stamp: string;
}

/** A disk on which some files have other texts: those that are being edited. */
export function overlayFiles(
  files: GoFileSystem,
  texts: ReadonlyMap<string, OverlaidText>,
): GoFileSystem {
  const names = new Map<string, Map<string, DirectoryEntry>>();
  for (const path of texts.keys()) {
    const parent = parentOf(path);
    const name = path.slice(parent.endsWith('/') ? parent.length : parent.length + 1);
    const entries = names.get(parent) ?? new Map<string, DirectoryEntry>();
    entries.set(name, { name, isFile: true, isDirectory: false, isLink: false });
    names.set(parent, entries);
  }
  return {
    stat: (path) => {
      const overlaid = texts.get(path);
      return overlaid ? { isDirectory: false, stamp: overlaid.stamp } : files.stat(path);
    },
    readDirectory: (path) => {
      const entries = files.readDirectory(path);
      const overlaid = names.get(path);
      if (!overlaid) {
        return entries;
      }
      const others = (entries ?? []).filter(({ name }) => !overlaid.has(name));
      return [...others, ...overlaid.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    readFile: (path) => texts.get(path)?.text ?? files.readFile(path),
    readStart: (path, countBytes) => {
      const overlaid = texts.get(path);
      return overlaid ? { text: overlaid.text, isWhole: true } : files.readStart(path, countBytes);
    },
    realPath: (path) => files.realPath(path) ?? (texts.has(path) ? path : undefined),
  };
}
