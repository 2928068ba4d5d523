import { RecentMap } from '../caches/recentMap.ts';
import type { GoFileSystem } from './fileSystem.ts';
import { parseModFile, type ModFile } from './modFile.ts';

/** As many as the module graphs of a few large programs have. */
const MAXIMUM_KNOWN = 5000;

interface Known {
  readonly stamp: string;
  readonly file: ModFile;
}

/** The go.mod files of dependencies, read again when they change. */
export class ModFiles {
  /** By path. */
  readonly #known = new RecentMap<string, Known>(MAXIMUM_KNOWN);

  /** Undefined for a file that cannot be read. */
  of(files: GoFileSystem, path: string): ModFile | undefined {
    const status = files.stat(path);
    if (status?.isDirectory !== false) {
      return undefined;
    }
    const known = this.#known.get(path);
    if (known?.stamp === status.stamp) {
      return known.file;
    }
    const text = files.readFile(path);
    if (text === undefined) {
      return undefined;
    }
    const file = parseModFile(text, { isDependency: true });
    this.#known.set(path, { stamp: status.stamp, file });
    return file;
  }
}
