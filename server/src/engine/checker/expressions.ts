/** Expressions: go/types/expr.go of Go 1.26, without its error messages. */
import type { Expression, FunctionLiteral, Identifier } from '../syntax/ast.ts';
import type * as ast from '../syntax/ast.ts';
import type { GoObject } from '../types/objects.ts';
import { isGenericSignature } from '../types/predicates.ts';
import { identical } from '../types/identical.ts';
import { coreType } from '../types/typeSet.ts';
import {
  allBoolean,
  allInteger,
  allNumeric,
  allNumericOrString,
  defaultType,
  isInteger,
  isUntyped,
} from '../types/predicates.ts';
import { PointerType, type Signature, type Type, type Unknown } from '../types/types.ts';
import { basicTypes, iotaObject } from '../types/universe.ts';
import { callExpression } from './calls.ts';
import { compositeLiteral } from './compositeLiterals.ts';
import { boolConstant, isFailure } from '../types/constant/constant.ts';
import { toInt } from '../types/constant/conversions.ts';
import { literal as literalConstant } from '../types/constant/literals.ts';
import {
  binaryOperation as binaryConstant,
  compare as compareConstants,
  type ComparisonOperator,
  shift as shiftConstant,
  type ShiftOperator,
} from '../types/constant/operations.ts';
import { checkedConstant, knownConstant, representable, unaryConstant } from './constants.ts';
import type { Environment } from './environment.ts';
import { instantiateFunction } from './functionInstances.ts';
import { indexExpression, sliceExpression } from './indexing.ts';
import { invalid, isUntypedOperand, type Operand } from './operand.ts';
import { selectorExpression } from './selectors.ts';
import { functionBody } from './statements.ts';
import { signatureOf, typeExpression } from './typeExpressions.ts';
import { Scope } from '../types/scope.ts';
import {
  convertUntyped,
  isComparison,
  isShift,
  matchOperands,
  settle,
  unknownOf,
} from './untyped.ts';

const LITERAL_TYPES = {
  int: basicTypes['untyped int'],
  float: basicTypes['untyped float'],
  imaginary: basicTypes['untyped complex'],
  rune: basicTypes['untyped rune'],
  string: basicTypes['untyped string'],
} as const;

/** What an expression's surroundings say of its type. */
export interface Wanted {
  /** The type of a composite literal that names none. */
  readonly elided?: Type | undefined;
  /** The function type that a generic function is assigned to. */
  readonly target?: Type | undefined;
}

/** A single value; anything else is invalid. */
export function expressionOf(
  environment: Environment,
  expression: Expression,
  wanted?: Wanted,
): Operand {
  return singleValue(multiValue(environment, expression, wanted));
}

/** A value, or the values of a call that gives several. */
export function multiValue(
  environment: Environment,
  expression: Expression,
  wanted?: Wanted,
): Operand {
  const operand = rawExpression(environment, expression, wanted, false);
  return noTypes(operand);
}

/** A value or a type. */
export function expressionOrType(environment: Environment, expression: Expression): Operand {
  return singleValue(rawExpression(environment, expression, undefined, false));
}

/** A value, a type, or a generic function that is not instantiated yet. */
export function genericExpressionOrType(environment: Environment, expression: Expression): Operand {
  return singleValue(rawExpression(environment, expression, undefined, true));
}

/** A value, which may be a generic function, or the values of a call. */
export function genericMultiValue(environment: Environment, expression: Expression): Operand {
  return noTypes(rawExpression(environment, expression, undefined, true));
}

/** The operand where a value is wanted. */
export function noTypes(operand: Operand): Operand {
  switch (operand.mode) {
    case 'noValue':
      return invalid(operand.expression, 'no value');
    case 'builtin':
      return invalid(operand.expression, 'a builtin must be called');
    case 'type':
      return invalid(operand.expression, 'a type is no expression');
    default:
      return operand;
  }
}

