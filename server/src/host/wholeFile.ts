import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Files that are being written: what ends us leaves none of them behind. */
const unfinished = new Set<string>();

process.on('exit', () => {
  for (const path of unfinished) {
    rmSync(path, { force: true });
  }
});

/**
 * Writes a file that is there as a whole or not at all: beside its place, and put there at the end. Rejects
 * with what reading or writing failed with.
 */
export async function writeWholeFile(
  path: string,
  chunks: AsyncIterable<Uint8Array>,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const partial = `${path}.${randomBytes(4).toString('hex')}.part`;
  unfinished.add(partial);
  try {
    const file = await open(partial, 'wx');
    try {
      for await (const chunk of chunks) {
        await file.writeFile(chunk);
      }
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  } finally {
    unfinished.delete(partial);
  }
}
