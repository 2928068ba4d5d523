import { RecentMap } from '../caches/recentMap.ts';
import { readFileHeader, type FileHeader } from './fileHeader.ts';
import type { GoFileSystem } from './fileSystem.ts';

/** Enough for the headers of nearly all files: licence, package documentation and imports. */
export const HEADER_BYTES = 8192;

/** About as many files as the largest programs have, dependencies included. */
const MAXIMUM_KNOWN = 50_000;

interface Known {
  readonly stamp: string;
  readonly header: FileHeader;
}

/** Headers of files, read again when the files change. */
export class FileHeaders {
  /** By path. */
  readonly #known = new RecentMap<string, Known>(MAXIMUM_KNOWN);

  /** Undefined for a file that cannot be read. */
  of(files: GoFileSystem, path: string): FileHeader | undefined {
    const stamp = files.stat(path)?.stamp;
    if (stamp === undefined) {
      return undefined;
    }
    const known = this.#known.get(path);
    if (known?.stamp === stamp) {
      return known.header;
    }
    const header = read(files, path);
    if (header) {
      this.#known.set(path, { stamp, header });
    }
    return header;
  }

  /** Whether `of` knows the file as it is. */
  has(path: string, stamp: string): boolean {
    return this.#known.get(path)?.stamp === stamp;
  }
}

function read(files: GoFileSystem, path: string): FileHeader | undefined {
  const start = files.readStart(path, HEADER_BYTES);
  const header = start && readFileHeader(start.text, start.isWhole);
  if (header || start?.isWhole !== false) {
    return header;
  }
  const text = files.readFile(path);
  return text === undefined ? undefined : readFileHeader(text, true);
}
