/** What literals stand for: the spec's lexical elements (Go 1.26). */
import type { LiteralKind } from '../syntax/ast.ts';
import { type Constant, integerConstant, utf8Bytes, utf8Of } from './constant.ts';
import { type Rational, rational, ZERO } from './rational.ts';

/** Decimal or binary digits beyond which an exponent is not worked out, as in go/constant. */
const MAX_EXPONENT = 100_000;

/** Undefined for a literal that is malformed, or too great to be worked out. */
export function literalConstant(kind: LiteralKind, text: string): Constant | undefined {
  switch (kind) {
    case 'int': {
      const value = integer(text);
      return value === undefined ? undefined : integerConstant(value);
    }
    case 'float': {
      const value = float(text);
      return value && { kind: 'float', value };
    }
    case 'imaginary': {
      const imaginary = imaginaryPart(text.slice(0, -1));
      return imaginary && { kind: 'complex', real: ZERO, imaginary };
    }
    case 'rune': {
      const rune = runeOf(text);
      return rune === undefined ? undefined : integerConstant(BigInt(rune));
    }
    case 'string': {
      const bytes = stringLiteral(text);
      return bytes === undefined ? undefined : { kind: 'string', bytes };
    }
  }
}

function integer(text: string): bigint | undefined {
  const digits = text.includes('_') ? text.replaceAll('_', '') : text;
  const isLegacyOctal = /^0[0-7]+$/.test(digits);
  if (!isLegacyOctal && !/^(0[xX][\da-fA-F]+|0[bB][01]+|0[oO][0-7]+|0|[1-9]\d*)$/.test(digits)) {
    return undefined;
  }
  return BigInt(isLegacyOctal ? `0o${digits.slice(1)}` : digits);
}

/** Decimal digits are decimal even with a leading zero: `0123i`. */
function imaginaryPart(text: string): Rational | undefined {
  const digits = text.replaceAll('_', '');
  if (/^\d+$/.test(digits)) {
    return rational(BigInt(digits));
  }
  const value = integer(text);
  return value === undefined ? float(text) : rational(value);
}

const DECIMAL = /^(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/;
const HEXADECIMAL = /^0[xX]([\da-fA-F]*)\.?([\da-fA-F]*)[pP]([+-]?\d+)$/;

function float(text: string): Rational | undefined {
  const digits = text.replaceAll('_', '');
  const decimal = DECIMAL.exec(digits);
  const parts = decimal ?? HEXADECIMAL.exec(digits);
  if (!parts) {
    return undefined;
  }
  const [, whole = '', fraction = '', exponentText = '0'] = parts;
  if (whole === '' && fraction === '') {
    return undefined;
  }
  const mantissa = BigInt(decimal ? whole + fraction : `0x${whole}${fraction}`);
  const exponent = Number(exponentText) - fraction.length * (decimal ? 1 : 4);
  if (mantissa === 0n) {
    return ZERO;
  }
  if (Math.abs(exponent) > MAX_EXPONENT) {
    return undefined;
  }
  const power = (decimal ? 10n : 2n) ** BigInt(Math.abs(exponent));
  return exponent >= 0 ? rational(mantissa * power) : rational(mantissa, power);
}

const SIMPLE_ESCAPES: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
  '\\': 92,
};

interface Escape {
  readonly value: number;
  readonly length: number;
  /** `\x41` and `\101` are bytes, all others are code points. */
  readonly isByte: boolean;
}

/** Reads the escape at a backslash. */
function escapeAt(text: string, at: number, quote: string): Escape | undefined {
  const letter = text[at + 1] ?? '';
  const simple = SIMPLE_ESCAPES[letter] ?? (letter === quote ? letter.charCodeAt(0) : undefined);
  if (simple !== undefined) {
    return { value: simple, length: 2, isByte: false };
  }
  const [skip, count, base] =
    letter === 'x'
      ? [2, 2, 16]
      : letter === 'u'
        ? [2, 4, 16]
        : letter === 'U'
          ? [2, 8, 16]
          : [1, 3, 8];
  const digits = text.slice(at + skip, at + skip + count);
  if (digits.length < count || !(base === 16 ? /^[\da-fA-F]+$/ : /^[0-7]+$/).test(digits)) {
    return undefined;
  }
  const value = Number.parseInt(digits, base);
  const isByte = base === 8 || letter === 'x';
  const isValid = isByte ? value < 256 : value <= 0x10ffff && !(value >= 0xd800 && value < 0xe000);
  return isValid ? { value, length: skip + count, isByte } : undefined;
}

function runeOf(text: string): number | undefined {
  if (text.length < 3 || text.at(-1) !== "'") {
    return undefined;
  }
  const inner = text.slice(1, -1);
  if (inner.startsWith('\\')) {
    const escape = escapeAt(inner, 0, "'");
    return escape?.length === inner.length ? escape.value : undefined;
  }
  const point = inner.codePointAt(0);
  return point !== undefined && String.fromCodePoint(point).length === inner.length
    ? point
    : undefined;
}

/** The bytes of a string literal, one UTF-16 unit for each. */
export function stringLiteral(text: string): string | undefined {
  const quote = text[0];
  if (text.length < 2 || text.at(-1) !== quote) {
    return undefined;
  }
  const inner = text.slice(1, -1);
  if (quote === '`') {
    return utf8Bytes(inner.replaceAll('\r', ''));
  }
  if (!inner.includes('\\')) {
    return utf8Bytes(inner);
  }
  let bytes = '';
  for (let at = 0; at < inner.length;) {
    const next = inner.indexOf('\\', at);
    if (next < 0) {
      return bytes + utf8Bytes(inner.slice(at));
    }
    bytes += utf8Bytes(inner.slice(at, next));
    const escape = escapeAt(inner, next, '"');
    if (!escape) {
      return undefined;
    }
    bytes += escape.isByte ? String.fromCharCode(escape.value) : utf8Of(escape.value);
    at = next + escape.length;
  }
  return bytes;
}
