/** Arithmetic of constants: go/constant's UnaryOp, BinaryOp, Shift and Compare (Go 1.26). */
import type { BinaryOperator, UnaryOperator } from '../syntax/ast.ts';
import {
  asComplex,
  type Complex,
  type Constant,
  exactInteger,
  integerConstant,
} from './constant.ts';
import {
  add,
  compareRationals,
  divide,
  multiply,
  negate,
  type Rational,
  subtract,
} from './rational.ts';

/** `unsignedBits` are those of the operand's type, if that is unsigned: `^x` keeps to them. */
export function unaryOperation(
  operator: UnaryOperator,
  x: Constant,
  unsignedBits?: number,
): Constant | undefined {
  switch (operator) {
    case '!':
      return x.kind === 'bool' ? { kind: 'bool', value: !x.value } : undefined;
    case '+':
      return x;
    case '-':
      return negated(x);
    case '^': {
      const value = exactInteger(x);
      if (value === undefined) {
        return undefined;
      }
      return integerConstant(
        unsignedBits === undefined ? ~value : BigInt.asUintN(unsignedBits, ~value),
      );
    }
    default:
      return undefined;
  }
}

function negated(x: Constant): Constant | undefined {
  switch (x.kind) {
    case 'int':
      return integerConstant(-x.value);
    case 'float':
      return { kind: 'float', value: negate(x.value) };
    case 'complex':
      return { kind: 'complex', real: negate(x.real), imaginary: negate(x.imaginary) };
    default:
      return undefined;
  }
}

/** Undefined for operations that are not defined, division by zero among them. */
export function binaryOperation(
  x: Constant,
  operator: BinaryOperator,
  y: Constant,
  isInteger: boolean,
): Constant | undefined {
  if (x.kind === 'bool' && y.kind === 'bool') {
    return operator === '&&'
      ? { kind: 'bool', value: x.value && y.value }
      : operator === '||'
        ? { kind: 'bool', value: x.value || y.value }
        : undefined;
  }
  if (x.kind === 'string' && y.kind === 'string') {
    return operator === '+' ? { kind: 'string', bytes: x.bytes + y.bytes } : undefined;
  }
  if (isInteger) {
    const [a, b] = [exactInteger(x), exactInteger(y)];
    const value = a === undefined || b === undefined ? undefined : integers(a, operator, b);
    return value === undefined ? undefined : integerConstant(value);
  }
  const [a, b] = [asComplex(x), asComplex(y)];
  if (!a || !b) {
    return undefined;
  }
  if (x.kind === 'complex' || y.kind === 'complex') {
    const value = complexes(a, operator, b);
    return value && { kind: 'complex', ...value };
  }
  const value = rationals(a.real, operator, b.real);
  return value && { kind: 'float', value };
}

function integers(a: bigint, operator: BinaryOperator, b: bigint): bigint | undefined {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0n ? undefined : quotient(a, b);
    case '%':
      return b === 0n ? undefined : a % b;
    case '&':
      return a & b;
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    case '&^':
      return a & ~b;
    default:
      return undefined;
  }
}

/** go/constant divides what fits into 64 bits there, where -1<<63 / -1 is -1<<63 again. */
function quotient(a: bigint, b: bigint): bigint {
  return isInt64(a) && isInt64(b) ? BigInt.asIntN(64, a / b) : a / b;
}

function isInt64(x: bigint): boolean {
  return BigInt.asIntN(64, x) === x;
}

function rationals(a: Rational, operator: BinaryOperator, b: Rational): Rational | undefined {
  switch (operator) {
    case '+':
      return add(a, b);
    case '-':
      return subtract(a, b);
    case '*':
      return multiply(a, b);
    case '/':
      return b.numerator === 0n ? undefined : divide(a, b);
    default:
      return undefined;
  }
}

function complexes(a: Complex, operator: BinaryOperator, b: Complex): Complex | undefined {
  const products = (x: Complex, y: Complex): Complex => ({
    real: subtract(multiply(x.real, y.real), multiply(x.imaginary, y.imaginary)),
    imaginary: add(multiply(x.real, y.imaginary), multiply(x.imaginary, y.real)),
  });
  switch (operator) {
    case '+':
      return { real: add(a.real, b.real), imaginary: add(a.imaginary, b.imaginary) };
    case '-':
      return { real: subtract(a.real, b.real), imaginary: subtract(a.imaginary, b.imaginary) };
    case '*':
      return products(a, b);
    case '/': {
      const square = add(multiply(b.real, b.real), multiply(b.imaginary, b.imaginary));
      if (square.numerator === 0n) {
        return undefined;
      }
      const { real, imaginary } = products(a, { ...b, imaginary: negate(b.imaginary) });
      return { real: divide(real, square), imaginary: divide(imaginary, square) };
    }
    default:
      return undefined;
  }
}

/** Greatest count of a constant shift: go/types/expr.go (shiftBound). */
const MAX_SHIFT = 1023 - 1 + 52;

export function shift(x: bigint, operator: '<<' | '>>', count: bigint): Constant | undefined {
  if (count < 0n || count > MAX_SHIFT) {
    return undefined;
  }
  return integerConstant(operator === '<<' ? x << count : x >> count);
}

export function compare(x: Constant, operator: string, y: Constant): boolean | undefined {
  const order = orderOf(x, y);
  if (order === undefined) {
    return undefined;
  }
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
    default:
      return undefined;
  }
}

/** For complex numbers and booleans 0 or not 0, as they have no order. */
function orderOf(x: Constant, y: Constant): number | undefined {
  if (x.kind === 'bool' && y.kind === 'bool') {
    return x.value === y.value ? 0 : 1;
  }
  if (x.kind === 'string' && y.kind === 'string') {
    return x.bytes < y.bytes ? -1 : x.bytes > y.bytes ? 1 : 0;
  }
  if (x.kind === 'int' && y.kind === 'int') {
    return x.value < y.value ? -1 : x.value > y.value ? 1 : 0;
  }
  const [a, b] = [asComplex(x), asComplex(y)];
  if (!a || !b) {
    return undefined;
  }
  return compareRationals(a.real, b.real) || compareRationals(a.imaginary, b.imaginary);
}

/** `complex(x, y)` of two numbers without imaginary parts. */
export function complexConstant(x: Constant, y: Constant): Constant | undefined {
  const [real, imaginary] = [asComplex(x)?.real, asComplex(y)?.real];
  return real && imaginary && { kind: 'complex', real, imaginary };
}

/** `real(x)` and `imag(x)`. */
export function partOfComplex(x: Constant, part: 'real' | 'imaginary'): Constant | undefined {
  const number = asComplex(x);
  return number && { kind: 'float', value: number[part] };
}