function singleValue(operand: Operand): Operand {
  return operand.type.kind === 'tuple' && operand.mode === 'value'
    ? invalid(operand.expression, 'several values')
    : operand;
}

/** What an expression is, recorded. */
export function rawExpression(
  environment: Environment,
  expression: Expression,
  wanted: Wanted | undefined,
  mayBeGeneric: boolean,
): Operand {
  let operand =
    environment.nesting.within(() => expressionInternal(environment, expression, wanted)) ??
    invalid(expression, 'nested too deeply');
  if (!mayBeGeneric && operand.mode === 'value' && isGenericSignature(operand.type)) {
    operand = instantiateFunction(environment, operand, [], wanted?.target);
  }
  record(environment, operand);
  return operand;
}

export function record({ types }: Environment, operand: Operand): void {
  types.record(operand.expression, operand.mode, operand.type, operand.value);
}

function expressionInternal(
  environment: Environment,
  expression: Expression,
  wanted: Wanted | undefined,
): Operand {
  switch (expression.kind) {
    case 'bad':
      return invalid(expression, 'syntax error');
    case 'identifier':
      return identifierExpression(environment, expression);
    case 'literal': {
      const { literal, text } = expression;
      const value = literalConstant(literal, text);
      const type = LITERAL_TYPES[literal];
      return isFailure(value)
        ? invalid(expression, `malformed literal ${text}`)
        : { mode: 'constant', expression, type, value };
    }
    case 'function':
      return functionLiteral(environment, expression);
    case 'composite':
      return compositeLiteral(environment, expression, wanted?.elided);
    case 'parenthesized': {
      const operand = rawExpression(environment, expression.operand, wanted, true);
      return { ...operand, expression };
    }
    case 'selector':
      return selectorExpression(environment, expression);
    case 'index':
      return indexExpression(environment, expression, wanted?.target);
    case 'slice':
      return sliceExpression(environment, expression);
    case 'assertion': {
      expressionOf(environment, expression.operand);
      return expression.type === undefined
        ? invalid(expression, 'x.(type) outside of a type switch')
        : { mode: 'commaOk', expression, type: typeExpression(environment, expression.type) };
    }
    case 'call':
      return environment.nesting.inChain(expression, (call) => callExpression(environment, call));
    case 'star':
      return starExpression(environment, expression);
    case 'unary':
      return unaryExpression(environment, expression);
    case 'binary':
      return binaryExpression(environment, expression);
    case 'ellipsis':
      return invalid(expression, 'syntax error');
    case 'arrayType':
    case 'structType':
    case 'functionType':
    case 'interfaceType':
    case 'mapType':
    case 'channelType':
      return { mode: 'type', expression, type: typeExpression(environment, expression) };
  }
}

function identifierExpression(environment: Environment, identifier: Identifier): Operand {
  const { name } = identifier;
  const object = environment.scope.lookUp(name);
  if (object === undefined) {
    return invalid(identifier, name === '' ? 'syntax error' : `undefined: ${name}`);
  }
  environment.types.recordObject(identifier, object);
  return objectOperand(environment, identifier, object);
}

/** What an expression is that denotes an object. */
export function objectOperand(
  environment: Environment,
  expression: Expression,
  object: GoObject,
): Operand {
  switch (object.kind) {
    case 'packageName':
      return invalid(expression, `use of package ${object.name} without selector`);
    case 'const':
      if (object === iotaObject) {
        return environment.iota === undefined
          ? invalid(expression, 'iota outside of a constant declaration')
          : { mode: 'constant', expression, type: object.type, value: environment.iota };
      }
      return object.type.kind === 'unknown'
        ? invalid(expression, object.type)
        : { mode: 'constant', expression, type: object.type, value: object.value };
    case 'typeName':
      return { mode: 'type', expression, type: object.type };
    case 'var':
      return { mode: 'variable', expression, type: object.type };
    case 'func':
      return { mode: 'value', expression, type: object.type };
    case 'builtin':
      return { mode: 'builtin', expression, type: basicTypes['untyped nil'], builtin: object };
    case 'nil':
      return { mode: 'value', expression, type: basicTypes['untyped nil'] };
  }
}

