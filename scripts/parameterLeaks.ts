/**
 * Writes `server/data/leaks.br`: where the parameters of the standard library's functions go, and
 * which are never inlined, as the compiler says (`-m`): `npm run parameter-leaks`. Of both Go versions
 * that the summary of the standard library is of, for the platform that this runs on; what may be
 * inlined on any of some architectures, whose intrinsics differ, counts as such.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import {
  encodeFunction,
  encodeFunctions,
  type LeaksTable,
} from '../server/src/engine/compile/knownLeaks.ts';
import { type LogLine, parseLogLine } from '../server/src/engine/compilerlog/message.ts';
import { Leaks } from '../server/src/engine/escape/leaks.ts';
import type { FunctionSummary } from '../server/src/engine/escape/summary.ts';
import type { FunctionDeclaration, ParameterSyntax } from '../server/src/engine/syntax/ast.ts';
import { parseDeclaration } from '../server/src/engine/syntax/parser.ts';
import { sliceFile } from '../server/src/engine/syntax/slicer.ts';
import { LineIndex } from '../server/src/engine/text/lines.ts';

const TOOLCHAINS = ['go1.26.8', 'go1.25.3'];
const INLINED_ON = ['amd64', 'arm64'];

export const ARCHIVE = fileURLToPath(new URL('../server/data/leaks.br', import.meta.url));

/** What the compiler says, by `file:line:column`. */
interface Said {
  readonly lines: ReadonlyMap<string, readonly LogLine[]>;
  /** Functions that may be inlined. */
  readonly inlined: ReadonlySet<string>;
}

interface ListedPackage {
  readonly Dir: string;
  readonly ImportPath: string;
  readonly GoFiles?: readonly string[];
}

