/** What literals stand for: go/constant's MakeFromLiteral (Go 1.26). */
import { binaryExponent, scaledBig } from './bigFloat.ts';
import { bitLength } from './bits.ts';
import {
  type Constant,
  type Failure,
  floatConstant,
  type FloatConstant,
  INT_ZERO,
  intConstant,
  MAX_FRACTION_BITS,
  stringConstant,
} from './constant.ts';
import { type Rational, rational, ZERO } from './rational.ts';
import { runeValue, stringValue } from './textLiterals.ts';

export type ConstantLiteralKind = 'int' | 'float' | 'imaginary' | 'rune' | 'string';

/** UTF-16 units of a number at most: `limit` of go/types/literals.go (Go 1.26). */
const MAX_NUMBER_LENGTH = 10_000;

/** `text` is the literal as it is written. */
export function literal(kind: ConstantLiteralKind, text: string): Constant | Failure {
  if (text.length > MAX_NUMBER_LENGTH && kind !== 'string' && kind !== 'rune') {
    return 'tooLong';
  }
  return read(kind, text) ?? 'malformed';
}

function read(kind: ConstantLiteralKind, text: string): Constant | undefined {
  switch (kind) {
    case 'int': {
      const value = integer(text);
      return value === undefined ? undefined : intConstant(value);
    }
    case 'float':
      return float(text);
    case 'imaginary': {
      const imaginary = text.endsWith('i') ? imaginaryPart(text.slice(0, -1)) : undefined;
      return imaginary && { kind: 'complex', real: INT_ZERO, imaginary };
    }
    case 'rune': {
      const value = runeValue(text);
      return value === undefined ? undefined : intConstant(BigInt(value));
    }
    case 'string': {
      const bytes = stringValue(text);
      return bytes === undefined ? undefined : stringConstant(bytes);
    }
  }
}

const DECIMAL_INTEGER = /^(?:0|[1-9]\d*)$/;
const INTEGER = /^(?:0[xX](?:_?[\da-fA-F])+|0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|[1-9](?:_?\d)*|0)$/;
const LEGACY_OCTAL = /^0(?:_?[0-7])+$/;

function integer(text: string): bigint | undefined {
  if (DECIMAL_INTEGER.test(text)) {
    return BigInt(text);
  }
  if (INTEGER.test(text)) {
    return BigInt(withoutSeparators(text));
  }
  return LEGACY_OCTAL.test(text) ? BigInt(`0o${withoutSeparators(text)}`) : undefined;
}

const DECIMAL_DIGITS = /^\d(?:_?\d)*$/;

/** Decimal digits are decimal even after a zero: `0123i`. */
function imaginaryPart(text: string): FloatConstant | undefined {
  const value = DECIMAL_DIGITS.test(text) ? BigInt(withoutSeparators(text)) : integer(text);
  return value === undefined ? float(text) : scaled(value, 0, 0);
}

const DECIMAL = /^(\d(?:_?\d)*)?(?:\.(\d(?:_?\d)*)?)?(?:[eE]([+-]?\d(?:_?\d)*))?$/;
const HEXADECIMAL =
  /^0[xX]((?:_?[\da-fA-F])+)?(?:\.([\da-fA-F](?:_?[\da-fA-F])*)?)?[pP]([+-]?\d(?:_?\d)*)$/;

function float(text: string): FloatConstant | undefined {
  const decimal = DECIMAL.exec(text);
  const parts = decimal ?? HEXADECIMAL.exec(text);
  if (!parts || (parts[1] === undefined && parts[2] === undefined) || /^[\d_]+$/.test(text)) {
    return undefined;
  }
  const [whole, fraction, exponent] = parts.slice(1).map(withoutSeparators);
  return decimal
    ? decimalFloat(whole ?? '', fraction ?? '', exponent ?? '')
    : hexadecimalFloat(whole ?? '', fraction ?? '', exponent ?? '');
}

function withoutSeparators(text = ''): string {
  return text.includes('_') ? text.replaceAll('_', '') : text;
}

function decimalFloat(whole: string, fraction: string, exponentText: string) {
  const exponent = exponentOf(exponentText);
  if (exponent === undefined) {
    return undefined;
  }
  const power = exponent - fraction.length;
  return scaled(BigInt(whole + fraction), power, power);
}

function hexadecimalFloat(whole: string, fraction: string, exponentText: string) {
  const exponent = exponentOf(exponentText);
  return exponent === undefined
    ? undefined
    : scaled(BigInt(`0x${whole}${fraction}`), exponent - 4 * fraction.length, 0);
}

/** Undefined if it does not fit 64 bits. */
function exponentOf(text: string): number | undefined {
  const exponent = BigInt(text);
  return BigInt.asIntN(64, exponent) === exponent ? Number(exponent) : undefined;
}

/** Binary digits by which an estimate of an exponent may be wrong. */
const UNCERTAIN_BITS = 16;

/** `mantissa * 2^powerOfTwo * 5^powerOfFive`: a fraction, or a float of 512 digits if it is large. */
function scaled(
  mantissa: bigint,
  powerOfTwo: number,
  powerOfFive: number,
): FloatConstant | undefined {
  if (mantissa === 0n) {
    return floatConstant(ZERO);
  }
  const size = bitLength(mantissa) + powerOfTwo + powerOfFive * Math.log2(5);
  if (Math.abs(size) > MAX_FRACTION_BITS - UNCERTAIN_BITS) {
    const big = scaledBig(mantissa, powerOfTwo, powerOfFive);
    if (!big || Math.abs(binaryExponent(big)) >= MAX_FRACTION_BITS) {
      return big && floatConstant(big);
    }
    if (big.mantissa === 0n) {
      return floatConstant(ZERO);
    }
  }
  return floatConstant(fraction(mantissa, powerOfTwo, powerOfFive));
}

function fraction(mantissa: bigint, powerOfTwo: number, powerOfFive: number): Rational {
  const power = (base: bigint, exponent: number) => base ** BigInt(Math.max(exponent, 0));
  return rational(
    mantissa * power(2n, powerOfTwo) * power(5n, powerOfFive),
    power(2n, -powerOfTwo) * power(5n, -powerOfFive),
  );
}
