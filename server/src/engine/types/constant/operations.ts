/** Operators on constants: go/constant's UnaryOp, BinaryOp, Shift and Compare (Go 1.26). */
import { combineComplex } from './complex.ts';
import {
  boolConstant,
  type Constant,
  type Failure,
  intConstant,
  isNumeric,
  isReal,
  stringConstant,
} from './constant.ts';
import { toComplex, toInt } from './conversions.ts';
import { type ArithmeticOperator, combineReals, compareReals, negateReal } from './numbers.ts';

export type UnaryConstantOperator = '+' | '-' | '!' | '^';
export type BinaryConstantOperator = ArithmeticOperator | '&&' | '||';
export type ShiftOperator = '<<' | '>>';
export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** `unsignedBits` are those of the operand's type, if that is unsigned: `^x` keeps to them. */
export function unaryOperation(
  operator: UnaryConstantOperator,
  x: Constant,
  unsignedBits?: number,
): Constant | Failure {
  switch (operator) {
    case '!':
      return x.kind === 'bool' ? boolConstant(!x.value) : 'mismatch';
    case '+':
      return isNumeric(x) ? x : 'mismatch';
    case '-':
      return negated(x);
    case '^':
      if (x.kind !== 'int') {
        return 'mismatch';
      }
      return intConstant(
        unsignedBits === undefined ? ~x.value : BigInt.asUintN(unsignedBits, ~x.value),
      );
  }
}

function negated(x: Constant): Constant | Failure {
  if (isReal(x)) {
    return negateReal(x);
  }
  return x.kind === 'complex'
    ? { kind: 'complex', real: negateReal(x.real), imaginary: negateReal(x.imaginary) }
    : 'mismatch';
}

/** Bytes of a string at most. go/types has no limit: a line of doublings would take all memory. */
const MAX_STRING_BYTES = 1 << 26;

/**
 * `isInteger`: the operands' type is one of integers, and so is their quotient. Operands of
 * different kinds take the greater one of them. Comparisons and shifts have functions of their own.
 */
export function binaryOperation(
  x: Constant,
  operator: BinaryConstantOperator,
  y: Constant,
  isInteger: boolean,
): Constant | Failure {
  if (operator === '&&' || operator === '||') {
    if (x.kind !== 'bool' || y.kind !== 'bool') {
      return 'mismatch';
    }
    return boolConstant(operator === '&&' ? x.value && y.value : x.value || y.value);
  }
  if (isReal(x) && isReal(y)) {
    return combineReals(x, operator, y, isInteger);
  }
  if (x.kind === 'string' && y.kind === 'string') {
    if (operator !== '+') {
      return 'mismatch';
    }
    return x.bytes.length + y.bytes.length > MAX_STRING_BYTES
      ? 'overflows'
      : stringConstant(x.bytes + y.bytes);
  }
  const [a, b] = [toComplex(x), toComplex(y)];
  return a && b ? combineComplex(a, operator, b) : 'mismatch';
}

/** The greatest count of a constant shift: `shiftBound` of go/types/expr.go (Go 1.26). */
const MAX_SHIFT_COUNT = 1023n - 1n + 52n;

/** Both operands may be of any kind, as long as their values are integers. */
export function shift(x: Constant, operator: ShiftOperator, count: Constant): Constant | Failure {
  const integer = toInt(x);
  if (!integer) {
    return 'mismatch';
  }
  const places = toInt(count);
  if (!places || places.value < 0n || places.value > MAX_SHIFT_COUNT) {
    return 'invalidCount';
  }
  return intConstant(
    operator === '<<' ? integer.value << places.value : integer.value >> places.value,
  );
}

/** Undefined for what cannot be compared. */
export function compare(
  x: Constant,
  operator: ComparisonOperator,
  y: Constant,
): boolean | undefined {
  if (isReal(x) && isReal(y)) {
    return isOrder(compareReals(x, y), operator);
  }
  if (x.kind === 'string' && y.kind === 'string') {
    return isOrder(x.bytes < y.bytes ? -1 : x.bytes > y.bytes ? 1 : 0, operator);
  }
  const isEqual = areEqual(x, y);
  switch (operator) {
    case '==':
      return isEqual;
    case '!=':
      return isEqual === undefined ? undefined : !isEqual;
    default:
      return undefined;
  }
}

/** Whether booleans or complex numbers, which have no order, are equal. */
function areEqual(x: Constant, y: Constant): boolean | undefined {
  if (x.kind === 'bool' && y.kind === 'bool') {
    return x.value === y.value;
  }
  const [a, b] = [toComplex(x), toComplex(y)];
  return (
    a && b && compareReals(a.real, b.real) === 0 && compareReals(a.imaginary, b.imaginary) === 0
  );
}

function isOrder(order: number, operator: ComparisonOperator): boolean {
  switch (operator) {
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}