/** Compiles the standard library of a toolchain, and reads what is said of its functions. */
function readLeaks(toolchain: string): LeaksTable {
  const env = { ...process.env, GOTOOLCHAIN: toolchain };
  const run = (...args: readonly string[]) =>
    execFileSync('go', args, {
      env,
      cwd: fileURLToPath(new URL('.', import.meta.url)),
      encoding: 'utf8',
      maxBuffer: 1 << 30,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const goroot = run('env', 'GOROOT').trim();
  const listed = run('list', '-json=Dir,ImportPath,GoFiles', 'std');
  const packages = JSON.parse(`[${listed.replaceAll('\n}\n{', '\n},{')}]`) as ListedPackage[];
  const said: Said = {
    lines: linesByPlace(goroot, env, '-m=1 -d=escapemutationscalls=1'),
    inlined: new Set(
      INLINED_ON.flatMap((GOARCH) =>
        [...linesByPlace(goroot, { ...env, GOARCH }, '-m=1')].flatMap(([place, lines]) =>
          lines.some(({ type }) => type === 'inline') ? [place] : [],
        ),
      ),
    ),
  };
  return {
    goVersion: run('env', 'GOVERSION')
      .trim()
      .replace(/^go(\d+\.\d+).*$/, '$1'),
    packages: Object.fromEntries(
      packages.map(({ Dir, ImportPath, GoFiles = [] }) => [
        ImportPath,
        encodeFunctions(
          new Map(GoFiles.flatMap((name) => [...functionsOf(join(Dir, name), said)]).sort()),
        ),
      ]),
    ),
  };
}

function linesByPlace(
  goroot: string,
  env: NodeJS.ProcessEnv,
  flags: string,
): ReadonlyMap<string, readonly LogLine[]> {
  // What the compiler says goes to stderr, and is said again of what is built already.
  const text = execFileSync('sh', ['-c', `go build '-gcflags=all=${flags}' std 2>&1`], {
    env,
    cwd: join(goroot, 'src'),
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  const found = new Map<string, LogLine[]>();
  for (const each of text.split('\n')) {
    const line = parseLogLine(each);
    if (line.type === 'row' || line.type === 'effect' || line.type === 'inline') {
      const { file, line: number, column } = line.place;
      const key = `${resolve(goroot, 'src', file)}:${number}:${column}`;
      found.set(key, [...(found.get(key) ?? []), line]);
    }
  }
  return found;
}

function* functionsOf(file: string, said: Said): Iterable<[string, string]> {
  const slices = sliceFile(readFileSync(file, 'utf8'));
  const lines = new LineIndex(slices.text);
  for (const declaration of slices.declarations) {
    const text = slices.textOf(declaration);
    const { syntax } = parseDeclaration(text);
    if (syntax.kind !== 'func' || syntax.name.name === '_' || isGeneric(syntax)) {
      continue;
    }
    const placeOf = (offset: number): string => {
      const { line, column } = lines.byteColumnAt(declaration.start + offset);
      return `${file}:${line}:${column}`;
    };
    const leaksAt = (offset: number): Leaks =>
      leaksOf(said.lines.get(placeOf(offset)) ?? [], syntax);
    const parameters = [...(syntax.receiver ? [syntax.receiver] : []), ...syntax.type.parameters];
    const has = (directive: string) =>
      declaration.directives.some((line) => line.startsWith(`//go:${directive}`));
    // Of parameters without names nothing is said.
    const unsaid = syntax.body ? new Leaks() : Leaks.withoutBody({ isNoescape: has('noescape') });
    const leaks = parameters.flatMap(({ names }) =>
      names.length === 0 ? [unsaid] : names.map(({ start }) => leaksAt(start)),
    );
    const isEscaping = has('uintptrescapes');
    const isKept = has('uintptrkeepalive');
    const uintptrs: FunctionSummary['uintptrs'] = isEscaping
      ? 'escape'
      : isKept || !syntax.body
        ? 'kept alive'
        : undefined;
    const isInlined = said.inlined.has(placeOf(functionOffset(text)));
    yield [functionName(syntax), encodeFunction({ leaks, uintptrs, isInlined })];
  }
}

/** Where the compiler says that a function is: at what follows `func`, the receiver if there is one. */
export function functionOffset(declaration: string): number {
  return /^func\s*/.exec(declaration)?.[0].length ?? 0;
}

/** What is said at a parameter; nothing of one without pointers. */
function leaksOf(lines: readonly LogLine[], { type, body }: FunctionDeclaration): Leaks {
  const leaks = new Leaks();
  for (const line of lines) {
    if (line.type === 'effect') {
      const derefs = Number(/derefs=(\d+)/.exec(line.effect)?.[1] ?? 0);
      if (line.effect.startsWith('mutates')) {
        leaks.addMutator(derefs);
      } else {
        leaks.addCallee(derefs);
      }
    } else if (line.type === 'row') {
      addLeak(leaks, line.row, type.results);
      // `//go:noescape`, as Leaks.withoutBody has it.
      if (!body && line.row.verdict === 'stack') {
        leaks.addMutator(0);
        leaks.addCallee(0);
      }
    }
  }
  return leaks;
}

function addLeak(
  leaks: Leaks,
  {
    kind,
    verdict,
    detail,
  }: { readonly kind: string; readonly verdict: string; readonly detail: string },
  results: readonly ParameterSyntax[],
): void {
  if (verdict === 'leak' || (kind === 'var' && verdict === 'heap')) {
    leaks.addHeap(0);
  } else if (verdict === 'leak-content') {
    leaks.addHeap(1);
  } else if (verdict === 'leak-result') {
    const [, name = '', level = '0'] = /^to result (\S+) level=(\d+)/.exec(detail) ?? [];
    const index = resultIndex(results, name);
    if (index >= 0) {
      leaks.addResult(index, Number(level));
    }
  }
}

/** `~r1` is the second result of a function whose results have no names. */
function resultIndex(results: readonly ParameterSyntax[], name: string): number {
  const numbered = /^~r(\d+)$/.exec(name);
  if (numbered) {
    return Number(numbered[1]);
  }
  return results.flatMap(({ names }) => names).findIndex((each) => each.name === name);
}

function isGeneric({ receiver, type }: FunctionDeclaration): boolean {
  let base = receiver?.type;
  while (base?.kind === 'star' || base?.kind === 'parenthesized') {
    base = base.operand;
  }
  return type.typeParameters.length > 0 || base?.kind === 'index';
}

export function functionName({ receiver, name }: FunctionDeclaration): string {
  let base = receiver?.type;
  while (base?.kind === 'star' || base?.kind === 'parenthesized') {
    base = base.operand;
  }
  return base?.kind === 'identifier' ? `${base.name}.${name.name}` : name.name;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = JSON.stringify(TOOLCHAINS.map(readLeaks));
  const archive = brotliCompressSync(text, {
    params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY },
  });
  writeFileSync(ARCHIVE, archive);
  process.stdout.write(`${ARCHIVE}: ${archive.length} bytes\n`);
}
