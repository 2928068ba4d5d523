import { dirname } from 'node:path';
import { enginePath } from '../host/goFiles.ts';
import type { FileView, StaticTier } from '../workspace/staticTier.ts';

/** Files as our own analysis has them, a folder at a time. */
export class CodeViews {
  readonly #tier: StaticTier;
  readonly #inFolders = new Map<string, Promise<(path: string) => FileView | undefined>>();

  constructor(tier: StaticTier) {
    this.#tier = tier;
  }

  /** Undefined of a file that is in no package. */
  async of(file: string): Promise<FileView | undefined> {
    const directory = enginePath(dirname(file));
    let views = this.#inFolders.get(directory);
    if (!views) {
      views = this.#tier.filesOf(directory);
      this.#inFolders.set(directory, views);
    }
    return (await views)(enginePath(file));
  }
}
