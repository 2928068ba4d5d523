/** Go's tokens as small numbers, and what the parser has to know of each (Go 1.26 specification). */
import type { BinaryOperator } from './ast.ts';

const TOKENS = {
  /** The end of the text. */
  end: 0,
  name: 1,
  int: 2,
  float: 3,
  imaginary: 4,
  rune: 5,
  string: 6,
  /** Written, or a newline or the end of the text that ends a statement. */
  semicolon: 7,
  comma: 8,
  openParen: 9,
  closeParen: 10,
  openBracket: 11,
  closeBracket: 12,
  openBrace: 13,
  closeBrace: 14,
  colon: 15,
  dot: 16,
  ellipsis: 17,
  assign: 18,
  define: 19,
  arrow: 20,
  not: 21,
  tilde: 22,
  increment: 23,
  decrement: 24,
  // Binary operators. Those from `plus` on have a form for assignments, ASSIGNING further on.
  orOr: 25,
  andAnd: 26,
  equal: 27,
  notEqual: 28,
  less: 29,
  lessEqual: 30,
  greater: 31,
  greaterEqual: 32,
  plus: 33,
  minus: 34,
  or: 35,
  xor: 36,
  star: 37,
  slash: 38,
  percent: 39,
  shiftLeft: 40,
  shiftRight: 41,
  and: 42,
  andNot: 43,
  plusAssign: 44,
  andNotAssign: 54,
  break: 55,
  case: 56,
  chan: 57,
  const: 58,
  continue: 59,
  default: 60,
  defer: 61,
  else: 62,
  fallthrough: 63,
  for: 64,
  func: 65,
  go: 66,
  goto: 67,
  if: 68,
  import: 69,
  interface: 70,
  map: 71,
  package: 72,
  range: 73,
  return: 74,
  select: 75,
  struct: 76,
  switch: 77,
  type: 78,
  var: 79,
};

/** Plain numbers for the type checker, which else believes that a token stays what it was. */
export const Token: Readonly<Record<keyof typeof TOKENS, number>> = TOKENS;

const COUNT_TOKENS = 80;

/** How far the token of `+=` is from that of `+`, and so on. */
export const ASSIGNING = Token.plusAssign - Token.plus;

/** By token; empty for those that are not always the same text. */
const SPELLINGS: readonly string[] = (
  '       ; , ( ) [ ] { } : . ... = := <- ! ~ ++ -- || && == != < <= > >= + - | ^ * / % << >> & &^ ' +
  '+= -= |= ^= *= /= %= <<= >>= &= &^= break case chan const continue default defer else ' +
  'fallthrough for func go goto if import interface map package range return select struct switch ' +
  'type var'
).split(' ');

function isKeyword(token: number): boolean {
  return token >= Token.break;
}

/** A token in the words of the gc compiler's messages; `text` is the token as it is written. */
export function describeToken(token: number, text: string): string {
  switch (token) {
    case Token.end:
      return 'EOF';
    case Token.name:
      return `name ${text}`;
    case Token.int:
    case Token.float:
    case Token.imaginary:
    case Token.rune:
    case Token.string:
      return `literal ${text}`;
    case Token.comma:
      return 'comma';
    default: {
      const spelling = SPELLINGS[token] ?? text;
      return isKeyword(token) ? `keyword ${spelling}` : spelling;
    }
  }
}

/** The same for a token that is wanted. */
export function describeWanted(token: number): string {
  return token === Token.name ? 'name' : (SPELLINGS[token] ?? '');
}

function flags(tokens: readonly number[]): Uint8Array {
  const table = new Uint8Array(COUNT_TOKENS);
  for (const token of tokens) {
    table[token] = 1;
  }
  return table;
}

/** 1 for tokens after which a newline is a semicolon. */
export const ENDS_STATEMENT = flags([
  Token.name,
  Token.int,
  Token.float,
  Token.imaginary,
  Token.rune,
  Token.string,
  Token.closeParen,
  Token.closeBracket,
  Token.closeBrace,
  Token.increment,
  Token.decrement,
  Token.break,
  Token.continue,
  Token.fallthrough,
  Token.return,
]);

/** 1 for tokens that can start an expression or a type. */
export const STARTS_EXPRESSION = flags([
  Token.name,
  Token.int,
  Token.float,
  Token.imaginary,
  Token.rune,
  Token.string,
  Token.openParen,
  Token.openBracket,
  Token.arrow,
  Token.not,
  Token.tilde,
  Token.plus,
  Token.minus,
  Token.xor,
  Token.star,
  Token.and,
  Token.chan,
  Token.func,
  Token.interface,
  Token.map,
  Token.struct,
]);

/** 1 for keywords that start a statement and can stand inside no other one. */
export const STARTS_STATEMENT = flags([
  Token.break,
  Token.const,
  Token.continue,
  Token.defer,
  Token.else,
  Token.fallthrough,
  Token.for,
  Token.go,
  Token.goto,
  Token.if,
  Token.return,
  Token.select,
  Token.switch,
  Token.type,
  Token.var,
]);

/** 1 for keywords of top-level declarations. */
export const STARTS_DECLARATION = flags([
  Token.const,
  Token.func,
  Token.import,
  Token.package,
  Token.type,
  Token.var,
]);

/** How tightly a binary operator binds, 1 to 5; 0 for other tokens. */
export const PRECEDENCE = new Uint8Array(COUNT_TOKENS);
PRECEDENCE[Token.orOr] = 1;
PRECEDENCE[Token.andAnd] = 2;
PRECEDENCE.fill(3, Token.equal, Token.greaterEqual + 1);
PRECEDENCE.fill(4, Token.plus, Token.xor + 1);
PRECEDENCE.fill(5, Token.star, Token.andNot + 1);

const BINARY_OPERATORS: readonly BinaryOperator[] = [
  '||',
  '&&',
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '+',
  '-',
  '|',
  '^',
  '*',
  '/',
  '%',
  '<<',
  '>>',
  '&',
  '&^',
];

/** The operator of a token from `orOr` to `andNot`. */
export function binaryOperator(token: number): BinaryOperator {
  return BINARY_OPERATORS[token - Token.orOr] ?? '||';
}

/** A keyword's place in `KEYWORDS`, from its first two characters and its length; no two share one. */
export function keywordSlot(first: number, second: number, length: number): number {
  return ((first << 2) ^ ((second << 4) + length)) & 63;
}

interface KeywordTable {
  /** The keyword of each slot, or ''. */
  readonly spellings: readonly string[];
  readonly tokens: Uint8Array;
}

function keywordTable(): KeywordTable {
  const spellings = new Array<string>(64).fill('');
  const tokens = new Uint8Array(64);
  for (let token: number = Token.break; token <= Token.var; token++) {
    const spelling = SPELLINGS[token] ?? '';
    const slot = keywordSlot(spelling.charCodeAt(0), spelling.charCodeAt(1), spelling.length);
    spellings[slot] = spelling;
    tokens[slot] = token;
  }
  return { spellings, tokens };
}

export const KEYWORDS: KeywordTable = keywordTable();
