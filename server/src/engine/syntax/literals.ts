/**
 * The parts of numbers, strings and runes that can be wrong. Messages are those of
 * cmd/compile/internal/syntax/scanner.go (Go 1.26).
 */
import { Token } from './tokens.ts';

/** Takes what is wrong. */
export interface ErrorList {
  errorAt(start: number, end: number, message: string): void;
}

const ZERO = 48;
const UNDERSCORE = 95;
const DOT = 46;

export function isDecimal(unit: number): boolean {
  return unit >= ZERO && unit <= 57;
}

function lower(unit: number): number {
  return unit | 32;
}

/** 16 for what is no hexadecimal digit. */
function digitValue(unit: number): number {
  if (isDecimal(unit)) {
    return unit - ZERO;
  }
  const letter = lower(unit);
  return letter >= 97 && letter <= 102 ? letter - 87 : 16;
}

export interface ScannedNumber {
  readonly token: number;
  readonly end: number;
}

/** The number that starts at `start`, whatever its form. */
export function scanNumber(text: string, start: number, errors: ErrorList): ScannedNumber {
  const scan = new NumberScan(text, start, errors);
  const token = scan.run();
  return { token, end: scan.at };
}

type Base = 2 | 8 | 10 | 16;

const BASE_NAMES: Readonly<Record<Base, string>> = {
  2: 'binary',
  8: 'octal',
  10: 'decimal',
  16: 'hexadecimal',
};

class NumberScan {
  at: number;
  readonly #text: string;
  readonly #start: number;
  readonly #errors: ErrorList;
  #base: Base = 10;
  #hasSeparators = false;
  /** Offset of the first digit that its base does not have; -1 if all fit. */
  #misfit = -1;
  #isWrong = false;

  constructor(text: string, start: number, errors: ErrorList) {
    this.#text = text;
    this.#start = start;
    this.#errors = errors;
    this.at = start;
  }

  run(): number {
    let token: number = Token.int;
    const hasPrefix = this.#prefix();
    // A 0 that is no prefix is a digit.
    let hasDigits = this.#digits(this.#base) || (this.at > this.#start && !hasPrefix);
    if (this.#unit() === DOT) {
      token = Token.float;
      if (hasPrefix && this.#base !== 16) {
        this.#fail(this.at, `invalid radix point in ${BASE_NAMES[this.#base]} literal`);
      }
      this.at++;
      hasDigits = this.#digits(this.#base) || hasDigits;
    }
    if (!hasDigits) {
      this.#fail(this.at, `${BASE_NAMES[this.#base]} literal has no digits`);
    }
    if (this.#exponent(hasPrefix)) {
      token = Token.float;
    } else if (hasPrefix && this.#base === 16 && token === Token.float) {
      this.#fail(this.at, "hexadecimal mantissa requires a 'p' exponent");
    }
    if (this.#unit() === 105) {
      token = Token.imaginary;
      this.at++;
    }
    if (token === Token.int && this.#misfit >= 0) {
      const digit = this.#text.charAt(this.#misfit);
      this.#fail(this.#misfit, `invalid digit '${digit}' in ${BASE_NAMES[this.#base]} literal`);
    }
    this.#checkSeparators();
    return token;
  }

