/**
 * The standard library for machines without Go: its declarations, as files below a directory that is
 * on no disk. Their texts are written by scripts/standardSummary.ts.
 */
import type { DirectoryEntry, FileStart, FileStatus, GoFileSystem } from './fileSystem.ts';
import { below, parentOf, relativeTo } from './paths.ts';

export interface StandardSummary {
  /** `1.26.1`. */
  readonly version: string;
  /** Texts by their paths in a GOROOT. */
  readonly files: Readonly<Record<string, string>>;
}

/** Holds one GOROOT for each version that there is a summary of, by its version. */
export const SUMMARY_ROOT = '/gomem-standard-library';

/** Whether a file is one that nobody can open. */
export function isInSummary(path: string): boolean {
  return relativeTo(SUMMARY_ROOT, path) !== undefined;
}

/** Summaries as a disk. */
export class SummaryFiles implements GoFileSystem {
  readonly #texts = new Map<string, string>();
  readonly #directories = new Map<string, Map<string, DirectoryEntry>>();

  constructor(summaries: readonly StandardSummary[]) {
    this.#directories.set(SUMMARY_ROOT, new Map());
    for (const { version, files } of summaries) {
      for (const [path, text] of Object.entries(files)) {
        const file = below(SUMMARY_ROOT, `${version}/${path}`);
        this.#texts.set(file, text);
        this.#enter(file, true);
      }
    }
  }

  stat(path: string): FileStatus | undefined {
    const isDirectory = this.#directories.has(path);
    return isDirectory || this.#texts.has(path) ? { isDirectory, stamp: 'summary' } : undefined;
  }

  readDirectory(path: string): readonly DirectoryEntry[] | undefined {
    const entries = this.#directories.get(path);
    return entries && [...entries.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  readFile(path: string): string | undefined {
    return this.#texts.get(path);
  }

  readStart(path: string): FileStart | undefined {
    const text = this.#texts.get(path);
    return text === undefined ? undefined : { text, isWhole: true };
  }

  realPath(path: string): string | undefined {
    return this.stat(path) && path;
  }

  #enter(path: string, isFile: boolean): void {
    const parent = parentOf(path);
    const name = path.slice(parent.length + 1);
    let entries = this.#directories.get(parent);
    if (entries === undefined) {
      entries = new Map();
      this.#directories.set(parent, entries);
      this.#enter(parent, false);
    }
    entries.set(name, { name, isFile, isDirectory: !isFile, isLink: false });
  }
}
