import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Deletes what is in a folder but for so many entries that were written last. What cannot be deleted, since a program
 * holds it, stays for the next time; a folder that is not there has nothing.
 */
export async function keepNewest(folder: string, count: number): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const entries = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const time = await stat(path).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      );
      return { path, time };
    }),
  );
  const oldest = entries.sort((a, b) => b.time - a.time).slice(count);
  await Promise.allSettled(oldest.map(({ path }) => rm(path, { recursive: true, force: true })));
}
