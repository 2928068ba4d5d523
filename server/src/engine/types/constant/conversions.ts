/** Kinds of numbers, and their parts: go/constant's ToInt, ToFloat, Real and so on (Go 1.26). */
import {
  type BigFloat,
  binaryExponent,
  exactIntegerOfBig,
  PRECISION,
  shortenBig,
} from './bigFloat.ts';
import { combineComplex } from './complex.ts';
import {
  type ComplexConstant,
  type Constant,
  type Failure,
  floatConstant,
  type FloatConstant,
  floatOfInteger,
  INT_ZERO,
  intConstant,
  type IntConstant,
  isBigFloat,
  isNumeric,
  isReal,
  MAX_FRACTION_BITS,
  type RealConstant,
  stringConstant,
  type StringConstant,
} from './constant.ts';
import { encodeRune } from './utf8.ts';

/** The integer that a number is, whatever its kind: 2.0 is 2. */
export function toInt(x: Constant): IntConstant | undefined {
  if (x.kind === 'int') {
    return x;
  }
  const float = toFloat(x)?.value;
  if (!float) {
    return undefined;
  }
  if (isBigFloat(float)) {
    const integer = integerOfBig(float);
    return integer === undefined ? undefined : intConstant(integer);
  }
  return float.denominator === 1n ? intConstant(float.numerator) : undefined;
}

/** Binary digits that are taken for rounding errors of what was computed before. */
const UNCERTAIN_BITS = 4;

function integerOfBig(x: BigFloat): bigint | undefined {
  if (Math.abs(binaryExponent(x)) >= MAX_FRACTION_BITS) {
    return undefined;
  }
  const shortened = (rounding: 'toZero' | 'awayFromZero') =>
    exactIntegerOfBig(shortenBig(x, PRECISION - UNCERTAIN_BITS, rounding));
  return exactIntegerOfBig(x) ?? shortened('toZero') ?? shortened('awayFromZero');
}

/** The number as a float; undefined if it has an imaginary part, or is no number. */
export function toFloat(x: Constant): FloatConstant | undefined {
  switch (x.kind) {
    case 'int':
      return floatConstant(floatOfInteger(x.value));
    case 'float':
      return x;
    case 'complex':
      return sign(x.imaginary) === 0 ? toFloat(x.real) : undefined;
    default:
      return undefined;
  }
}

/** The number as a complex one; undefined for what is no number. */
export function toComplex(x: Constant): ComplexConstant | undefined {
  if (x.kind === 'complex') {
    return x;
  }
  return isReal(x) ? { kind: 'complex', real: x, imaginary: INT_ZERO } : undefined;
}

/** `real(x)`; undefined for what is no number. */
export function real(x: Constant): RealConstant | undefined {
  return x.kind === 'complex' ? x.real : isReal(x) ? x : undefined;
}

/** `imag(x)`; undefined for what is no number. */
export function imag(x: Constant): RealConstant | undefined {
  return x.kind === 'complex' ? x.imaginary : isReal(x) ? INT_ZERO : undefined;
}

/** `complex(x, y)` of two numbers without imaginary parts. */
export function makeComplex(x: Constant, y: Constant): ComplexConstant | Failure {
  const [a, b] = [toFloat(x), toFloat(y)];
  if (!a || !b) {
    return 'mismatch';
  }
  return combineComplex({ kind: 'complex', real: a, imaginary: INT_ZERO }, '+', {
    kind: 'complex',
    real: INT_ZERO,
    imaginary: b,
  });
}

/**
 * Negative, zero or positive; of a complex number 0 only if both parts are zero. Undefined for what
 * is no number.
 */
export function sign(x: Constant): number | undefined {
  if (!isNumeric(x)) {
    return undefined;
  }
  switch (x.kind) {
    case 'int':
      return Number(x.value > 0n) - Number(x.value < 0n);
    case 'float': {
      const digits = isBigFloat(x.value) ? x.value.mantissa : x.value.numerator;
      return Number(digits > 0n) - Number(digits < 0n);
    }
    case 'complex':
      return (sign(x.real) ?? 0) | (sign(x.imaginary) ?? 0);
  }
}

/** `string(x)` of an integer: U+FFFD for what is no code point. */
export function stringOfInteger({ value }: IntConstant): StringConstant {
  return stringConstant(encodeRune(value >= 0n && value <= 0x10ffffn ? Number(value) : -1));
}

/** `len(x)` of a string, in bytes; undefined for what is none. */
export function byteLength(x: Constant): number | undefined {
  return x.kind === 'string' ? x.bytes.length : undefined;
}
