import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isTestFile } from '../engine/build/fileName.ts';
import type { CompileRequest } from '../engine/compilerlog/compilation.ts';
import { headerOf } from '../engine/syntax/header.ts';
import { stampOf } from '../host/stamps.ts';

const MODULE_FILES = ['go.mod', 'go.sum', 'go.work', 'go.work.sum', 'vendor/modules.txt'];
const MAXIMUM_KNOWN_HEADS = 5_000;

const EXTERNAL_TEST = /^package[\t ]+\w+_test\b/m;
const PROGRAM = /^func main\(/m;

/** What of a Go file decides how its package is built. */
interface Head {
  /** Of the file on the disk; empty for a buffer. */
  readonly stamp: string;
  readonly header: string;
  /** Outside a module, how many files of a folder are programs says which belong together. */
  readonly isProgram: boolean;
}

/**
 * Says when a plan is out of date: a signature of everything that it depends on, short of the
 * bodies of the package's own functions. It costs a few `stat` calls and reads files only when they
 * have changed.
 */
export class PlanSignatures {
  readonly #heads = new Map<string, Head>();

  async of(request: CompileRequest): Promise<string> {
    const { directory, buffers } = request;
    const parts = [JSON.stringify(request.flags), String(request.outsideGeneration)];
    const names = await readdir(directory).catch(() => []);
    const paths = new Set(names.map((name) => join(directory, name)));
    const openFiles: string[] = [];
    for (const [file, text] of buffers) {
      if (dirname(file) === directory) {
        paths.add(file);
        openFiles.push(file);
      } else {
        parts.push(file, text);
      }
    }
    const moduleStamps = await moduleStampsAbove(directory);
    const isLoose = moduleStamps.every((stamp) => stamp === '');
    const heads = new Map<string, Head>();
    await Promise.all(
      [...paths].map(async (path) => {
        if (path.endsWith('.go')) {
          heads.set(path, await this.#headOf(path, buffers.get(path)));
        } else if (/\.(?:s|S|syso|c|h|pgo)$/.test(path)) {
          heads.set(path, { stamp: '', header: await stampOf(path), isProgram: false });
        }
      }),
    );
    const isTestedOutside =
      request.variant === 'test' &&
      [...heads].some(([path, { header }]) => isExternalTest(path, header));
    for (const [path, { stamp, header, isProgram }] of [...heads].sort(byPath)) {
      parts.push(path, header);
      if (isLoose && isProgram) {
        parts.push('func main');
      }
      if (isTestedOutside && !isExternalTest(path, header)) {
        // The tests beside the package are compiled against what it exports.
        parts.push(buffers.get(path) ?? stamp);
      }
    }
    return [...parts, ...(isLoose ? openFiles.sort() : []), ...moduleStamps].join('\n');
  }

  async #headOf(file: string, buffer: string | undefined): Promise<Head> {
    if (buffer !== undefined) {
      return { stamp: '', header: headerOf(buffer), isProgram: PROGRAM.test(buffer) };
    }
    const stamp = await stampOf(file);
    const known = this.#heads.get(file);
    if (known?.stamp === stamp) {
      return known;
    }
    const text = await readFile(file, 'utf8').catch(() => '');
    const head = { stamp, header: headerOf(text), isProgram: PROGRAM.test(text) };
    if (this.#heads.size >= MAXIMUM_KNOWN_HEADS) {
      this.#heads.clear();
    }
    this.#heads.set(file, head);
    return head;
  }
}

/** Of the module's and the workspace's files, wherever they may be; all empty where there are none. */
function moduleStampsAbove(directory: string): Promise<string[]> {
  const stamps: Promise<string>[] = [];
  for (let folder = directory; ; folder = dirname(folder)) {
    stamps.push(...MODULE_FILES.map((name) => stampOf(join(folder, name))));
    if (dirname(folder) === folder) {
      return Promise.all(stamps);
    }
  }
}

function isExternalTest(path: string, header: string): boolean {
  return isTestFile(path) && EXTERNAL_TEST.test(header);
}

function byPath([a]: readonly [string, Head], [b]: readonly [string, Head]): number {
  return a < b ? -1 : 1;
}
