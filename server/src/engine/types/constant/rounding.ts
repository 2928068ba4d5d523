/** The floats of IEEE 754 that are nearest to a number. */
import { type BigFloat, binaryExponent, PRECISION, rationalOfBig } from './bigFloat.ts';
import { bitLength, magnitude, shiftRight } from './bits.ts';
import { isBigFloat, type RealConstant } from './constant.ts';
import { bigOf } from './numbers.ts';
import { type Rational, rational, ZERO } from './rational.ts';

export interface FloatFormat {
  /** Binary digits of a normal number, the leading one included. */
  readonly precision: number;
  /** Binary exponent of the last digit of the least number. */
  readonly leastExponent: number;
  /** Binary digits of the greatest number's integer. */
  readonly maxExponent: number;
}

export const FLOAT32: FloatFormat = { precision: 24, leastExponent: -149, maxExponent: 128 };
export const FLOAT64: FloatFormat = { precision: 53, leastExponent: -1074, maxExponent: 1024 };

/** The nearest number of a format, ties to even; undefined if it is too great. */
export function nearest(x: RealConstant, format: FloatFormat): Rational | undefined {
  if (x.kind === 'float') {
    return isBigFloat(x.value) ? nearestToBig(x.value, format) : nearestTo(x.value, format);
  }
  // Larger integers are rounded to 512 digits first, as go/constant's Float64Val does it.
  return bitLength(x.value) <= PRECISION
    ? nearestTo(rational(x.value), format)
    : nearestToBig(bigOf(x), format);
}

export function nearestToBig(x: BigFloat, format: FloatFormat): Rational | undefined {
  const size = binaryExponent(x);
  if (size > format.maxExponent) {
    return undefined;
  }
  return size < format.leastExponent ? ZERO : nearestTo(rationalOfBig(x), format);
}

function nearestTo({ numerator, denominator }: Rational, format: FloatFormat) {
  if (numerator === 0n) {
    return ZERO;
  }
  const natural = magnitude(numerator);
  // The number is below 2^size, and not below 2^(size-2).
  const size = bitLength(natural) - bitLength(denominator) + 1;
  // Two digits more than are kept, of which the second may be zero.
  const exponent = Math.max(size - format.precision - 1, format.leastExponent) - 1;
  const dividend = exponent < 0 ? natural << BigInt(-exponent) : natural;
  const divisor = exponent > 0 ? denominator << BigInt(exponent) : denominator;
  const quotient = dividend / divisor;
  const excess = Math.max(bitLength(quotient) - format.precision, format.leastExponent - exponent);
  const digits = shiftRight(quotient, excess, 'halfToEven', dividend % divisor !== 0n);
  const last = exponent + excess;
  if (bitLength(digits) + last > format.maxExponent) {
    return undefined;
  }
  const signed = numerator < 0n ? -digits : digits;
  return last >= 0 ? rational(signed << BigInt(last)) : rational(signed, 1n << BigInt(-last));
}

/** The JavaScript number that a float of 64 bits is. */
export function numberOfFloat64({ numerator, denominator }: Rational): number {
  // A power of two; in two steps, as that of the least numbers is no number.
  const places = bitLength(denominator) - 1;
  const half = Math.floor(places / 2);
  return Number(numerator) / 2 ** half / 2 ** (places - half);
}
