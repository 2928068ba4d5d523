import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { writeWholeFile } from './wholeFile.ts';

const SUFFIX = '.leaks.json';
/** Of one large module and its dependencies there are some hundred kilobytes. */
const MOST_FILES = 64;

/**
 * Texts in a folder that outlive the process, for as long as nobody deletes them: those that were asked for
 * last. Several processes may read and write them; a file is there as a whole or not at all.
 */
export class TextCache {
  readonly #folder: string;
  readonly #version: string;

  /** What one version wrote no other one reads. */
  constructor(folder: string, version: string) {
    this.#folder = folder;
    this.#version = version;
  }

  async read(name: string): Promise<string | undefined> {
    const path = this.#pathOf(name);
    try {
      const text = await readFile(path, 'utf8');
      const now = new Date();
      // Those that nobody reads are deleted first. Where that cannot be noted, this one may be, too.
      await utimes(path, now, now).catch(() => undefined);
      return text;
    } catch {
      return undefined;
    }
  }

  /** Rejects with what writing failed with. */
  async write(name: string, text: string): Promise<void> {
    await writeWholeFile(this.#pathOf(name), Readable.from([Buffer.from(text)]));
    await this.#deleteOldest();
  }

  #pathOf(name: string): string {
    const hash = createHash('sha256').update(`${this.#version}\n${name}`).digest('hex');
    return join(this.#folder, `${hash.slice(0, 32)}${SUFFIX}`);
  }

  async #deleteOldest(): Promise<void> {
    const names = await readdir(this.#folder);
    const paths = names
      .filter((name) => name.endsWith(SUFFIX))
      .map((name) => join(this.#folder, name));
    if (paths.length <= MOST_FILES) {
      return;
    }
    const read = await Promise.all(
      paths.map(async (path) => {
        // Another process may have deleted it by now.
        const found = await stat(path).catch(() => undefined);
        return { path, readMs: found?.mtimeMs ?? 0 };
      }),
    );
    const oldest = read.sort((a, b) => b.readMs - a.readMs).slice(MOST_FILES);
    await Promise.all(oldest.map(({ path }) => rm(path, { force: true })));
  }
}

/** Another one whenever a program is built anew. */
export function versionOf(program: string): string {
  const { mtimeMs, size } = statSync(program);
  return `${mtimeMs} ${size}`;
}