function functionLiteral(environment: Environment, expression: FunctionLiteral): Operand {
  const scope = new Scope(environment.scope);
  const signature = signatureOf(environment, expression.type, undefined, scope);
  const check = () => {
    functionBody({ ...environment, scope }, signature, expression.body);
  };
  if (environment.signature === undefined) {
    // What the body of a package's variable refers to may refer to that variable.
    environment.types.later(check);
  } else {
    check();
  }
  return { mode: 'value', expression, type: signature };
}

function starExpression(environment: Environment, expression: ast.Star): Operand {
  const operand = expressionOrType(environment, expression.operand);
  if (operand.mode === 'type') {
    return { mode: 'type', expression, type: new PointerType(operand.type) };
  }
  const unknown = unknownOf(operand);
  if (unknown) {
    return invalid(expression, unknown);
  }
  const pointer = coreType(operand.type);
  return pointer?.kind === 'pointer'
    ? { mode: 'variable', expression, type: pointer.element }
    : invalid(expression, 'no pointer');
}

function unaryExpression(environment: Environment, expression: ast.Unary): Operand {
  const { operator } = expression;
  const operand = expressionOf(environment, expression.operand);
  const unknown = unknownOf(operand);
  if (operand.mode === 'invalid' || unknown) {
    return invalid(expression, unknown ?? 'invalid operand');
  }
  switch (operator) {
    case '&':
      return { mode: 'value', expression, type: new PointerType(operand.type) };
    case '<-': {
      if (environment.effects) {
        environment.effects.hasCallOrReceive = true;
      }
      const channel = coreType(operand.type);
      return channel?.kind === 'channel'
        ? { mode: 'commaOk', expression, type: channel.element }
        : invalid(expression, 'no channel');
    }
    case '~':
      return invalid(expression, '~ outside of a constraint');
    case '!':
      if (!allBoolean(operand.type)) {
        return invalid(expression, '! of what is no boolean');
      }
      break;
    case '^':
      if (!allInteger(operand.type)) {
        return invalid(expression, '^ of what is no integer');
      }
      break;
    case '+':
    case '-':
      if (!allNumeric(operand.type)) {
        return invalid(expression, `${operator} of what is no number`);
      }
      break;
  }
  if (operand.mode === 'constant') {
    const value =
      operand.value && unaryConstant(operator, operand.value, operand.type, environment.sizes);
    return constantResult(environment, expression, operand.type, value);
  }
  return { mode: 'value', expression, type: operand.type };
}

function constantResult(
  environment: Environment,
  expression: Expression,
  type: Type,
  value: ReturnType<typeof checkedConstant>,
): Operand {
  const checked = value && checkedConstant(value, type, environment.sizes);
  return checked === undefined
    ? invalid(expression, 'constant overflows or is unknown')
    : { mode: 'constant', expression, type, value: checked };
}

/** `a + b + c …` may be long: it is one level deep here. */
function binaryExpression(environment: Environment, expression: ast.Binary): Operand {
  const chain = [expression];
  let first = expression.left;
  for (; first.kind === 'binary'; first = first.left) {
    chain.push(first);
  }
  let x = expressionOf(environment, first);
  for (const each of chain.reverse()) {
    const y = expressionOf(environment, each.right);
    x = binaryOperation(environment, each, each.operator, x, y);
    if (each !== expression) {
      record(environment, x);
    }
  }
  return x;
}

