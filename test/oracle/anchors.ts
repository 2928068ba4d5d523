/**
 * Whether what the compiler speaks of is found where it says it is, and is of the right kind: the
 * judge of `anchorsOf`.
 */
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  anchorsOf,
  type AnchoredExpression,
  type AnchorKind,
} from '../../server/src/engine/syntax/anchors.ts';
import { treeOf } from '../../server/src/engine/syntax/declarationTree.ts';
import { sliceFile, type Declaration } from '../../server/src/engine/syntax/slicer.ts';
import { LineIndex } from '../../server/src/engine/text/lines.ts';
import { directoriesOf, runOracle, type OracleRow, type Subject } from './agreement.ts';

export interface AnchorFigures {
  readonly rows: number;
  /** Rows at whose place there is nothing. */
  readonly missing: number;
  /** Rows at whose place there is something else. */
  readonly unfit: number;
  /** Of all rows, those that are neither. */
  readonly percent: number;
}

export interface Miss {
  readonly cause: 'missing' | 'unfit';
  readonly row: OracleRow;
  readonly found: readonly AnchorKind[];
}

/** Compares with the rows on the packages' own files that are no copies from elsewhere. */
export function measureAnchors(subject: Subject): { figures: AnchorFigures; misses: Miss[] } {
  const directories = directoriesOf(subject);
  const rows = runOracle(subject).filter(
    ({ file, col, inlined, compilerOnly }) =>
      col > 0 && !inlined && !compilerOnly && directories.has(dirname(file)),
  );
  const sources = new Map<string, AnchoredSource>();
  const misses: Miss[] = [];
  for (const row of rows) {
    let source = sources.get(row.file);
    if (source === undefined) {
      source = new AnchoredSource(readFileSync(row.file, 'utf8'));
      sources.set(row.file, source);
    }
    const found = source.kindsAt(row.line, row.col);
    if (found.length === 0) {
      misses.push({ cause: 'missing', row, found });
    } else if (!expectedKinds(row).some((kind) => found.includes(kind))) {
      misses.push({ cause: 'unfit', row, found });
    }
  }
  const countOf = (cause: Miss['cause']) => misses.filter((miss) => miss.cause === cause).length;
  const percent = rows.length === 0 ? 0 : (100 * (rows.length - misses.length)) / rows.length;
  return {
    figures: {
      rows: rows.length,
      missing: countOf('missing'),
      unfit: countOf('unfit'),
      percent: Math.floor(percent * 1000) / 1000,
    },
    misses,
  };
}

export function describeMiss({ cause, row, found }: Miss): string {
  return `${cause} ${row.file}:${row.line}:${row.col}: ${row.kind} ${row.what} (${found.join(', ')})`;
}

/** A file with the anchors of its declarations. */
class AnchoredSource {
  readonly #lines: LineIndex;
  readonly #slices: ReturnType<typeof sliceFile>;
  readonly #anchors = new Map<Declaration, readonly AnchoredExpression[]>();

  constructor(text: string) {
    this.#lines = new LineIndex(text);
    this.#slices = sliceFile(text);
  }

  /** What has its own anchor there: the uses of a variable do not count. */
  kindsAt(line: number, column: number): AnchorKind[] {
    const offset = this.#lines.offsetOfByteColumn(line, column);
    const declaration = offset === undefined ? undefined : this.#slices.declarationAt(offset);
    if (offset === undefined || declaration === undefined) {
      return [];
    }
    let anchors = this.#anchors.get(declaration);
    if (anchors === undefined) {
      anchors = anchorsOf(treeOf(this.#slices.textOf(declaration)));
      this.#anchors.set(declaration, anchors);
    }
    return anchors
      .filter(({ anchor, kind }) => declaration.start + anchor === offset && kind !== 'use')
      .map(({ kind }) => kind);
  }
}

const NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u;
const QUALIFIED = /^[\p{L}_][\p{L}\p{N}_]*\.[\p{L}_][\p{L}\p{N}_]*$/u;
const CONSTANT = /^(?:["`']|-?[\d.]+|true$|false$)/;

/** What may stand at the row's place, to go by the compiler's text for it. */
function expectedKinds({ kind, what }: OracleRow): readonly AnchorKind[] {
  switch (kind) {
    case 'var':
      // `new(value)` is a variable without a name.
      return what.startsWith('.autotmp_') ? ['call'] : ['name'];
    case 'param':
      return ['name'];
    case 'append':
      return ['call'];
    default:
      return expectedExpression(what);
  }
}

function expectedExpression(what: string): readonly AnchorKind[] {
  if (what === 'func literal') {
    // A loop over a function makes one of its body.
    return ['function', 'statement'];
  }
  if (what === '... argument') {
    // So does such a loop, of its function's call.
    return ['call', 'statement'];
  }
  if (what.startsWith('.autotmp_') && !what.includes('(')) {
    return ['statement'];
  }
  if (CONSTANT.test(what)) {
    // The compiler prints the value, the source has any expression.
    return [
      'literal',
      'name',
      'selector',
      'binary',
      'unary',
      'call',
      'index',
      'slice',
      'parenthesized',
    ];
  }
  if (NAME.test(what)) {
    return ['name', 'parenthesized'];
  }
  if (QUALIFIED.test(what)) {
    // The names in a generic function are printed with its package.
    return ['selector', 'name', 'parenthesized'];
  }
  if (isBinary(what)) {
    return ['binary', 'parenthesized'];
  }
  if (/^[&*!^+-]|^<-/.test(what)) {
    return what.startsWith('&') ? ['unary', 'composite'] : ['unary', 'parenthesized'];
  }
  switch (what.at(-1)) {
    case ')':
      // A conversion is where its operand is.
      return [
        'call',
        'assertion',
        'conversion',
        'name',
        'literal',
        'selector',
        'binary',
        'index',
        'slice',
      ];
    case ']':
      return ['index', 'slice', 'parenthesized'];
    case '}':
      return ['composite', 'parenthesized'];
    default:
      return ['selector', 'parenthesized'];
  }
}

/** Whether an operator stands outside of all brackets and quotes. */
function isBinary(what: string): boolean {
  const bare = what.replace(/"(?:[^"\\]|\\.)*"|`[^`]*`|'(?:[^'\\]|\\.)*'/g, '""');
  let depth = 0;
  for (const [index, character] of Array.from(bare).entries()) {
    if ('([{'.includes(character)) {
      depth++;
    } else if (')]}'.includes(character)) {
      depth--;
    } else if (
      depth === 0 &&
      character === ' ' &&
      /^ [^\s\w(){}[\]]{1,2} /.test(bare.slice(index))
    ) {
      return true;
    }
  }
  return false;
}
