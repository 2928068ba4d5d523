/**
 * Floats of 512 binary digits: what go/constant goes over to where fractions grow too large. Each
 * operation rounds as math/big/float.go does (Go 1.26), so that results are the same to the last
 * digit.
 */
import { bitLength, magnitude, type Rounding, shiftRight } from './bits.ts';
import { type Rational, rational } from './rational.ts';

/** `mantissa * 2^exponent`. */
export interface BigFloat {
  /** At most `PRECISION` binary digits, zeros at the end aside. */
  readonly mantissa: bigint;
  readonly exponent: number;
}

/** Binary digits: `prec` of go/constant/value.go. */
export const PRECISION = 512;

/** Binary digits of a power of five, and of the squares it is made of: math/big/floatconv.go. */
const POWER_PRECISION = PRECISION + 64;
const SQUARE_PRECISION = POWER_PRECISION + 64;
/** 5^27 is the greatest power of five below 2^64. */
const EXACT_POWER = 27;

/** Limits of the exponent of a float whose mantissa is a fraction below one: `MaxExp`, `MinExp`. */
const MAX_EXPONENT = 2 ** 31 - 1;
const MIN_EXPONENT = -(2 ** 31);

const BIG_ZERO: BigFloat = { mantissa: 0n, exponent: 0 };

/** The exponent if the mantissa is taken for a fraction from one half to one; 0 for zero. */
export function binaryExponent({ mantissa, exponent }: BigFloat): number {
  return mantissa === 0n ? 0 : bitLength(mantissa) + exponent;
}

/** Undefined if the exponent is too great; what is too small is zero. */
function rounded(
  mantissa: bigint,
  exponent: number,
  precision: number,
  isInexact = false,
  rounding: Rounding = 'halfToEven',
): BigFloat | undefined {
  if (mantissa === 0n) {
    return BIG_ZERO;
  }
  const excess = bitLength(mantissa) - precision;
  let float: BigFloat = { mantissa, exponent };
  if (excess > 0) {
    const natural = shiftRight(magnitude(mantissa), excess, rounding, isInexact);
    float = { mantissa: mantissa < 0n ? -natural : natural, exponent: exponent + excess };
  }
  const size = binaryExponent(float);
  return size > MAX_EXPONENT ? undefined : size < MIN_EXPONENT ? BIG_ZERO : float;
}

export function bigFromInteger(x: bigint): BigFloat {
  return rounded(x, 0, PRECISION) ?? BIG_ZERO;
}

export function bigFromRational({ numerator, denominator }: Rational): BigFloat {
  return denominator === 1n
    ? bigFromInteger(numerator)
    : (quotient(numerator, denominator, 0) ?? BIG_ZERO);
}

/** `dividend / divisor * 2^exponent`; undefined if that is too great. */
function quotient(dividend: bigint, divisor: bigint, exponent: number): BigFloat | undefined {
  const natural = magnitude(dividend);
  // Enough for the digits and the one that decides how they are rounded.
  const shift = Math.max(0, PRECISION + 2 - bitLength(natural) + bitLength(divisor));
  const shifted = natural << BigInt(shift);
  const by = magnitude(divisor);
  const result = shifted / by;
  const isNegative = dividend < 0n !== divisor < 0n;
  return rounded(isNegative ? -result : result, exponent - shift, PRECISION, shifted % by !== 0n);
}

export function addBig(a: BigFloat, b: BigFloat): BigFloat | undefined {
  if (a.mantissa === 0n || b.mantissa === 0n) {
    return a.mantissa === 0n ? b : a;
  }
  const [high, low] = a.exponent >= b.exponent ? [a, b] : [b, a];
  const distance = high.exponent - low.exponent;
  if (distance > 3 * PRECISION) {
    // The lesser one is below the last digit of the greater one, and below what could round it.
    return high;
  }
  return rounded((high.mantissa << BigInt(distance)) + low.mantissa, low.exponent, PRECISION);
}

