/**
 * Untyped operands and the types that they get from what surrounds them: go/types/expr.go
 * (updateExprType, implicitTypeAndValue, matchBinaryOperands) of Go 1.26.
 */
import type { Expression } from '../syntax/ast.ts';
import type { Constant } from '../types/constant/constant.ts';
import type { ComparisonOperator, ShiftOperator } from '../types/constant/operations.ts';
import { representable } from './constants.ts';
import {
  allBoolean,
  allString,
  defaultType,
  hasNil,
  isBoolean,
  isNonTypeParameterInterface,
  isNumeric,
  isString,
  isTyped,
  isUntyped,
  widerUntyped,
} from '../types/predicates.ts';
import { typeSetOf, typesOf } from '../types/typeSet.ts';
import type { Unknown } from '../types/types.ts';
import { type Basic, type Type, unalias, underlying } from '../types/types.ts';
import { basicTypes } from '../types/universe.ts';
import type { Environment } from './environment.ts';
import { invalid, isNil, isUntypedOperand, type Operand } from './operand.ts';

const COMPARISONS = new Set(['==', '!=', '<', '<=', '>', '>=']);

export function isComparison(operator: string): operator is ComparisonOperator {
  return COMPARISONS.has(operator);
}

export function isShift(operator: string): operator is ShiftOperator {
  return operator === '<<' || operator === '>>';
}

/**
 * Records the type that an untyped expression has got, and that of the operands which get it from
 * there. The operands of constant expressions stay untyped: there never is a value of theirs.
 */
export function settle(environment: Environment, expression: Expression, type: Type): void {
  let next: Expression | undefined = expression;
  while (next) {
    next = settleOne(environment, next, type);
  }
}

/** The operand that is still to be settled: the left one, as there may be many of them. */
function settleOne(
  environment: Environment,
  expression: Expression,
  type: Type,
): Expression | undefined {
  const { types } = environment;
  const before = types.typeOf(expression);
  if (before === undefined || !isUntyped(before)) {
    return undefined;
  }
  types.setType(expression, type);
  if (expression.kind === 'parenthesized') {
    return expression.operand;
  }
  if (types.valueOf(expression) !== undefined) {
    return undefined;
  }
  if (expression.kind === 'unary') {
    return expression.operand;
  }
  if (expression.kind !== 'binary' || isComparison(expression.operator)) {
    return undefined;
  }
  if (!isShift(expression.operator)) {
    settle(environment, expression.right, type);
  }
  return expression.left;
}

/** The operand as what it becomes where a value of type `target` is wanted. */
export function convertUntyped(environment: Environment, operand: Operand, target: Type): Operand {
  if (operand.mode === 'invalid' || !isUntypedOperand(operand) || target.kind === 'unknown') {
    return operand;
  }
  const converted = implicitType(environment, operand, target);
  if (converted === undefined) {
    return invalid(operand.expression, 'mismatched types');
  }
  const { type, value = operand.value } = converted;
  if (converted.value !== undefined) {
    environment.types.setValue(operand.expression, converted.value);
  }
  if (type !== operand.type) {
    settle(environment, operand.expression, type);
  }
  return { ...operand, type, value };
}

interface Implicit {
  readonly type: Type;
  readonly value?: Constant | undefined;
}

function implicitType(
  environment: Environment,
  operand: Operand,
  target: Type,
): Implicit | undefined {
  if (isUntyped(target)) {
    const type = widerUntyped(operand.type, target);
    return type && { type };
  }
  const under = underlying(target);
  const parameter = unalias(target);
  if (parameter.kind === 'typeParameter') {
    const fits = typesOf(parameter)?.every(
      (type) => implicitType(environment, operand, type) !== undefined,
    );
    const type = isNil(operand) ? basicTypes['untyped nil'] : target;
    return fits === true ? { type } : undefined;
  }
  switch (under.kind) {
    case 'basic':
      return implicitBasic(environment, operand, target, under);
    case 'interface':
      if (isNil(operand)) {
        return { type: basicTypes['untyped nil'] };
      }
      return typeSetOf(under).isAll ? { type: defaultType(operand.type) } : undefined;
    case 'pointer':
    case 'signature':
    case 'slice':
    case 'map':
    case 'channel':
      return isNil(operand) ? { type: basicTypes['untyped nil'] } : undefined;
    default:
      return undefined;
  }
}

function implicitBasic(
  { sizes }: Environment,
  operand: Operand,
  target: Type,
  under: Basic,
): Implicit | undefined {
  if (operand.mode === 'constant') {
    if (operand.value === undefined) {
      return { type: target };
    }
    const value = representable(operand.value, under, sizes);
    return value && { type: target, value };
  }
  switch ((operand.type as Basic).basic) {
    case 'untyped bool':
      return isBoolean(target) ? { type: target } : undefined;
    case 'untyped int':
    case 'untyped rune':
    case 'untyped float':
    case 'untyped complex':
      return isNumeric(target) ? { type: target } : undefined;
    case 'untyped string':
      return isString(target) ? { type: target } : undefined;
    case 'untyped nil':
      return hasNil(target) ? { type: basicTypes['untyped nil'] } : undefined;
    default:
      return undefined;
  }
}

/** Both operands of a binary expression, where one of them gets its type from the other. */
export function matchOperands(
  environment: Environment,
  x: Operand,
  y: Operand,
): readonly [Operand, Operand] {
  if (!mayConvert(x, y)) {
    return [x, y];
  }
  const left = convertUntyped(environment, x, y.type);
  return left.mode === 'invalid' ? [left, y] : [left, convertUntyped(environment, y, left.type)];
}

function mayConvert(x: Operand, y: Operand): boolean {
  if (isTyped(x.type) && isTyped(y.type)) {
    return false;
  }
  if (isNonTypeParameterInterface(x.type) || isNonTypeParameterInterface(y.type)) {
    return true;
  }
  if (allBoolean(x.type) !== allBoolean(y.type) || allString(x.type) !== allString(y.type)) {
    return false;
  }
  if (isNil(x)) {
    return hasNil(y.type);
  }
  if (isNil(y)) {
    return hasNil(x.type);
  }
  return underlying(x.type).kind !== 'pointer' && underlying(y.type).kind !== 'pointer';
}

/** The operand as it is when nothing asks for a certain type of it. */
export function withDefaultType(environment: Environment, operand: Operand): Operand {
  return isUntypedOperand(operand)
    ? convertUntyped(environment, operand, defaultType(operand.type))
    : operand;
}

/** What spreads when an operation has an operand that is not known. */
export function unknownOf(...operands: readonly Operand[]): Unknown | undefined {
  for (const { type } of operands) {
    const under = underlying(type);
    if (under.kind === 'unknown') {
      return under;
    }
  }
  return undefined;
}
