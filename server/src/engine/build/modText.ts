/**
 * The grammar that go.mod and go.work have in common: golang.org/x/mod/modfile/read.go (Go 1.26).
 * A line is a statement, or a block is opened, whose lines are statements of the same verb.
 */

/** Something in a file that is not as it should be. */
export interface TextProblem {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
  /** How much of the line is meant, in UTF-16 units. */
  readonly length: number;
  readonly message: string;
}

export interface ModStatement {
  readonly verb: string;
  readonly arguments: readonly ModToken[];
  /** Without its slashes; empty where there is none at the end of the line. */
  readonly comment: string;
  /** 1-based. */
  readonly line: number;
  /** Of the first word of the line. */
  readonly start: ModToken;
}

export interface ModToken {
  /** With its quotes. */
  readonly text: string;
  /** In the line, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

export interface ModText {
  readonly statements: readonly ModStatement[];
  readonly problems: readonly TextProblem[];
}

/**
 * Reads what can be read: a line that is broken costs itself. Statements of `blockVerbs` may be in
 * blocks.
 */
export function readModText(text: string, blockVerbs: ReadonlySet<string>): ModText {
  const statements: ModStatement[] = [];
  const problems: TextProblem[] = [];
  let block: OpenBlock | undefined;
  for (const [index, row] of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    const line = index + 1;
    const report = (start: number, end: number, message: string): void => {
      problems.push({ line, column: start + 1, length: end - start, message });
    };
    const scanned = scanLine(row, report);
    if (!scanned) {
      continue;
    }
    const { tokens, comment } = scanned;
    const [first, ...others] = tokens;
    if (!first) {
      continue;
    }
    if (block) {
      if (first.text === ')') {
        block = undefined;
        const [stray] = others;
        if (stray) {
          report(stray.start, stray.end, 'syntax error (expected newline after closing paren)');
        }
        continue;
      }
      const { verb } = block;
      if (verb !== undefined) {
        statements.push({ verb, arguments: tokens, comment, line, start: first });
      }
      continue;
    }
    const last = others.at(-1);
    const isEmptyBlock = last?.text === ')' && others.at(-2)?.text === '(';
    if (last?.text === '(' || isEmptyBlock) {
      const words = tokens.slice(0, isEmptyBlock ? -2 : -1);
      const name = words.map((word) => word.text).join(' ');
      const isKnown = blockVerbs.has(name);
      if (!isKnown) {
        report(first.start, last.end, `unknown block type: ${name}`);
      }
      block = isEmptyBlock
        ? undefined
        : { verb: isKnown ? name : undefined, line, column: first.start + 1, length: name.length };
    } else {
      const verb = first.text;
      statements.push({ verb, arguments: others, comment, line, start: first });
    }
  }
  if (block) {
    const { line, column, length } = block;
    problems.push({ line, column, length, message: 'syntax error (unterminated block)' });
  }
  return { statements, problems };
}

interface OpenBlock {
  /** Undefined where its lines mean nothing. */
  readonly verb: string | undefined;
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

type Report = (start: number, end: number, message: string) => void;

interface ScannedLine {
  readonly tokens: readonly ModToken[];
  readonly comment: string;
}

const SPACE = /[ \t\r]*/y;
const PUNCTUATION = /[()[\]{},]/y;
const STRING = /"(?:[^"\\]|\\.)*"|`[^`]*`/y;
/** Ends at a comment, and with what is no letter of a name. */
const WORD = /(?:(?!\/[/*])[^\s()[\]{},\p{C}\p{Z}])+/uy;

/** Undefined, and something reported, where the line cannot be read to its end. */
function scanLine(row: string, report: Report): ScannedLine | undefined {
  const tokens: ModToken[] = [];
  for (let at = 0; ;) {
    at += matchAt(SPACE, row, at).length;
    if (at >= row.length) {
      return { tokens, comment: '' };
    }
    if (row.startsWith('//', at)) {
      return { tokens, comment: row.slice(at + 2).trim() };
    }
    if (row.startsWith('/*', at)) {
      report(at, at + 2, 'mod files must use // comments (not /* */ comments)');
      return undefined;
    }
    const isString = row[at] === '"' || row[at] === '`';
    const text = isString
      ? matchAt(STRING, row, at)
      : matchAt(PUNCTUATION, row, at) || matchAt(WORD, row, at);
    if (text === '') {
      const shown = JSON.stringify(row.slice(at, at + 1));
      report(
        at,
        isString ? row.trimEnd().length : at + 1,
        isString ? 'unexpected newline in string' : `unexpected input character ${shown}`,
      );
      return undefined;
    }
    tokens.push({ text, start: at, end: at + text.length });
    at += text.length;
  }
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}