export function negateBig({ mantissa, exponent }: BigFloat): BigFloat {
  return { mantissa: -mantissa, exponent };
}

export function multiplyBig(a: BigFloat, b: BigFloat, precision = PRECISION): BigFloat | undefined {
  return rounded(a.mantissa * b.mantissa, a.exponent + b.exponent, precision);
}

/** `b` must not be zero. */
export function divideBig(a: BigFloat, b: BigFloat): BigFloat | undefined {
  return a.mantissa === 0n ? BIG_ZERO : quotient(a.mantissa, b.mantissa, a.exponent - b.exponent);
}

export function compareBig(a: BigFloat, b: BigFloat): number {
  const [signA, signB] = [signOf(a.mantissa), signOf(b.mantissa)];
  if (signA !== signB || signA === 0) {
    return signA - signB;
  }
  const [sizeA, sizeB] = [binaryExponent(a), binaryExponent(b)];
  if (sizeA !== sizeB) {
    return sizeA > sizeB ? signA : -signA;
  }
  const least = Math.min(a.exponent, b.exponent);
  const aligned = ({ mantissa, exponent }: BigFloat) => mantissa << BigInt(exponent - least);
  return signOf(aligned(a) - aligned(b));
}

function signOf(x: bigint): number {
  return x < 0n ? -1 : x > 0n ? 1 : 0;
}

/** The float as an integer; undefined if it is none. Its exponent must not be large. */
export function exactIntegerOfBig({ mantissa, exponent }: BigFloat): bigint | undefined {
  if (exponent >= 0) {
    return mantissa << BigInt(exponent);
  }
  const integer = mantissa >> BigInt(-exponent);
  return integer << BigInt(-exponent) === mantissa ? integer : undefined;
}

/** The float with fewer digits. */
export function shortenBig(
  { mantissa, exponent }: BigFloat,
  precision: number,
  rounding: Rounding,
): BigFloat {
  return rounded(mantissa, exponent, precision, false, rounding) ?? BIG_ZERO;
}

/** Exact. The exponent must not be large. */
export function rationalOfBig({ mantissa, exponent }: BigFloat): Rational {
  return exponent >= 0
    ? rational(mantissa << BigInt(exponent))
    : rational(mantissa, 1n << BigInt(-exponent));
}

/**
 * `mantissa * 2^powerOfTwo * 5^powerOfFive` of a natural number that is not zero, rounded as
 * big.Float's parser does, which is not always to the nearest. Undefined if it is too great, or if
 * the power of two alone is out of range.
 */
export function scaledBig(
  mantissa: bigint,
  powerOfTwo: number,
  powerOfFive: number,
): BigFloat | undefined {
  const size = bitLength(mantissa) + powerOfTwo;
  if (size > MAX_EXPONENT || size < MIN_EXPONENT) {
    return undefined;
  }
  if (powerOfFive === 0) {
    return rounded(mantissa, powerOfTwo, PRECISION);
  }
  const power = powerOfFiveBig(Math.abs(powerOfFive));
  if (powerOfFive > 0) {
    return power && multiplyBig({ mantissa, exponent: powerOfTwo }, power);
  }
  return power ? quotient(mantissa, power.mantissa, powerOfTwo - power.exponent) : BIG_ZERO;
}

function powerOfFiveBig(exponent: number): BigFloat | undefined {
  if (exponent <= EXACT_POWER) {
    return { mantissa: 5n ** BigInt(exponent), exponent: 0 };
  }
  let power: BigFloat | undefined = { mantissa: 5n ** BigInt(EXACT_POWER), exponent: 0 };
  let square: BigFloat | undefined = { mantissa: 5n, exponent: 0 };
  for (let rest = exponent - EXACT_POWER; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) {
      power = power && square && multiplyBig(power, square, POWER_PRECISION);
    }
    square = square && multiplyBig(square, square, SQUARE_PRECISION);
  }
  return power;
}
