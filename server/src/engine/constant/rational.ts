/** Exact fractions, in lowest terms and with a positive denominator. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const ZERO: Rational = { numerator: 0n, denominator: 1n };

export function rational(numerator: bigint, denominator = 1n): Rational {
  if (denominator === 1n) {
    return { numerator, denominator };
  }
  const sign = denominator < 0n ? -1n : 1n;
  const divisor = greatestDivisor(numerator, denominator) * sign;
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  let x = absolute(a);
  let y = absolute(b);
  // Powers of two, of which most denominators consist, go at once.
  while (y !== 0n) {
    [x, y] = [y, x % y];
  }
  return x;
}

export function absolute(x: bigint): bigint {
  return x < 0n ? -x : x;
}

export function add(a: Rational, b: Rational): Rational {
  return rational(
    a.numerator * b.denominator + b.numerator * a.denominator,
    a.denominator * b.denominator,
  );
}

export function negate({ numerator, denominator }: Rational): Rational {
  return { numerator: -numerator, denominator };
}

export function subtract(a: Rational, b: Rational): Rational {
  return add(a, negate(b));
}

export function multiply(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** `b` must not be zero. */
export function divide(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.denominator, a.denominator * b.numerator);
}

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`. */
export function compareRationals(a: Rational, b: Rational): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Number of binary digits of a natural number. */
export function bitLength(x: bigint): number {
  const hex = x.toString(16);
  return x === 0n
    ? 0
    : (hex.length - 1) * 4 + (32 - Math.clz32(Number.parseInt(hex[0] ?? '0', 16)));
}

export interface FloatFormat {
  /** Binary digits of a normal number, the leading one included. */
  readonly precision: number;
  /** Exponent of the least digit of the least number. */
  readonly leastExponent: number;
  /** Least exponent that is too great. */
  readonly overflowExponent: number;
}

export const FLOAT32: FloatFormat = {
  precision: 24,
  leastExponent: -149,
  overflowExponent: 128,
};
export const FLOAT64: FloatFormat = {
  precision: 53,
  leastExponent: -1074,
  overflowExponent: 1024,
};

/** The nearest number of a format, ties to even; undefined if it is too great. */
export function round(x: Rational, format: FloatFormat): Rational | undefined {
  const magnitude = absolute(x.numerator);
  if (magnitude === 0n) {
    return ZERO;
  }
  // 2^exponent <= |x| < 2^(exponent+1), or one less.
  const exponent = bitLength(magnitude) - bitLength(x.denominator);
  let least = Math.max(exponent - format.precision + 1, format.leastExponent);
  let digits = scaled(magnitude, x.denominator, least);
  if (bitLength(digits.quotient) < format.precision && least > format.leastExponent) {
    least--;
    digits = scaled(magnitude, x.denominator, least);
  }
  const twice = 2n * digits.remainder;
  const isUp =
    twice > digits.divisor || (twice === digits.divisor && (digits.quotient & 1n) === 1n);
  const rounded = isUp ? digits.quotient + 1n : digits.quotient;
  if (bitLength(rounded) + least > format.overflowExponent) {
    return undefined;
  }
  const signed = x.numerator < 0n ? -rounded : rounded;
  return least >= 0 ? rational(signed << BigInt(least)) : rational(signed, 1n << BigInt(-least));
}

/** `numerator / denominator / 2^exponent`, and what is left. */
function scaled(numerator: bigint, denominator: bigint, exponent: number) {
  const dividend = exponent < 0 ? numerator << BigInt(-exponent) : numerator;
  const divisor = exponent > 0 ? denominator << BigInt(exponent) : denominator;
  return { quotient: dividend / divisor, remainder: dividend % divisor, divisor };
}

/** The nearest JavaScript number; infinite if it is too great. */
export function toNumber(x: Rational): number {
  const rounded = round(x, FLOAT64);
  if (rounded === undefined) {
    return x.numerator < 0n ? -Infinity : Infinity;
  }
  const { numerator, denominator } = rounded;
  const shift = bitLength(denominator) - 1;
  // Both steps are exact, but for subnormal numbers the power of two alone would be zero.
  return shift <= 1000
    ? Number(numerator) / 2 ** shift
    : Number(numerator) / 2 ** 1000 / 2 ** (shift - 1000);
}
