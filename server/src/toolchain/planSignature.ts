import { readFile, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CompileRequest } from '../engine/compilerlog/compilation.ts';
import { headerOf } from '../engine/syntax/header.ts';

const MODULE_FILES = ['go.mod', 'go.sum', 'go.work', 'go.work.sum', 'vendor/modules.txt'];
const MAXIMUM_KNOWN_HEADERS = 5_000;

/**
 * Says when a plan is out of date: a signature of everything that it depends on, short of the
 * bodies of the package's own functions. It costs a few `stat` calls and reads files only when they
 * have changed.
 */
export class PlanSignatures {
  readonly #headers = new Map<string, { readonly stamp: string; readonly header: string }>();

  async of(request: CompileRequest): Promise<string> {
    const parts = [JSON.stringify(request.flags), String(request.outsideGeneration)];
    const files = await readdir(request.directory).catch(() => []);
    const paths = new Set(files.map((name) => join(request.directory, name)));
    for (const [file, text] of request.buffers) {
      if (dirname(file) === request.directory) {
        paths.add(file);
      } else {
        parts.push(file, text);
      }
    }
    const stamps = [...paths].map(async (path) => {
      if (path.endsWith('.go')) {
        return `${path}\n${await this.#headerOfFile(path, request.buffers.get(path))}`;
      }
      return /\.(?:s|S|syso|c|h|pgo)$/.test(path) ? `${path}\n${await stampOf(path)}` : '';
    });
    for (let folder = request.directory; ; folder = dirname(folder)) {
      stamps.push(...MODULE_FILES.map((name) => stampOf(join(folder, name))));
      if (dirname(folder) === folder) {
        break;
      }
    }
    return [...parts, ...(await Promise.all(stamps))].join('\n');
  }

  async #headerOfFile(file: string, buffer: string | undefined): Promise<string> {
    if (buffer !== undefined) {
      return headerOf(buffer);
    }
    const stamp = await stampOf(file);
    const known = this.#headers.get(file);
    if (known?.stamp === stamp) {
      return known.header;
    }
    const header = headerOf(await readFile(file, 'utf8').catch(() => ''));
    if (this.#headers.size >= MAXIMUM_KNOWN_HEADERS) {
      this.#headers.clear();
    }
    this.#headers.set(file, { stamp, header });
    return header;
  }
}

async function stampOf(path: string): Promise<string> {
  try {
    const { mtimeMs, size } = await stat(path);
    return `${mtimeMs} ${size}`;
  } catch {
    return '';
  }
}
