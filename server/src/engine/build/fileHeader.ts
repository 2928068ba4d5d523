/**
 * What of a Go file says whether, where and with what it is built: constraints, package clause and
 * imports. Nothing below the imports is read. It is go/build/read.go and build.go (Go 1.26).
 */
import { Lexer } from '../syntax/lexer.ts';
import { Token } from '../syntax/tokens.ts';
import {
  goBuildText,
  parseGoBuild,
  parsePlusBuild,
  plusBuildText,
  type Constraint,
} from './constraint.ts';
import { unquote } from './unquote.ts';

export interface FileHeader {
  /** Empty where there is no package clause. */
  readonly packageName: string;
  readonly imports: readonly ImportHeader[];
  readonly constraint: Constraint | undefined;
  /** Something that is not as it should be; the rest of the header counts. */
  readonly problem: HeaderProblem | undefined;
  /** A constraint that cannot be read keeps its file out of all builds. */
  readonly isExcluded: boolean;
}

export interface ImportHeader {
  readonly path: string;
  /** `_` and `.` included; undefined where the package's own name counts. */
  readonly name: string | undefined;
  /** Of the path with its quotes, in UTF-16 units of the file. */
  readonly start: number;
  readonly end: number;
}

export interface HeaderProblem {
  /** In UTF-16 units of the file. */
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/**
 * The header of a file, given the text up to `text.length`. Undefined if the text ends before it
 * is sure that the header does; of a whole file there is always one.
 */
export function readFileHeader(text: string, isWhole: boolean): FileHeader | undefined {
  // A byte order mark is none of the program.
  const source = text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text;
  const reader = new HeaderReader(source);
  reader.read();
  if (reader.isAtEnd && !isWhole) {
    return undefined;
  }
  const { packageName, imports } = reader;
  const constraint = readConstraint(source, reader.headerEnd);
  const isExcluded = 'problem' in constraint;
  return {
    packageName,
    imports,
    constraint: isExcluded ? undefined : constraint.constraint,
    problem: isExcluded ? constraint.problem : reader.problem,
    isExcluded,
  };
}

/** A path that an import may name: `isValidImport` of go/build/read.go (Go 1.26). */
const IMPORT_PATH = /^[^!"#$%&'()*,:;<=>?[\\\]^{|}`\uFFFD\p{Z}\p{C}]+$/u;

class HeaderReader extends Lexer {
  packageName = '';
  readonly imports: ImportHeader[] = [];
  /** Where the first thing after the imports stands. */
  headerEnd = 0;
  isAtEnd = false;

  get problem(): HeaderProblem | undefined {
    return this.errors[0];
  }

  read(): void {
    this.next();
    if (this.expect(Token.package) && this.token === Token.name) {
      this.packageName = this.name;
      this.next();
      this.#endOfDeclaration();
      while (this.token === Token.import) {
        this.#importDeclaration();
      }
    }
    this.headerEnd = this.start;
    this.isAtEnd = this.end >= this.text.length;
  }

  #importDeclaration(): void {
    this.next();
    if (this.accept(Token.openParen)) {
      while (this.token !== Token.closeParen && this.#importSpec()) {
        if (!this.accept(Token.semicolon) && this.token !== Token.closeParen) {
          this.unexpected(', expected semicolon, newline, or )');
          this.next();
        }
      }
      this.expect(Token.closeParen);
    } else {
      this.#importSpec();
    }
    this.#endOfDeclaration();
  }

  /** False where nothing comes that an import can be made of. */
  #importSpec(): boolean {
    let name: string | undefined;
    if (this.token === Token.name) {
      ({ name } = this);
      this.next();
    } else if (this.accept(Token.dot)) {
      name = '.';
    }
    if (this.token !== Token.string) {
      this.unexpected(', expected import path');
      return name !== undefined;
    }
    const { start, end } = this;
    const path = unquote(this.literalText(start, end));
    if (path === undefined || !IMPORT_PATH.test(path)) {
      this.errorAt(start, end, `invalid import path: ${path ?? this.text.slice(start, end)}`);
    } else {
      this.imports.push({ path, name, start, end });
    }
    this.next();
    return true;
  }

  #endOfDeclaration(): void {
    if (this.token !== Token.end && !this.accept(Token.semicolon)) {
      this.unexpected(' after top level declaration');
    }
  }
}

type ReadConstraint =
  { readonly constraint: Constraint | undefined } | { readonly problem: HeaderProblem };

/**
 * The constraint in `text` before `headerEnd`. A `//go:build` line counts wherever only comments
 * are before it, `// +build` lines where a blank line follows the comments that they are part of,
 * and only if there is no `//go:build` line.
 */
function readConstraint(text: string, headerEnd: number): ReadConstraint {
  let goBuild: { readonly text: string; readonly start: number } | undefined;
  let plusBuild: string[] = [];
  const pending: string[] = [];
  let onlyLineComments = true;
  let isInComment = false;
  for (let start = 0; start < headerEnd;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 || newline > headerEnd ? headerEnd : newline;
    const line = text.slice(start, end).trim();
    if (line === '') {
      if (onlyLineComments) {
        plusBuild = [...pending];
      }
    } else if (line.startsWith('//') && !isInComment) {
      const constraint = goBuildText(line);
      if (constraint !== undefined) {
        if (goBuild) {
          return failed(start, end, 'multiple //go:build comments');
        }
        goBuild = { text: constraint, start: start + text.slice(start, end).indexOf('//') };
      } else if (onlyLineComments && line.includes('+build')) {
        pending.push(line);
      }
    } else {
      onlyLineComments = false;
      const rest = afterComments(line, isInComment);
      if (rest === 'code') {
        break;
      }
      isInComment = rest === 'comment';
    }
    start = end + 1;
  }
  if (goBuild) {
    const parsed = parseGoBuild(goBuild.text);
    return 'problem' in parsed
      ? failed(goBuild.start, goBuild.start, `parsing //go:build line: ${parsed.problem}`)
      : { constraint: parsed };
  }
  const [first, ...others] = plusBuild
    .map(plusBuildText)
    .map((options) => (options === undefined ? undefined : parsePlusBuild(options)))
    .filter((parsed) => parsed !== undefined);
  return {
    constraint:
      first && others.reduce((left, right): Constraint => ({ kind: 'and', left, right }), first),
  };
}

function failed(start: number, end: number, message: string): ReadConstraint {
  return { problem: { start, end, message } };
}

/** What stands at the end of a line that begins in code or in a comment, its comments taken out. */
function afterComments(line: string, isInComment: boolean): 'code' | 'comment' | 'nothing' {
  let rest = line;
  let isInside = isInComment;
  while (rest !== '') {
    if (isInside) {
      const close = rest.indexOf('*/');
      if (close < 0) {
        return 'comment';
      }
      isInside = false;
      rest = rest.slice(close + 2).trim();
    } else if (rest.startsWith('//')) {
      return 'nothing';
    } else if (rest.startsWith('/*')) {
      isInside = true;
      rest = rest.slice(2).trim();
    } else {
      return 'code';
    }
  }
  return isInside ? 'comment' : 'nothing';
}
