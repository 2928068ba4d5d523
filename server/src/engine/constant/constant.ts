/** Values of constants, exact: what go/constant is to go/types (Go 1.26). */
import { type Rational, rational, ZERO } from './rational.ts';

export type Constant =
  | { readonly kind: 'bool'; readonly value: boolean }
  /** One UTF-16 unit for each byte: Go's strings are bytes, and so are their lengths and order. */
  | { readonly kind: 'string'; readonly bytes: string }
  | IntConstant
  | { readonly kind: 'float'; readonly value: Rational }
  | { readonly kind: 'complex'; readonly real: Rational; readonly imaginary: Rational };

export interface IntConstant {
  readonly kind: 'int';
  readonly value: bigint;
}

export function integerConstant(value: bigint): IntConstant {
  return { kind: 'int', value };
}

export interface Complex {
  readonly real: Rational;
  readonly imaginary: Rational;
}

/** A number of any kind as a complex one; undefined for what is no number. */
export function asComplex(x: Constant): Complex | undefined {
  switch (x.kind) {
    case 'int':
      return { real: rational(x.value), imaginary: ZERO };
    case 'float':
      return { real: x.value, imaginary: ZERO };
    case 'complex':
      return x;
    default:
      return undefined;
  }
}

/** The integer that a number is, whatever its kind: 2.0 is 2. */
export function exactInteger(x: Constant): bigint | undefined {
  if (x.kind === 'int') {
    return x.value;
  }
  const number = asComplex(x);
  return number?.imaginary.numerator === 0n && number.real.denominator === 1n
    ? number.real.numerator
    : undefined;
}

export function byteLength(x: Constant): number | undefined {
  return x.kind === 'string' ? x.bytes.length : undefined;
}

/** The bytes of a text in UTF-8, one UTF-16 unit for each; what is half a pair becomes U+FFFD. */
export function utf8Bytes(text: string): string {
  let bytes = '';
  for (const character of text) {
    bytes += utf8Of(character.codePointAt(0) ?? 0);
  }
  return bytes;
}

/** The bytes of one code point; of U+FFFD for what is none. */
export function utf8Of(codePoint: number): string {
  const point =
    codePoint < 0 || codePoint > 0x10ffff || (codePoint >= 0xd800 && codePoint < 0xe000)
      ? 0xfffd
      : codePoint;
  if (point < 0x80) {
    return String.fromCharCode(point);
  }
  const tail = (shift: number) => 0x80 | ((point >> shift) & 0x3f);
  return point < 0x800
    ? String.fromCharCode(0xc0 | (point >> 6), tail(0))
    : point < 0x10000
      ? String.fromCharCode(0xe0 | (point >> 12), tail(6), tail(0))
      : String.fromCharCode(0xf0 | (point >> 18), tail(12), tail(6), tail(0));
}

/** `string(x)` of an integer constant. */
export function stringOfRune(x: bigint): Constant {
  const point = x >= 0n && x <= 0x10ffffn ? Number(x) : -1;
  return { kind: 'string', bytes: utf8Of(point) };
}
