/**
 * Values of constants: what go/constant is to go/types (Go 1.26). Integers and fractions are exact;
 * floats whose fractions would grow too large have 512 binary digits, as there.
 */
import { type BigFloat, bigFromInteger, bigFromRational } from './bigFloat.ts';
import { bitLength } from './bits.ts';
import { type Rational, rational } from './rational.ts';

export interface BoolConstant {
  readonly kind: 'bool';
  readonly value: boolean;
}

export interface StringConstant {
  readonly kind: 'string';
  /** One UTF-16 unit for each byte: Go's strings are bytes, and so are their lengths and order. */
  readonly bytes: string;
}

export interface IntConstant {
  readonly kind: 'int';
  readonly value: bigint;
}

export interface FloatConstant {
  readonly kind: 'float';
  readonly value: FloatValue;
}

export interface ComplexConstant {
  readonly kind: 'complex';
  readonly real: RealConstant;
  readonly imaginary: RealConstant;
}

export type FloatValue = Rational | BigFloat;
export type RealConstant = IntConstant | FloatConstant;
export type NumericConstant = RealConstant | ComplexConstant;
export type Constant = BoolConstant | StringConstant | NumericConstant;

/** Why there is no constant. */
export type Failure =
  /** It is not defined for values of this kind. */
  | 'mismatch'
  /** What is no integer was to be one. */
  | 'truncated'
  /** It is too great for the type, or for anything. */
  | 'overflows'
  | 'divisionByZero'
  /** The count of a shift is negative, no integer or too great. */
  | 'invalidCount'
  /** The literal is none, or its exponent is out of range. */
  | 'malformed'
  /** The literal of a number is longer than go/types reads. */
  | 'tooLong';

export function isFailure(x: Constant | Failure): x is Failure {
  return typeof x === 'string';
}

/** Binary digits of a numerator or denominator from which go/constant leaves fractions. */
export const MAX_FRACTION_BITS = 4096;

export function intConstant(value: bigint): IntConstant {
  return { kind: 'int', value };
}

export function floatConstant(value: FloatValue): FloatConstant {
  return { kind: 'float', value };
}

export function boolConstant(value: boolean): BoolConstant {
  return { kind: 'bool', value };
}

export function stringConstant(bytes: string): StringConstant {
  return { kind: 'string', bytes };
}

export const INT_ZERO: IntConstant = intConstant(0n);

export function isBigFloat(x: FloatValue): x is BigFloat {
  return 'mantissa' in x;
}

export function isReal(x: Constant): x is RealConstant {
  return x.kind === 'int' || x.kind === 'float';
}

export function isNumeric(x: Constant): x is NumericConstant {
  return isReal(x) || x.kind === 'complex';
}

/** A fraction as a float: of 512 digits if it has grown too large. */
export function fractionConstant(x: Rational): FloatConstant {
  return floatConstant(isSmall(x.numerator) && isSmall(x.denominator) ? x : bigFromRational(x));
}

/** The float that an integer is. */
export function floatOfInteger(x: bigint): FloatValue {
  return isSmall(x) ? rational(x) : bigFromInteger(x);
}

function isSmall(x: bigint): boolean {
  return bitLength(x) < MAX_FRACTION_BITS;
}
