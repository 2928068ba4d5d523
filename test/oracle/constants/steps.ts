/** Operations of real programs: their operands and results as go/types has them. */
import type { BigFloat } from '../../../server/src/engine/types/constant/bigFloat.ts';
import {
  boolConstant,
  type Constant,
  type Failure,
  floatConstant,
  intConstant,
  isFailure,
  isReal,
  type RealConstant,
  stringConstant,
} from '../../../server/src/engine/types/constant/constant.ts';
import { literal } from '../../../server/src/engine/types/constant/literals.ts';
import {
  type BinaryConstantOperator,
  binaryOperation,
  compare,
  type ComparisonOperator,
  shift,
  type ShiftOperator,
  type UnaryConstantOperator,
  unaryOperation,
} from '../../../server/src/engine/types/constant/operations.ts';
import {
  convert,
  represent,
  unsignedBits,
} from '../../../server/src/engine/types/constant/representation.ts';
import { rational } from '../../../server/src/engine/types/constant/rational.ts';
import { isInteger } from './declarations.ts';
import { difference, LITERAL_KINDS, type Operand, type Step, type Value } from './judge.ts';

/** The word of the machine that steps are of. */
const WORD_BITS = 64;

/** What is different between what a step gives by our functions and its result. */
export function faultOfStep(step: Step): string | undefined {
  const value = apply(step);
  const { type, value: result } = step.result;
  const fault = difference(value, result);
  if (fault === undefined || isFailure(value) || type.startsWith('untyped')) {
    return fault;
  }
  // The value as it was before the conversion is recorded for what stands in one, with its type.
  return difference(represent(value, type, WORD_BITS), result);
}

function apply({ operator, token, text, x, y, result }: Step): Constant | Failure {
  if (token !== undefined && text !== undefined) {
    return literal(LITERAL_KINDS[token], text);
  }
  if (!x) {
    return 'mismatch';
  }
  const a = constantOf(x.value);
  if (!y) {
    return operator === 'convert'
      ? convert(a, result.type, WORD_BITS, isInteger(x.type))
      : unaryOperation(operator as UnaryConstantOperator, a, unsignedBits(x.type, WORD_BITS));
  }
  return ofTwo(operator, a, constantOf(y.value), areIntegers(x, y));
}

function areIntegers(x: Operand, y: Operand): boolean {
  return isInteger(x.type) && isInteger(y.type);
}

function ofTwo(text: string, x: Constant, y: Constant, areIntegers: boolean): Constant | Failure {
  const operator = text as BinaryConstantOperator | ShiftOperator | ComparisonOperator;
  switch (operator) {
    case '<<':
    case '>>':
      return shift(x, operator, y);
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const is = compare(x, operator, y);
      return is === undefined ? 'mismatch' : boolConstant(is);
    }
    default:
      return binaryOperation(x, operator, y, areIntegers);
  }
}

function constantOf({ kind, exact, bytes, real, imaginary }: Value): Constant {
  switch (kind) {
    case 'bool':
      return boolConstant(exact === 'true');
    case 'string':
      return stringConstant(bytes ?? '');
    case 'int':
      return intConstant(BigInt(exact));
    case 'float':
      return floatConstant(bigOf(exact) ?? fractionOf(exact));
    case 'complex':
      return { kind, real: partOf(real), imaginary: partOf(imaginary) };
  }
}

function partOf(value: Value | undefined): RealConstant {
  const part = value && constantOf(value);
  return part && isReal(part) ? part : intConstant(0n);
}

function fractionOf(text: string) {
  const [numerator = '', denominator = '1'] = text.split('/');
  return rational(BigInt(numerator), BigInt(denominator));
}

/** `-0x.8p+5000`. */
function bigOf(text: string): BigFloat | undefined {
  const [, minus, digits = '', exponent] = /^(-?)0x\.([\da-f]+)p([+-]\d+)$/.exec(text) ?? [];
  if (exponent === undefined) {
    return undefined;
  }
  const mantissa = BigInt(`0x${digits}`);
  return {
    mantissa: minus === '-' ? -mantissa : mantissa,
    exponent: Number(exponent) - 4 * digits.length,
  };
}