  #unit(): number {
    return this.#text.charCodeAt(this.at);
  }

  #fail(at: number, message: string): void {
    if (!this.#isWrong) {
      this.#isWrong = true;
      this.#errors.errorAt(at, at + 1, message);
    }
  }

  /** Reads `0x` and its kin; a leading 0 alone makes an integer octal and is no prefix. */
  #prefix(): boolean {
    if (this.#unit() !== ZERO) {
      return false;
    }
    this.at++;
    switch (lower(this.#unit())) {
      case 120:
        this.#base = 16;
        break;
      case 111:
        this.#base = 8;
        break;
      case 98:
        this.#base = 2;
        break;
      default:
        this.#base = 8;
        return false;
    }
    this.at++;
    return true;
  }

  /** Whether there are any. */
  #digits(base: Base): boolean {
    let hasDigits = false;
    for (;;) {
      const unit = this.#unit();
      if (unit === UNDERSCORE) {
        this.#hasSeparators = true;
      } else if (digitValue(unit) < Math.max(base, 10)) {
        hasDigits = true;
        if (this.#misfit < 0 && digitValue(unit) >= base) {
          this.#misfit = this.at;
        }
      } else {
        return hasDigits;
      }
      this.at++;
    }
  }

  #exponent(hasPrefix: boolean): boolean {
    const unit = this.#unit();
    const letter = lower(unit);
    if (letter !== 101 && letter !== 112) {
      return false;
    }
    const shown = String.fromCharCode(unit);
    if (letter === 101 && hasPrefix) {
      this.#fail(this.at, `'${shown}' exponent requires decimal mantissa`);
    } else if (letter === 112 && !(hasPrefix && this.#base === 16)) {
      this.#fail(this.at, `'${shown}' exponent requires hexadecimal mantissa`);
    }
    this.at++;
    if (this.#unit() === 43 || this.#unit() === 45) {
      this.at++;
    }
    if (!this.#digits(10)) {
      this.#fail(this.at, 'exponent has no digits');
    }
    return true;
  }

  /** A separator stands between digits; a prefix counts as one. */
  #checkSeparators(): void {
    if (!this.#hasSeparators) {
      return;
    }
    const isHexadecimal = this.#base === 16;
    const isDigit = (at: number): boolean => {
      const unit = at >= this.#start && at < this.at ? this.#text.charCodeAt(at) : DOT;
      const isBasePrefix = at === this.#start + 1 && /^[xob]$/i.test(String.fromCharCode(unit));
      return isDecimal(unit) || isBasePrefix || (isHexadecimal && digitValue(unit) < 16);
    };
    for (let at = this.#start; at < this.at; at++) {
      const isSeparator = this.#text.charCodeAt(at) === UNDERSCORE;
      if (isSeparator && !(isDigit(at - 1) && isDigit(at + 1))) {
        this.#fail(at, "'_' must separate successive digits");
        return;
      }
    }
  }
}

/** Offset past the escape whose backslash stands at `at`; a wrong one ends where it goes wrong. */
export function skipEscape(text: string, at: number, quote: number, errors: ErrorList): number {
  const unit = text.charCodeAt(at + 1);
  switch (unit) {
    case quote:
    case 92:
    case 97:
    case 98:
    case 102:
    case 110:
    case 114:
    case 116:
    case 118:
      return at + 2;
    case 120:
      return skipCode(text, at, at + 2, 2, 16, errors);
    case 117:
      return skipCode(text, at, at + 2, 4, 16, errors);
    case 85:
      return skipCode(text, at, at + 2, 8, 16, errors);
    default:
      if (unit >= ZERO && unit <= 55) {
        return skipCode(text, at, at + 1, 3, 8, errors);
      }
      if (at + 1 < text.length) {
        errors.errorAt(at, at + 2, 'unknown escape');
      }
      return at + 1;
  }
}

function skipCode(
  text: string,
  escape: number,
  start: number,
  countDigits: number,
  base: 8 | 16,
  errors: ErrorList,
): number {
  let value = 0;
  const end = start + countDigits;
  for (let at = start; at < end; at++) {
    const digit = digitValue(text.charCodeAt(at));
    if (digit >= base) {
      // The end of the text is what the literal complains about.
      if (at < text.length) {
        const shown = String.fromCodePoint(text.codePointAt(at) ?? 0);
        errors.errorAt(at, at + 1, `invalid character '${shown}' in ${BASE_NAMES[base]} escape`);
      }
      return at;
    }
    value = value * base + digit;
  }
  if (base === 8 && value > 255) {
    errors.errorAt(escape, end, `octal escape value ${value} > 255`);
  } else if (value > 0x10ffff || (value >= 0xd800 && value < 0xe000)) {
    const code = value.toString(16).toUpperCase().padStart(4, '0');
    errors.errorAt(escape, end, `escape is invalid Unicode code point U+${code}`);
  }
  return end;
}
