import type { LiteralKind, SyntaxError } from './ast.ts';
import { detach } from './detach.ts';
import { internName } from './intern.ts';
import { isDecimal, scanNumber, skipEscape, type ErrorList } from './literals.ts';
import {
  ASSIGNING,
  describeToken,
  describeWanted,
  ENDS_STATEMENT,
  KEYWORDS,
  keywordSlot,
  STARTS_STATEMENT,
  Token,
} from './tokens.ts';

const NEWLINE = 10;
const QUOTE = 34;
const APOSTROPHE = 39;
const STAR = 42;
const DOT = 46;
const SLASH = 47;
const EQUALS = 61;
const BACKSLASH = 92;
const BACKQUOTE = 96;

/** V8 copies pieces that are shorter: they hold on to nothing. */
const SHORTEST_SHARED = 13;

/** More say nothing that a person could use. */
const MAXIMUM_ERRORS = 100;

/** How many tokens are looked at to see whether a header goes on: more than any has. */
const LOOK_AHEAD = 1000;

const LETTER = /^\p{L}$/u;
const LETTER_OR_DIGIT = /^[\p{L}\p{Nd}]$/u;

/** 1 for the ASCII characters of names. */
const WORD = asciiTable(/\w/);
const DECIMAL = asciiTable(/\d/);
const HEXADECIMAL = asciiTable(/[\da-f]/i);

function asciiTable(characters: RegExp): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, unit) =>
    characters.test(String.fromCharCode(unit)) ? 1 : 0,
  );
}

function isAt(text: string, start: number, piece: string): boolean {
  let at = 0;
  while (at < piece.length && text.charCodeAt(start + at) === piece.charCodeAt(at)) {
    at++;
  }
  return at === piece.length;
}

/**
 * Go's tokens, one at a time: the fields are the token at hand. Semicolons that the source leaves
 * out are tokens as well. What is illegal is reported and skipped.
 */
export abstract class Lexer implements ErrorList {
  protected readonly text: string;
  protected token: number = Token.end;
  protected start = 0;
  protected end = 0;
  /** End of the token before. */
  protected previousEnd = 0;
  /** Of the token at hand, if it is a `name`. */
  protected name = '';
  /** Whether the semicolon at hand is a newline, or the end of the text. */
  protected isImplicit = false;
  protected readonly errors: SyntaxError[] = [];

  constructor(text: string) {
    this.text = text;
  }

  errorAt(start: number, end: number, message: string): void {
    if (this.errors.length < MAXIMUM_ERRORS) {
      const { length } = this.text;
      this.errors.push({ start: Math.min(start, length), end: Math.min(end, length), message });
    }
  }

  /**
   * Reports the token at hand, unless something is wrong with it already. `context` is what follows
   * its name in the message.
   */
  protected unexpected(context: string): void {
    const last = this.errors[this.errors.length - 1];
    if (last === undefined || last.start < this.start) {
      this.errorAt(this.start, this.end, `unexpected ${this.#describe()}${context}`);
    }
  }

