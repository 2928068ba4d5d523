import { Survivors } from '../text/survivors.ts';
import type { FileChange } from './unifiedDiff.ts';

/** Paths as the engine has them, lines from 1 on. */
export interface SourcePlace {
  readonly path: string;
  readonly line: number;
}

/** Where the lines of a revision's files are now. A line whose text was changed is gone. */
export class SourceHistory {
  /** By the path then: the path now, empty for a deleted file, and what is left of the lines. */
  readonly #files = new Map<string, { readonly path: string; readonly lines: Survivors }>();
  /** By the path now, of files that had another one or were not there. */
  readonly #formerPaths = new Map<string, string | undefined>();

  /** `root` is the top of the repository. */
  constructor(root: string, changes: readonly FileChange[]) {
    const pathOf = (name: string) => (name === '' ? '' : `${root}/${name}`);
    for (const { before, after, hunks } of changes) {
      const [then, now] = [pathOf(before), pathOf(after)];
      if (then !== '') {
        this.#files.set(then, { path: now, lines: Survivors.afterAll(Infinity, hunks) });
      }
      if (now !== '' && now !== then) {
        this.#formerPaths.set(now, then === '' ? undefined : then);
      }
    }
  }

  /** Whether the revision had a file that has changed since, or is no more. */
  had(path: string): boolean {
    return this.#files.has(path);
  }

  /** What the file was called then; undefined where it was not there. */
  formerPathOf(path: string): string | undefined {
    return this.#formerPaths.has(path) ? this.#formerPaths.get(path) : path;
  }

  /** What a file of then is called now; undefined where it is deleted. */
  pathNow(path: string): string | undefined {
    const { path: now = path } = this.#files.get(path) ?? {};
    return now === '' ? undefined : now;
  }

  /** Undefined for a line that is gone. */
  placeOf({ path, line }: SourcePlace): SourcePlace | undefined {
    const file = this.#files.get(path);
    if (!file) {
      return { path, line };
    }
    const place = file.path === '' ? undefined : file.lines.placeOf(line - 1);
    return place === undefined ? undefined : { path: file.path, line: place + 1 };
  }
}
