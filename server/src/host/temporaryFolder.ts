import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for files of ours; where the process ends first, it takes it along. */
export interface TemporaryFolder {
  readonly path: string;
  /** Nothing may write to it any more. */
  delete(): Promise<void>;
}

/** Makes one below the system's own, with a name that begins with `prefix`. */
export async function makeTemporaryFolder(prefix: string): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), prefix));
  const deleteAtExit = () => {
    rmSync(path, { recursive: true, force: true });
  };
  process.on('exit', deleteAtExit);
  return {
    path,
    delete: async () => {
      // Where programs are scanned, a binary that has just ended may still be held.
      await rm(path, { recursive: true, force: true, maxRetries: 3 });
      process.off('exit', deleteAtExit);
    },
  };
}
