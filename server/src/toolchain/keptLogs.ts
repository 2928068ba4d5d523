import { createHash, type Hash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import type { TextStore } from '../engine/caches/textStore.ts';
import type { CompilePlan } from './plan.ts';

/** What the compiler has said of a package before, if all that it reads is the same. */
export class KeptLogs {
  readonly #texts: TextStore;

  constructor(texts: TextStore) {
    this.#texts = texts;
  }

  /** Of a plan as it would be run now, without buffers; undefined where something that it reads cannot be read. */
  async of(plan: CompilePlan): Promise<KeptLog | undefined> {
    const key = await compilationKey(plan);
    return key === undefined ? undefined : new KeptLog(this.#texts, plan, key);
  }
}

export class KeptLog {
  readonly #texts: TextStore;
  readonly #plan: CompilePlan;
  readonly #key: string;

  constructor(texts: TextStore, plan: CompilePlan, key: string) {
    this.#texts = texts;
    this.#plan = plan;
    this.#key = key;
  }

  async lines(): Promise<readonly string[] | undefined> {
    const text = await this.#texts.read(this.#key);
    return text?.split('\n');
  }

  /** Keeps all that a run said which has just ended well. */
  async keep(lines: readonly string[]): Promise<void> {
    // What was saved meanwhile the compiler may have read, and may not.
    if ((await compilationKey(this.#plan)) === this.#key) {
      await this.#texts.write(this.#key, lines.join('\n')).catch(() => undefined);
    }
  }
}

/**
 * A hash of all that decides what the compiler says: itself, its arguments, the files that they name and the
 * variables that Go's tools read. What it imports is in files of the go command's cache, which are named by
 * their contents.
 */
async function compilationKey(plan: CompilePlan): Promise<string | undefined> {
  const { executable, cwd, args, files, environment, workDirectory } = plan;
  const hash = createHash('sha256');
  try {
    const { size, mtimeMs } = await stat(executable);
    add(hash, executable, `${size} ${mtimeMs}`, cwd);
    for (const name of Object.keys(environment).filter(isGoVariable).sort()) {
      add(hash, name, environment[name] ?? '');
    }
    for (const word of args) {
      add(hash, word.replaceAll(workDirectory, '$WORK'));
      const path = word.slice(word.indexOf('=') + 1);
      if (isAbsolute(path) && (await stat(path).catch(() => undefined))?.isFile() === true) {
        add(hash, await readFile(path));
      }
    }
    for (const file of files) {
      add(hash, file, await readFile(resolve(cwd, file)));
    }
  } catch {
    return undefined;
  }
  return hash.digest('hex');
}

/** Whether the compiler may read it. Two name temporary folders, for other tools. */
function isGoVariable(name: string): boolean {
  return name.startsWith('GO') && name !== 'GOTMPDIR' && name !== 'GOGCCFLAGS';
}

/** With their lengths: no two lists of parts are the same then. */
function add(hash: Hash, ...parts: readonly (string | Uint8Array)[]): void {
  for (const part of parts) {
    hash.update(`${part.length}:`).update(part);
  }
}