  #describe(): string {
    if (this.token === Token.semicolon) {
      return !this.isImplicit ? 'semicolon' : this.end < this.text.length ? 'newline' : 'EOF';
    }
    return describeToken(this.token, this.text.slice(this.start, this.end));
  }

  /** Goes past `token` if it is at hand. */
  protected accept(token: number): boolean {
    if (this.token !== token) {
      return false;
    }
    this.next();
    return true;
  }

  /** The same, and complains if it is not. */
  protected expect(token: number, context = ''): boolean {
    if (this.token !== token) {
      this.unexpected(`, expected ${describeWanted(token)}${context}`);
      return false;
    }
    this.next();
    return true;
  }

  /** The token after the one at hand. */
  protected peek(): number {
    return this.#lookAhead(() => {
      this.next();
      return this.token;
    });
  }

  /** Whether, after the token at hand, a brace opens outside of brackets before a statement ends. */
  protected opensBlockNext(): boolean {
    return this.#lookAhead(() => {
      let depth = 0;
      for (let left = LOOK_AHEAD; left > 0; left--) {
        this.next();
        switch (this.token) {
          case Token.openParen:
          case Token.openBracket:
            depth++;
            break;
          case Token.closeParen:
          case Token.closeBracket:
            depth--;
            break;
          case Token.openBrace:
            if (depth === 0) {
              return true;
            }
            break;
          case Token.semicolon:
            if (depth === 0 && this.isImplicit) {
              return false;
            }
            break;
          case Token.end:
            return false;
          default:
            if (depth === 0 && STARTS_STATEMENT[this.token] === 1) {
              return false;
            }
        }
        if (depth < 0) {
          return false;
        }
      }
      return false;
    });
  }

  /** What `look` finds out; the token at hand stays what it is. */
  #lookAhead<Found>(look: () => Found): Found {
    const { token, start, end, previousEnd, name, isImplicit } = this;
    const countErrors = this.errors.length;
    const found = look();
    this.token = token;
    this.start = start;
    this.end = end;
    this.previousEnd = previousEnd;
    this.name = name;
    this.isImplicit = isImplicit;
    this.errors.length = countErrors;
    return found;
  }

  /** Nothing more is read: all that is open closes. */
  protected stop(): void {
    this.start = this.text.length;
    this.end = this.start;
    this.token = Token.end;
  }

  /** The text of a literal, detached from the whole. */
  protected literalText(start: number, end: number): string {
    const piece = this.text.slice(start, end);
    return piece.length < SHORTEST_SHARED ? piece : detach(piece);
  }

  protected literalKind(): LiteralKind | undefined {
    switch (this.token) {
      case Token.int:
        return 'int';
      case Token.float:
        return 'float';
      case Token.imaginary:
        return 'imaginary';
      case Token.rune:
        return 'rune';
      case Token.string:
        return 'string';
      default:
        return undefined;
    }
  }

  protected next(): void {
    const { text } = this;
    const { length } = text;
    const needsSemicolon = ENDS_STATEMENT[this.token] === 1;
    let at = this.end;
    this.previousEnd = at;
    for (;;) {
      if (at >= length) {
        this.start = length;
        this.end = length;
        this.isImplicit = true;
        this.token = needsSemicolon ? Token.semicolon : Token.end;
        return;
      }
      const unit = text.charCodeAt(at);
      if (unit === 32 || unit === 9 || unit === 13) {
        at++;
        continue;
      }
      if (unit === NEWLINE) {
        if (needsSemicolon) {
          this.#implicitSemicolon(at);
          return;
        }
        at++;
        continue;
      }
      if (unit === SLASH) {
        const second = at + 1 < length ? text.charCodeAt(at + 1) : 0;
        if (second === SLASH) {
          const lineEnd = text.indexOf('\n', at + 2);
          at = lineEnd < 0 ? length : lineEnd;
          continue;
        }
        if (second === STAR) {
          const commentEnd = this.#skipComment(at);
          if (needsSemicolon && commentEnd < 0) {
            this.#implicitSemicolon(~commentEnd - 1);
            return;
          }
          at = commentEnd < 0 ? ~commentEnd : commentEnd;
          continue;
        }
      }
      this.start = at;
      if (unit < 128) {
        if (WORD[unit] === 1) {
          if (unit > 57) {
            this.#word(at);
          } else {
            this.#number(at);
          }
          return;
        }
        if (this.#punctuation(at, unit)) {
          return;
        }
      } else if (unit !== 0xfeff) {
        this.#word(at);
        return;
      }
      this.#illegal(at, 'invalid character');
      at++;
    }
  }

  /** The token that a newline is; `at` is where it stands. */
  #implicitSemicolon(at: number): void {
    this.token = Token.semicolon;
    this.isImplicit = true;
    this.start = at;
    this.end = at + 1;
  }

  /** Offset past the comment at `start`, as its bitwise complement if it has a newline. */
  #skipComment(start: number): number {
    const { text } = this;
    const close = text.indexOf('*/', start + 2);
    if (close < 0) {
      this.errorAt(start, text.length, 'comment not terminated');
    }
    const end = close < 0 ? text.length : close + 2;
    for (let at = start + 2; at < end; at++) {
      if (text.charCodeAt(at) === NEWLINE) {
        return ~end;
      }
    }
    return end;
  }

  #illegal(at: number, what: string): void {
    const code = this.text.codePointAt(at) ?? 0;
    const hex = code.toString(16).toUpperCase().padStart(4, '0');
    const character = String.fromCodePoint(code);
    const shown = code > 32 ? ` '${character}'` : '';
    this.errorAt(at, at + character.length, `${what} U+${hex}${shown}`);
  }

  #word(start: number): void {
    const { text } = this;
    const { length } = text;
    let at = start;
    let unit = 0;
    while (at < length) {
      unit = text.charCodeAt(at);
      if (unit >= 128 || WORD[unit] !== 1) {
        break;
      }
      at++;
    }
    if (at < length && unit >= 128) {
      this.#foreignWord(start, at);
      return;
    }
    const size = at - start;
    if (size > 1) {
      const slot = keywordSlot(text.charCodeAt(start), text.charCodeAt(start + 1), size);
      const keyword = KEYWORDS.spellings[slot] ?? '';
      if (keyword.length === size && isAt(text, start, keyword)) {
        this.token = KEYWORDS.tokens[slot] ?? Token.name;
        this.end = at;
        return;
      }
    }
    this.token = Token.name;
    this.name = internName(text, start, at);
    this.end = at;
  }

  /** A name with letters beyond ASCII, the first of them at `from`. */
  #foreignWord(start: number, from: number): void {
    const { text } = this;
    let at = from;
    while (at < text.length) {
      const unit = text.charCodeAt(at);
      if (unit < 128) {
        if (WORD[unit] !== 1) {
          break;
        }
        at++;
        continue;
      }
      const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
      if (at === start && !LETTER.test(character) && LETTER_OR_DIGIT.test(character)) {
        this.#illegal(at, 'identifier cannot begin with digit');
      } else if (!LETTER_OR_DIGIT.test(character)) {
        this.#illegal(at, 'invalid character in identifier');
      }
      at += character.length;
    }
    this.token = Token.name;
    this.name = this.literalText(start, at);
    this.end = at;
  }

  #number(start: number): void {
    const { text } = this;
    const { length } = text;
    let at = start + 1;
    let unit = 0;
    const isZero = text.charCodeAt(start) === 48;
    const isHexadecimal = isZero && at < length && text.charCodeAt(at) === 120;
    const digits = isHexadecimal ? HEXADECIMAL : DECIMAL;
    at += isHexadecimal ? 1 : 0;
    while (at < length) {
      unit = text.charCodeAt(at);
      if (unit >= 128 || digits[unit] !== 1) {
        break;
      }
      at++;
    }
    const isWhole = at === length || (unit !== DOT && !(unit < 128 && WORD[unit] === 1));
    // A leading 0 makes it octal.
    const isPlain = isWhole && (isHexadecimal ? at > start + 2 : !isZero || at === start + 1);
    if (isPlain) {
      this.token = Token.int;
      this.end = at;
    } else {
      this.#scanNumber(start);
    }
  }

  #scanNumber(start: number): void {
    const number = scanNumber(this.text, start, this);
    this.token = number.token;
    this.end = number.end;
  }

  /** Reads an operator, a bracket or a literal in quotes; false if `unit` starts none. */
  #punctuation(at: number, unit: number): boolean {
    switch (unit) {
      case QUOTE:
        this.#string(at);
        return true;
      case APOSTROPHE:
        this.#rune(at);
        return true;
      case BACKQUOTE:
        this.#rawString(at);
        return true;
      case 40:
        return this.#take(Token.openParen, at + 1);
      case 41:
        return this.#take(Token.closeParen, at + 1);
      case 44:
        return this.#take(Token.comma, at + 1);
      case 91:
        return this.#take(Token.openBracket, at + 1);
      case 93:
        return this.#take(Token.closeBracket, at + 1);
      case 123:
        return this.#take(Token.openBrace, at + 1);
      case 125:
        return this.#take(Token.closeBrace, at + 1);
      case 59:
        this.isImplicit = false;
        return this.#take(Token.semicolon, at + 1);
      case 126:
        return this.#take(Token.tilde, at + 1);
      case DOT:
        if (isDecimal(this.#unitAt(at + 1))) {
          this.#scanNumber(at);
          return true;
        }
        if (this.#unitAt(at + 1) === DOT && this.#unitAt(at + 2) === DOT) {
          return this.#take(Token.ellipsis, at + 3);
        }
        return this.#take(Token.dot, at + 1);
      default:
        return this.#operator(at, unit);
    }
  }

  #operator(at: number, unit: number): boolean {
    const second = this.#unitAt(at + 1);
    switch (unit) {
      case 58: // :
        return second === EQUALS
          ? this.#take(Token.define, at + 2)
          : this.#take(Token.colon, at + 1);
      case EQUALS:
        return second === EQUALS
          ? this.#take(Token.equal, at + 2)
          : this.#take(Token.assign, at + 1);
      case 33: // !
        return second === EQUALS
          ? this.#take(Token.notEqual, at + 2)
          : this.#take(Token.not, at + 1);
      case 43: // +
        return second === 43
          ? this.#take(Token.increment, at + 2)
          : this.#takeAssigning(Token.plus, at + 1);
      case 45: // -
        return second === 45
          ? this.#take(Token.decrement, at + 2)
          : this.#takeAssigning(Token.minus, at + 1);
      case STAR:
        return this.#takeAssigning(Token.star, at + 1);
      case SLASH:
        return this.#takeAssigning(Token.slash, at + 1);
      case 37: // %
        return this.#takeAssigning(Token.percent, at + 1);
      case 94: // ^
        return this.#takeAssigning(Token.xor, at + 1);
      case 38: // &
        if (second === 38) {
          return this.#take(Token.andAnd, at + 2);
        }
        return second === 94
          ? this.#takeAssigning(Token.andNot, at + 2)
          : this.#takeAssigning(Token.and, at + 1);
      case 124: // |
        return second === 124
          ? this.#take(Token.orOr, at + 2)
          : this.#takeAssigning(Token.or, at + 1);
      case 60: // <
        if (second === 60) {
          return this.#takeAssigning(Token.shiftLeft, at + 2);
        }
        if (second === 45) {
          return this.#take(Token.arrow, at + 2);
        }
        return second === EQUALS
          ? this.#take(Token.lessEqual, at + 2)
          : this.#take(Token.less, at + 1);
      case 62: // >
        if (second === 62) {
          return this.#takeAssigning(Token.shiftRight, at + 2);
        }
        return second === EQUALS
          ? this.#take(Token.greaterEqual, at + 2)
          : this.#take(Token.greater, at + 1);
      default:
        return false;
    }
  }

  #unitAt(at: number): number {
    return at < this.text.length ? this.text.charCodeAt(at) : 0;
  }

  #take(token: number, end: number): true {
    this.token = token;
    this.end = end;
    return true;
  }

  #takeAssigning(token: number, end: number): true {
    return this.#unitAt(end) === EQUALS
      ? this.#take(token + ASSIGNING, end + 1)
      : this.#take(token, end);
  }

  #string(start: number): void {
    const { text } = this;
    const { length } = text;
    this.token = Token.string;
    let at = start + 1;
    while (at < length) {
      const unit = text.charCodeAt(at);
      if (unit === QUOTE) {
        this.end = at + 1;
        return;
      }
      if (unit === NEWLINE) {
        this.errorAt(start, at, 'newline in string');
        this.end = at;
        return;
      }
      at = unit === BACKSLASH ? skipEscape(text, at, QUOTE, this) : at + 1;
    }
    this.errorAt(start, length, 'string not terminated');
    this.end = length;
  }

  #rawString(start: number): void {
    const close = this.text.indexOf('`', start + 1);
    this.token = Token.string;
    this.end = close < 0 ? this.text.length : close + 1;
    if (close < 0) {
      this.errorAt(start, this.end, 'string not terminated');
    }
  }

  #rune(start: number): void {
    const { text } = this;
    const { length } = text;
    const countErrors = this.errors.length;
    this.token = Token.rune;
    let countCharacters = 0;
    let at = start + 1;
    while (at < length) {
      const unit = text.charCodeAt(at);
      if (unit === APOSTROPHE) {
        this.end = at + 1;
        if (countCharacters !== 1 && this.errors.length === countErrors) {
          const message =
            countCharacters === 0
              ? "empty rune literal or unescaped '"
              : 'more than one character in rune literal';
          this.errorAt(start, this.end, message);
        }
        return;
      }
      if (unit === NEWLINE) {
        this.errorAt(start, at, 'newline in rune literal');
        this.end = at;
        return;
      }
      countCharacters++;
      if (unit === BACKSLASH) {
        at = skipEscape(text, at, APOSTROPHE, this);
      } else {
        at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
      }
    }
    this.errorAt(start, length, 'rune literal not terminated');
    this.end = length;
  }
}
