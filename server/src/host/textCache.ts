import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { TextStore } from '../engine/caches/textStore.ts';
import { writeWholeFile } from './wholeFile.ts';

const pack = promisify(gzip);
const unpack = promisify(gunzip);
/** Verdicts repeat themselves: more would take longer than it saves. */
const LEVEL = 1;

/** To look at all files takes longer than to write one: of many files, a few more than may be are there for a while. */
const SHARE_BETWEEN_LOOKS = 1 / 64;

export interface CachedTexts {
  readonly folder: string;
  /** What one version wrote no other one reads. */
  readonly version: string;
  /** How the names of its files end, with a dot: a folder may have several caches. */
  readonly suffix: string;
  readonly mostFiles: number;
}

/**
 * Texts in a folder that outlive the process, for as long as nobody deletes them: those that were asked for
 * last. Several processes may read and write them; a file is there as a whole or not at all.
 */
export class TextCache implements TextStore {
  readonly #texts: CachedTexts;
  #countWritten = 0;

  constructor(texts: CachedTexts) {
    this.#texts = texts;
  }

  async read(name: string): Promise<string | undefined> {
    const path = this.#pathOf(name);
    try {
      const text = (await unpack(await readFile(path))).toString();
      const now = new Date();
      // Those that nobody reads are deleted first. Where that cannot be noted, this one may be, too.
      await utimes(path, now, now).catch(() => undefined);
      return text;
    } catch {
      return undefined;
    }
  }

  async write(name: string, text: string): Promise<void> {
    await writeWholeFile(this.#pathOf(name), Readable.from([await pack(text, { level: LEVEL })]));
    if (this.#countWritten++ % Math.ceil(this.#texts.mostFiles * SHARE_BETWEEN_LOOKS) === 0) {
      await this.#deleteOldest();
    }
  }

  #pathOf(name: string): string {
    const { folder, version, suffix } = this.#texts;
    const hash = createHash('sha256').update(`${version}\n${name}`).digest('hex');
    return join(folder, `${hash.slice(0, 32)}${suffix}`);
  }

  async #deleteOldest(): Promise<void> {
    const { folder, suffix, mostFiles } = this.#texts;
    const names = await readdir(folder);
    const paths = names.filter((name) => name.endsWith(suffix)).map((name) => join(folder, name));
    if (paths.length <= mostFiles) {
      return;
    }
    const read = await Promise.all(
      paths.map(async (path) => {
        // Another process may have deleted it by now.
        const found = await stat(path).catch(() => undefined);
        return { path, readMs: found?.mtimeMs ?? 0 };
      }),
    );
    const oldest = read.sort((a, b) => b.readMs - a.readMs).slice(mostFiles);
    await Promise.all(oldest.map(({ path }) => rm(path, { force: true })));
  }
}

/** Another one whenever a program is built anew. */
export function versionOf(program: string): string {
  const { mtimeMs, size } = statSync(program);
  return `${mtimeMs} ${size}`;
}
