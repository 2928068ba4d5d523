/**
 * Compares the places at which the Go compiler reports verdicts with the anchors that we compute.
 * Run as a script on packages of the standard library:
 *
 *     node --import tsx test/unit/syntax/anchorOracle.ts [--std | PACKAGE…]
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';
import {
  anchorIndex,
  type AnchorIndex,
  type AnchoredNode,
  type AnchorRole,
} from '../../../server/src/engine/syntax/anchorIndex.ts';
import type { Parser } from '../../../server/src/engine/syntax/cursor.ts';
import { type FileSlices, sliceFile } from '../../../server/src/engine/syntax/slicer.ts';
import { LineIndex } from '../../../server/src/engine/text/lines.ts';
import { loadTestParser } from '../../fuzz/slicerParse.ts';

export interface AnchorFigures {
  readonly rows: number;
  /** Rows at whose place nothing is anchored that they can be about. */
  readonly misses: readonly string[];
  /** Rows whose text says what they are about, where something else is anchored. */
  readonly mistakes: readonly string[];
}

/** The compiler's log (`-m=1`) of packages, told as `go build` tells them. */
export function compilerLog(directory: string, packages: readonly string[]): string {
  const flags = packages.includes('std') ? '-gcflags=std=-m=1' : '-gcflags=-m=1';
  const { stderr, status } = spawnSync('go', ['build', flags, ...packages], {
    cwd: directory,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) {
    throw new Error(stderr.slice(-2000));
  }
  return stderr;
}

export function checkAnchors(log: string, directory: string, parser: Parser): AnchorFigures {
  const files = new Map<string, AnchoredFile>();
  const misses: string[] = [];
  const mistakes: string[] = [];
  const lines = log.split('\n');
  const inlined = new Set<string>();
  for (const line of lines) {
    const call = /^(\S+:\d+:\d+): inlining call to /.exec(line);
    if (call?.[1] !== undefined) {
      inlined.add(call[1]);
    }
  }
  let rows = 0;
  for (const line of lines) {
    const match = /^((\S+?):(\d+):(\d+)): (.*)$/.exec(line);
    const [, place = '', name = '', lineNumber, column, message = ''] = match ?? [];
    const role = roleOf(message);
    const path = resolve(directory, name);
    if (role === undefined || !existsSync(path)) {
      continue;
    }
    const file = files.get(path) ?? new AnchoredFile(readFileSync(path, 'utf8'), parser);
    files.set(path, file);
    rows++;
    const found = file.at(Number(lineNumber), Number(column), role);
    if (found.length === 0) {
      misses.push(line);
    } else if (!inlined.has(place) && !agrees(message, found)) {
      mistakes.push(`${line} | ${found.map(({ kind }) => kind).join(', ')}`);
    }
  }
  return { rows, misses, mistakes };
}

class AnchoredFile {
  readonly #lines: LineIndex;
  readonly #slices: FileSlices;
  readonly #indices = new Map<string, AnchorIndex>();
  readonly #parser: Parser;

  constructor(text: string, parser: Parser) {
    this.#lines = new LineIndex(text);
    this.#slices = sliceFile(text);
    this.#parser = parser;
  }

  at(line: number, column: number, role: AnchorRole): readonly AnchoredNode[] {
    const offset = this.#lines.offsetOfByteColumn(line, column);
    const declaration = offset === undefined ? undefined : this.#slices.declarationAt(offset);
    if (offset === undefined || declaration === undefined) {
      return [];
    }
    let index = this.#indices.get(declaration.id);
    if (index === undefined) {
      const text = this.#slices.textOf(declaration);
      index = anchorIndex(this.#parser.parseDeclaration(text));
      this.#indices.set(declaration.id, index);
    }
    return index.at(offset - declaration.start, role);
  }
}

function roleOf(message: string): AnchorRole | undefined {
  if (message.startsWith('moved to heap: ')) {
    return 'var';
  }
  if (message.startsWith('leaking param')) {
    return 'param';
  }
  if (message.startsWith('zero-copy ')) {
    return 'zerocopy';
  }
  if (!/ (escapes to heap|does not escape)$/.test(message)) {
    return undefined;
  }
  return message.startsWith('append ') ? 'append' : 'expr';
}

/** What some expressions look like in the compiler's text, and what they are. */
const LOOKS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^func literal /, ['closure', 'range', 'statement']],
  [/^&?[\w.[\]*]+\{\.{3}\} /, ['composite', 'address', 'new']],
  [/^\.{3} argument /, ['call', 'statement']],
  [/^append /, ['append']],
  [/^make\(/, ['make']],
  [/^new\(/, ['new', 'address', 'composite']],
  [/^"[^"]*" /, ['literal', 'name', 'selector', 'binary', 'call', 'conversion', 'parenthesized']],
];

function agrees(message: string, found: readonly AnchoredNode[]): boolean {
  const look = LOOKS.find(([pattern]) => pattern.test(message));
  return (
    look === undefined ||
    // Rows on instances of generic functions are all at the function.
    found.some(({ kind }) => kind === 'function' || look[1].includes(kind))
  );
}

async function main(args: readonly string[]): Promise<void> {
  const goroot = execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
  const source = join(goroot, 'src');
  const packages = args.map((arg) => (arg === '--std' ? 'std' : `./${arg}`));
  const parser = await loadTestParser();
  const { rows, misses, mistakes } = checkAnchors(compilerLog(source, packages), source, parser);
  console.log([...misses.map((line) => `miss: ${line}`), ...mistakes].join('\n'));
  console.log(`${rows} rows, ${misses.length} misses, ${mistakes.length} of another kind`);
}

if (argv[1] !== undefined && import.meta.url === pathToFileURL(argv[1]).href) {
  await main(argv.slice(2));
}
