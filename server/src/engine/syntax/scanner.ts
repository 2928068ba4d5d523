/**
 * Lexical facts of Go that the slicer needs: where strings and comments end, which lines may start
 * a top-level declaration, whether a newline ends a statement. No tokens are made.
 *
 * Everything works on UTF-16 offsets and never looks before the offset it is given, unless the
 * function says so.
 */

export type Keyword = 'package' | 'import' | 'const' | 'var' | 'type' | 'func';

export const NEWLINE = 10;
const TAB = 9;
const RETURN = 13;
const SPACE = 32;
const QUOTE = 34;
const APOSTROPHE = 39;
const PAREN = 40;
const STAR = 42;
const PLUS = 43;
const MINUS = 45;
const DOT = 46;
const SLASH = 47;
const COLON = 58;
const SEMICOLON = 59;
const EQUALS = 61;
const BACKSLASH = 92;
const BACKQUOTE = 96;
const BYTE_ORDER_MARK = 0xfeff;

/** What a character can mean outside strings and comments. */
export const CharClass = {
  plain: 0,
  newline: 1,
  open: 2,
  close: 3,
  string: 4,
  rune: 5,
  raw: 6,
  slash: 7,
  /** In no Go program outside strings and comments. */
  illegal: 8,
} as const;

const CLASSES = new Uint8Array(128);
CLASSES[NEWLINE] = CharClass.newline;
CLASSES[QUOTE] = CharClass.string;
CLASSES[APOSTROPHE] = CharClass.rune;
CLASSES[BACKQUOTE] = CharClass.raw;
CLASSES[SLASH] = CharClass.slash;
for (const open of '([{') {
  CLASSES[open.charCodeAt(0)] = CharClass.open;
}
for (const close of ')]}') {
  CLASSES[close.charCodeAt(0)] = CharClass.close;
}
for (const illegal of '#$?@\\') {
  CLASSES[illegal.charCodeAt(0)] = CharClass.illegal;
}

export function charClass(unit: number): number {
  return unit < 128 ? (CLASSES[unit] ?? 0) : 0;
}

/** The code unit that closes the bracket `open`: `(` is followed by `)`, the others by one more. */
export function closerOf(open: number): number {
  return open === PAREN ? open + 1 : open + 2;
}

export function isSpace(unit: number): boolean {
  return unit === SPACE || unit === TAB || unit === NEWLINE || unit === RETURN;
}

function isBlank(unit: number): boolean {
  return unit === SPACE || unit === TAB || unit === RETURN;
}

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