/** `left op right`, for binary expressions, `x op= y` and `x++` (where `right` is 1). */
export function binaryOperation(
  environment: Environment,
  expression: Expression,
  operator: ast.BinaryOperator,
  left: Operand,
  right: Operand,
): Operand {
  if (isShift(operator)) {
    return shift(environment, expression, operator, left, right);
  }
  const unknown = unknownOf(left, right);
  if (isComparison(operator)) {
    // Whatever is compared, the result is a boolean.
    const [x, y] =
      left.mode === 'invalid' || right.mode === 'invalid'
        ? [left, right]
        : matchOperands(environment, left, right);
    return comparison(environment, expression, operator, x, y);
  }
  if (left.mode === 'invalid' || right.mode === 'invalid' || unknown) {
    return invalid(expression, unknown ?? 'invalid operand');
  }
  const [x, y] = matchOperands(environment, left, right);
  if (x.mode === 'invalid' || y.mode === 'invalid' || !identical(x.type, y.type)) {
    return invalid(expression, 'mismatched types');
  }
  const isDefined =
    operator === '&&' || operator === '||'
      ? allBoolean(x.type)
      : operator === '+'
        ? allNumericOrString(x.type)
        : ['-', '*', '/'].includes(operator)
          ? allNumeric(x.type)
          : allInteger(x.type);
  if (!isDefined) {
    return invalid(expression, `operator ${operator} is not defined`);
  }
  if (x.mode === 'constant' && y.mode === 'constant') {
    const value =
      x.value &&
      y.value &&
      knownConstant(binaryConstant(x.value, operator, y.value, isInteger(x.type)));
    return constantResult(environment, expression, x.type, value);
  }
  return { mode: 'value', expression, type: x.type };
}

function comparison(
  environment: Environment,
  expression: Expression,
  operator: ComparisonOperator,
  x: Operand,
  y: Operand,
): Operand {
  const type = basicTypes['untyped bool'];
  if (x.mode === 'constant' && y.mode === 'constant') {
    const value = x.value && y.value && compareConstants(x.value, operator, y.value);
    return value === undefined
      ? invalid(expression, 'constants cannot be compared')
      : { mode: 'constant', expression, type, value: boolConstant(value) };
  }
  for (const operand of [x, y]) {
    if (operand.mode !== 'invalid' && isUntypedOperand(operand)) {
      settle(environment, operand.expression, defaultType(operand.type));
    }
  }
  return { mode: 'value', expression, type };
}

function shift(
  environment: Environment,
  expression: Expression,
  operator: ShiftOperator,
  x: Operand,
  y: Operand,
): Operand {
  const unknown = unknownOf(x);
  if (x.mode === 'invalid' || unknown) {
    return invalid(expression, unknown ?? 'invalid operand');
  }
  const shifted = x.mode === 'constant' && x.value ? toInt(x.value) : undefined;
  if (!allInteger(x.type) && !(isUntyped(x.type) && shifted !== undefined)) {
    return invalid(expression, 'the shifted operand is no integer');
  }
  if (y.mode === 'constant' && isUntyped(y.type)) {
    if (y.value === undefined || !representable(y.value, basicTypes.uint, environment.sizes)) {
      return invalid(expression, 'invalid shift count');
    }
  } else if (isUntyped(y.type) && !allInteger(y.type)) {
    convertUntyped(environment, y, basicTypes.uint);
  }
  if (x.mode === 'constant') {
    if (y.mode === 'constant') {
      const type = isInteger(x.type) ? x.type : basicTypes['untyped int'];
      const value =
        shifted && y.value ? knownConstant(shiftConstant(shifted, operator, y.value)) : undefined;
      return constantResult(environment, expression, type, value);
    }
    if (isUntyped(x.type)) {
      // Its type is what it would be without the shift: that is not known yet.
      return { mode: 'value', expression, type: x.type };
    }
  }
  return allInteger(x.type)
    ? { mode: 'value', expression, type: x.type }
    : invalid(expression, 'the shifted operand is no integer');
}

/** The signature of what is called or assigned, if it is one. */
export function signatureType(type: Type): Signature | Unknown | undefined {
  const core = coreType(type);
  return core?.kind === 'signature' || core?.kind === 'unknown' ? core : undefined;
}
