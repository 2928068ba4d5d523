/** Arithmetic of integers and floats: the numeric part of go/constant's BinaryOp (Go 1.26). */
import {
  addBig,
  type BigFloat,
  bigFromInteger,
  bigFromRational,
  compareBig,
  divideBig,
  multiplyBig,
  negateBig,
} from './bigFloat.ts';
import { bitLength } from './bits.ts';
import {
  type Failure,
  floatConstant,
  type FloatConstant,
  fractionConstant,
  intConstant,
  type IntConstant,
  isBigFloat,
  isFailure,
  type RealConstant,
} from './constant.ts';
import {
  addRationals,
  compareRationals,
  divideRationals,
  multiplyRationals,
  negateRational,
  type Rational,
  rational,
} from './rational.ts';

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '&' | '|' | '^' | '&^';

/**
 * Binary digits of an integer at most. go/constant has no such limit, and go/types one of 512 that
 * does not apply to the parts of complex numbers: a line of squares would take all memory.
 */
const MAX_INTEGER_BITS = 1 << 16;

/** `isInteger`: the quotient of two integers is one, too. */
export function combineReals(
  x: RealConstant | Failure,
  operator: ArithmeticOperator,
  y: RealConstant | Failure,
  isInteger = false,
): RealConstant | Failure {
  if (isFailure(x)) {
    return x;
  }
  if (isFailure(y)) {
    return y;
  }
  if (x.kind === 'int' && y.kind === 'int') {
    return combineIntegers(x.value, operator, y.value, isInteger);
  }
  const [a, b] = [fractionOf(x), fractionOf(y)];
  return a && b ? combineRationals(a, operator, b) : combineBig(bigOf(x), operator, bigOf(y));
}

function combineIntegers(
  a: bigint,
  operator: ArithmeticOperator,
  b: bigint,
  isInteger: boolean,
): RealConstant | Failure {
  switch (operator) {
    case '+':
      return intConstant(a + b);
    case '-':
      return intConstant(a - b);
    case '*':
      return product(a, b);
    case '/':
      if (b === 0n) {
        return 'divisionByZero';
      }
      return isInteger ? intConstant(quotient(a, b)) : fractionConstant(rational(a, b));
    case '%':
      return b === 0n ? 'divisionByZero' : intConstant(a % b);
    case '&':
      return intConstant(a & b);
    case '|':
      return intConstant(a | b);
    case '^':
      return intConstant(a ^ b);
    case '&^':
      return intConstant(a & ~b);
  }
}

/** What fits into 64 bits is divided in 64 bits: there, -1<<63 / -1 is -1<<63 again. */
function quotient(a: bigint, b: bigint): bigint {
  return isInt64(a) && isInt64(b) ? BigInt.asIntN(64, a / b) : a / b;
}

function isInt64(x: bigint): boolean {
  return BigInt.asIntN(64, x) === x;
}

function product(a: bigint, b: bigint): IntConstant | Failure {
  return (isInt64(a) && isInt64(b)) || bitLength(a) + bitLength(b) <= MAX_INTEGER_BITS
    ? intConstant(a * b)
    : 'overflows';
}

function combineRationals(
  a: Rational,
  operator: ArithmeticOperator,
  b: Rational,
): FloatConstant | Failure {
  switch (operator) {
    case '+':
      return fractionConstant(addRationals(a, b));
    case '-':
      return fractionConstant(addRationals(a, negateRational(b)));
    case '*':
      return fractionConstant(multiplyRationals(a, b));
    case '/':
      return b.numerator === 0n ? 'divisionByZero' : fractionConstant(divideRationals(a, b));
    default:
      return 'mismatch';
  }
}

function combineBig(
  a: BigFloat,
  operator: ArithmeticOperator,
  b: BigFloat,
): FloatConstant | Failure {
  switch (operator) {
    case '+':
      return bigConstant(addBig(a, b));
    case '-':
      return bigConstant(addBig(a, negateBig(b)));
    case '*':
      return bigConstant(multiplyBig(a, b));
    case '/':
      return b.mantissa === 0n ? 'divisionByZero' : bigConstant(divideBig(a, b));
    default:
      return 'mismatch';
  }
}

function bigConstant(x: BigFloat | undefined): FloatConstant | Failure {
  return x ? floatConstant(x) : 'overflows';
}

export function negateReal(x: RealConstant): RealConstant {
  if (x.kind === 'int') {
    return intConstant(-x.value);
  }
  return isBigFloat(x.value)
    ? floatConstant(negateBig(x.value))
    : fractionConstant(negateRational(x.value));
}

/** Negative, zero or positive as `x` is less than, equal to or greater than `y`. */
export function compareReals(x: RealConstant, y: RealConstant): number {
  if (x.kind === 'int' && y.kind === 'int') {
    return x.value < y.value ? -1 : x.value > y.value ? 1 : 0;
  }
  const [a, b] = [fractionOf(x), fractionOf(y)];
  return a && b ? compareRationals(a, b) : compareBig(bigOf(x), bigOf(y));
}

/** The number as a fraction, unless it is a float of 512 digits. */
function fractionOf(x: RealConstant): Rational | undefined {
  return x.kind === 'int' ? rational(x.value) : isBigFloat(x.value) ? undefined : x.value;
}

/** The number in 512 binary digits. */
export function bigOf(x: RealConstant): BigFloat {
  if (x.kind === 'int') {
    return bigFromInteger(x.value);
  }
  return isBigFloat(x.value) ? x.value : bigFromRational(x.value);
}