/** Letters as Go counts them, roughly: everything beyond ASCII is one. */
export function isLetter(unit: number): boolean {
  return (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || unit === 95 || unit >= 128;
}

export function isWordPart(unit: number): boolean {
  return isLetter(unit) || isDigit(unit);
}

/** Offset past the identifier that starts at `at`; `at` itself if none does. */
export function skipWord(text: string, at: number): number {
  let end = at;
  while (isWordPart(text.charCodeAt(end))) {
    end++;
  }
  return end;
}

export function skipBlanks(text: string, at: number): number {
  let end = at;
  while (isBlank(text.charCodeAt(end))) {
    end++;
  }
  return end;
}

/** Offset of the line break that ends the line of `at`, or of the end of the text. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/**
 * Skips the interpreted string or rune whose quote stands at `at`. The result is the offset past
 * the closing quote, or the bitwise complement of the offset where the text ran out: a newline or
 * the end of the file.
 */
export function skipQuoted(text: string, at: number): number {
  const quote = text.charCodeAt(at);
  for (let next = at + 1; next < text.length; next++) {
    const unit = text.charCodeAt(next);
    if (unit === quote) {
      return next + 1;
    }
    if (unit === NEWLINE) {
      return ~next;
    }
    if (unit === BACKSLASH && text.charCodeAt(next + 1) !== NEWLINE) {
      next++;
    }
  }
  return ~text.length;
}

/** Offset past the raw string whose back quote stands at `at`; -1 if nothing closes it. */
export function skipRawString(text: string, at: number): number {
  return text.indexOf('`', at + 1) + 1 || -1;
}

/** Offset past the general comment that starts at `at`; -1 if nothing closes it. */
export function skipBlockComment(text: string, at: number): number {
  const end = text.indexOf('*/', at + 2);
  return end < 0 ? -1 : end + 2;
}

export function isLineComment(text: string, at: number): boolean {
  return text.charCodeAt(at) === SLASH && text.charCodeAt(at + 1) === SLASH;
}

export function isBlockComment(text: string, at: number): boolean {
  return text.charCodeAt(at) === SLASH && text.charCodeAt(at + 1) === STAR;
}

/** How far `keywordAt` may look. */
export const KEYWORD_REACH = 9;

/** The declaration keyword that stands at `at` as a word of its own. */
export function keywordAt(text: string, at: number): Keyword | undefined {
  let keyword: Keyword;
  switch (text.charCodeAt(at)) {
    case 99:
      keyword = 'const';
      break;
    case 102:
      keyword = 'func';
      break;
    case 105:
      keyword = 'import';
      break;
    case 112:
      keyword = 'package';
      break;
    case 116:
      keyword = 'type';
      break;
    case 118:
      keyword = 'var';
      break;
    default:
      return undefined;
  }
  return text.startsWith(keyword, at) && !isWordPart(text.charCodeAt(at + keyword.length))
    ? keyword
    : undefined;
}

/**
 * What the line that starts at `at` (column 0) can be:
 * - `never`: no start of a declaration;
 * - `soft`: a declaration, or a statement or func literal in a body that gofmt has not seen;
 * - `hard`: a declaration for certain, it can stand in no pair of brackets.
 *
 * Looks no further than `LINE_REACH`.
 */
export type Boundary = 'never' | 'soft' | 'hard';

/** How much of a line is looked at to see what it is: enough for any that a person wrote. */
export const LINE_REACH = 500;

export function boundaryAt(text: string, at: number): Boundary {
  const keyword = keywordAt(text, at);
  if (keyword === undefined) {
    return 'never';
  }
  const line = text.slice(at, at + LINE_REACH);
  const next = skipBlanks(line, keyword.length);
  const unit = line.charCodeAt(next);
  switch (keyword) {
    case 'package':
      return isLetter(unit) || endsLine(line, next) ? 'hard' : 'never';
    case 'import':
      return isLetter(unit) ||
        unit === PAREN ||
        unit === QUOTE ||
        unit === BACKQUOTE ||
        unit === DOT ||
        endsLine(line, next)
        ? 'hard'
        : 'never';
    case 'func':
      if (isLetter(unit)) {
        return 'hard';
      }
      if (unit === PAREN) {
        // gofmt puts a space before a receiver, and none before the parameters of a literal.
        return startsMethod(line, next) ? 'hard' : next > keyword.length ? 'soft' : 'never';
      }
      return endsLine(line, next) ? 'soft' : 'never';
    case 'const':
    case 'var':
    case 'type':
      return isLetter(unit) || unit === PAREN || endsLine(line, next) ? 'soft' : 'never';
  }
}

function endsLine(line: string, at: number): boolean {
  return (
    at >= line.length ||
    line.charCodeAt(at) === NEWLINE ||
    isLineComment(line, at) ||
    isBlockComment(line, at)
  );
}

/** Whether `(…) name(` follows on this line: a receiver, not the parameters of a literal. */
function startsMethod(line: string, open: number): boolean {
  let depth = 0;
  for (let at = open; at < line.length; at++) {
    const unit = line.charCodeAt(at);
    if (unit === NEWLINE) {
      return false;
    }
    if (unit === PAREN) {
      depth++;
    } else if (unit === PAREN + 1 && --depth === 0) {
      const name = skipBlanks(line, at + 1);
      return (
        isLetter(line.charCodeAt(name)) &&
        line.charCodeAt(skipBlanks(line, skipWord(line, name))) === PAREN
      );
    }
  }
  return false;
}

/** First line start in `(from, to)` at which a declaration may start; -1 if there is none. */
export function findBoundary(text: string, from: number, to: number): number {
  // The piece keeps the search from running on to a newline far beyond `to`.
  const piece = text.slice(from, to - 1);
  for (let at = piece.indexOf('\n'); at >= 0; at = piece.indexOf('\n', at + 1)) {
    if (boundaryAt(text, from + at + 1) !== 'never') {
      return from + at + 1;
    }
  }
  return -1;
}

/** Keywords after which a newline does not end the statement. */
const CONTINUING = new Set(
  (
    'case chan const default defer else for func go goto if import interface map package range ' +
    'select struct switch type var'
  ).split(' '),
);

/** Keywords that start a statement: a line that starts with one is code of some body. */
const STATEMENTS = new Set(
  'break case continue default defer else fallthrough for go goto if range return select switch'.split(
    ' ',
  ),
);

/** Offset where the identifier starts that ends at `end`; `end` itself if none does. Looks back, not beyond `floor`. */
export function wordStart(text: string, end: number, floor = 0): number {
  let start = end;
  while (start > floor && isWordPart(text.charCodeAt(start - 1))) {
    start--;
  }
  return start;
}

function wordBefore(text: string, end: number, floor: number): string {
  const start = wordStart(text, end, floor);
  // Nothing longer can be a keyword.
  return end - start > 11 ? '' : text.slice(start, end);
}

/**
 * Whether a newline after the token that ends at `end` ends the statement (Go's automatic
 * semicolon). Looks back, not beyond `floor`; where there is no token, nothing ends.
 */
export function endsStatement(text: string, end: number, floor: number): boolean {
  if (end <= floor) {
    return false;
  }
  const last = text.charCodeAt(end - 1);
  if (isWordPart(last)) {
    return !CONTINUING.has(wordBefore(text, end, floor));
  }
  if (last === PLUS || last === MINUS) {
    return end - 2 >= floor && text.charCodeAt(end - 2) === last;
  }
  const kind = charClass(last);
  return (
    kind === CharClass.close ||
    kind === CharClass.string ||
    kind === CharClass.rune ||
    kind === CharClass.raw ||
    last === SEMICOLON
  );
}

/** Whether the token that ends at `end` ends an operand. Looks back, not beyond `floor`. */
export function endsOperand(text: string, end: number, floor: number): boolean {
  if (end <= floor) {
    return false;
  }
  const last = text.charCodeAt(end - 1);
  if (isWordPart(last)) {
    const word = wordBefore(text, end, floor);
    return !CONTINUING.has(word) && !STATEMENTS.has(word);
  }
  const kind = charClass(last);
  return (
    kind === CharClass.close ||
    kind === CharClass.string ||
    kind === CharClass.rune ||
    kind === CharClass.raw
  );
}

/** Whether an operand starts on this line at or after `at`, with nothing before it. */
export function startsOperand(text: string, at: number): boolean {
  const unit = text.charCodeAt(skipBlanks(text, at));
  return isWordPart(unit) || unit === QUOTE || unit === APOSTROPHE || unit === BACKQUOTE;
}

/**
 * Whether the text at `at`, at column 0 and after a finished declaration, starts something of its
 * own (a declaration being typed) and is not the rest of a body that was closed too early.
 */
export function startsStray(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  if (!isLetter(unit)) {
    // Half of a comment's start.
    return unit === SLASH;
  }
  const line = text.slice(at, at + LINE_REACH);
  const end = skipWord(line, 0);
  if (STATEMENTS.has(line.slice(0, end))) {
    return false;
  }
  const next = skipBlanks(line, end);
  const isLabel = line.charCodeAt(next) === COLON && line.charCodeAt(next + 1) !== EQUALS;
  return !isLabel;
}

/**
 * Offset of the next thing that is neither space nor comment; the end of the text if there is
 * none. A comment that nothing closes counts as a thing.
 */
export function skipGap(text: string, from: number): number {
  let at = from;
  for (;;) {
    const unit = text.charCodeAt(at);
    if (isSpace(unit) || unit === BYTE_ORDER_MARK) {
      at++;
    } else if (unit !== SLASH) {
      return at;
    } else if (text.charCodeAt(at + 1) === SLASH) {
      at = lineEnd(text, at);
    } else if (text.charCodeAt(at + 1) === STAR) {
      const end = skipBlockComment(text, at);
      if (end < 0) {
        return at;
      }
      at = end;
    } else {
      return at;
    }
  }
}
