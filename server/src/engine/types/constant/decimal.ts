/** Floats in decimal, as go/constant shows them: `floatVal.String` (Go 1.26). */
import { type BigFloat, binaryExponent, exactIntegerOfBig } from './bigFloat.ts';
import { magnitude } from './bits.ts';
import type { Rational } from './rational.ts';
import { FLOAT64, nearestToBig, numberOfFloat64 } from './rounding.ts';

/** Significant digits. */
const PRECISION = 6;
const MIN_FIXED_EXPONENT = -4;

/** Digits without zeros at the end; the decimal point is behind the first one. */
interface Decimal {
  readonly digits: string;
  readonly exponent: number;
}

/** With six digits, or with more if it would look like an integer and is none. */
export function displayFloat(x: BigFloat): string {
  if (x.mantissa === 0n) {
    return '0';
  }
  const signText = x.mantissa < 0n ? '-' : '';
  const float = nearestToBig({ ...x, mantissa: magnitude(x.mantissa) }, FLOAT64);
  if (!float || float.numerator === 0n) {
    return signText + displayOutOfRange(x);
  }
  const short = format(decimalOf(float));
  const looksWhole = !short.includes('.') && exactIntegerOfBig(x) === undefined;
  return signText + (looksWhole ? format(shortestDecimal(numberOfFloat64(float))) : short);
}

/** A positive float, to the nearest decimal, ties to even. */
function decimalOf(x: Rational): Decimal {
  const exponent = Math.floor(Math.log10(numberOfFloat64(x)));
  const digits = String(scaledToInteger(x, PRECISION - 1 - exponent));
  return {
    digits: digits.replace(/0+$/, ''),
    // Rounding may have made a digit more of it, or the logarithm one too few.
    exponent: exponent + digits.length - PRECISION,
  };
}

/** `x * 10^power`, rounded to the nearest integer, ties to even. */
function scaledToInteger({ numerator, denominator }: Rational, power: number): bigint {
  const dividend = numerator * 10n ** BigInt(Math.max(power, 0));
  const divisor = denominator * 10n ** BigInt(Math.max(-power, 0));
  const quotient = dividend / divisor;
  const twice = 2n * (dividend % divisor);
  const isUp = twice > divisor || (twice === divisor && (quotient & 1n) === 1n);
  return isUp ? quotient + 1n : quotient;
}

/** The fewest digits that are read as the same float. */
function shortestDecimal(x: number): Decimal {
  const [digits = '', exponent = ''] = x.toExponential().split('e');
  return { digits: digits.replace('.', ''), exponent: Number(exponent) };
}

/** `%g` of Go. */
function format({ digits, exponent }: Decimal): string {
  if (exponent < MIN_FIXED_EXPONENT || exponent >= PRECISION) {
    const power = String(Math.abs(exponent)).padStart(2, '0');
    return `${withPoint(digits, 1)}e${exponent < 0 ? '-' : '+'}${power}`;
  }
  return exponent < 0
    ? `0.${'0'.repeat(-exponent - 1)}${digits}`
    : withPoint(digits.padEnd(exponent + 1, '0'), exponent + 1);
}

function withPoint(digits: string, at: number): string {
  return digits.length > at ? `${digits.slice(0, at)}.${digits.slice(at)}` : digits;
}

const DECIMAL_DIGITS_PER_BIT = 0.30102999566398119521;

/** Of a float that is none of 64 bits go/constant gives an approximation, and so do we. */
function displayOutOfRange(x: BigFloat): string {
  const bits = binaryExponent(x);
  const fraction = nearestToBig(
    { mantissa: magnitude(x.mantissa), exponent: x.exponent - bits },
    FLOAT64,
  );
  const power = bits * DECIMAL_DIGITS_PER_BIT;
  let exponent = Math.trunc(power);
  let mantissa = (fraction ? numberOfFloat64(fraction) : 0) * 10 ** (power - exponent);
  if (mantissa < 1 - 0.5e-6) {
    mantissa *= 10;
    exponent--;
  } else if (mantissa >= 10) {
    mantissa /= 10;
    exponent++;
  }
  const digits = String(Number(mantissa.toPrecision(PRECISION)));
  return `${digits}e${exponent < 0 ? '' : '+'}${exponent}`;
}
