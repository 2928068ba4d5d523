/** `x[i]`, `f[T]` and `x[i:j]`: go/types/index.go of Go 1.26. */
import type { Expression } from '../syntax/ast.ts';
import type * as ast from '../syntax/ast.ts';
import { isString, isUntyped } from '../types/predicates.ts';
import { coreString, typesOf } from '../types/typeSet.ts';
import { SliceType, type Type, underlying, unalias } from '../types/types.ts';
import { basicTypes, byteType } from '../types/universe.ts';
import { assign } from './assignments.ts';
import { toInt } from '../types/constant/conversions.ts';
import type { Environment } from './environment.ts';
import { expressionOf, genericExpressionOrType } from './expressions.ts';
import { instantiateFunction } from './functionInstances.ts';
import { invalid, isGenericFunction, type Mode, type Operand } from './operand.ts';
import { instantiated, typeExpression } from './typeExpressions.ts';
import { convertUntyped, unknownOf } from './untyped.ts';

export function indexExpression(
  environment: Environment,
  expression: ast.Index,
  target: Type | undefined,
): Operand {
  const x = genericExpressionOrType(environment, expression.operand);
  return indexOperand(environment, expression, x, target);
}

/** The same, of an operand that has been looked at. */
export function indexOperand(
  environment: Environment,
  expression: ast.Index,
  x: Operand,
  target: Type | undefined,
): Operand {
  const { indices } = expression;
  if (x.mode === 'type') {
    const typeArguments = indices.map((index) => typeExpression(environment, index));
    return {
      mode: 'type',
      expression,
      type: instantiated(environment, expression, x.type, typeArguments),
    };
  }
  if (isGenericFunction(x)) {
    const typeArguments = indices.map((index) => typeExpression(environment, index));
    return instantiateFunction(environment, { ...x, expression }, typeArguments, target);
  }
  const [index] = indices;
  const unknown = unknownOf(x);
  const element = unknown ? undefined : elementOf(x);
  if (element === undefined || index === undefined) {
    for (const each of indices) {
      expressionOf(environment, each);
    }
    return invalid(expression, unknown ?? 'cannot be indexed');
  }
  if (element.key !== undefined) {
    assign(environment, expressionOf(environment, index), element.key);
    return { mode: element.mode, expression, type: element.type };
  }
  indexValue(environment, index);
  return { mode: element.mode, expression, type: element.type };
}

interface IndexedElement {
  readonly mode: Mode;
  readonly type: Type;
  /** Of maps. */
  readonly key?: Type;
}

function elementOf(x: Operand): IndexedElement | undefined {
  const parameter = unalias(x.type);
  if (parameter.kind !== 'typeParameter') {
    return elementOfType(x.type, x.mode);
  }
  const elements = (typesOf(parameter) ?? []).map((type) => elementOfType(type, x.mode));
  const [first] = elements;
  if (first === undefined) {
    return undefined;
  }
  // A string among the types makes the element a value.
  return elements.find((element) => element?.mode === 'value') ?? first;
}

function elementOfType(type: Type, mode: Mode): IndexedElement | undefined {
  const under = underlying(type);
  switch (under.kind) {
    case 'basic':
      return isString(type) ? { mode: 'value', type: byteType } : undefined;
    case 'array':
      return { mode: mode === 'variable' ? 'variable' : 'value', type: under.element };
    case 'pointer': {
      const array = underlying(under.element);
      return array.kind === 'array' ? { mode: 'variable', type: array.element } : undefined;
    }
    case 'slice':
      return { mode: 'variable', type: under.element };
    case 'map':
      return { mode: 'mapIndex', type: under.element, key: under.key };
    default:
      return undefined;
  }
}

/** An index: an integer, or a constant that can be one. */
export function indexValue(environment: Environment, index: Expression): bigint | undefined {
  const operand = expressionOf(environment, index);
  const converted = isUntyped(operand.type)
    ? convertUntyped(environment, operand, basicTypes.int)
    : operand;
  return converted.mode === 'constant' && converted.value
    ? toInt(converted.value)?.value
    : undefined;
}

export function sliceExpression(environment: Environment, expression: ast.Slice): Operand {
  const x = expressionOf(environment, expression.operand);
  const indices = [expression.low, expression.high, expression.max];
  for (const index of indices) {
    if (index !== undefined) {
      indexValue(environment, index);
    }
  }
  const unknown = unknownOf(x);
  if (x.mode === 'invalid' || unknown) {
    return invalid(expression, unknown ?? 'cannot be sliced');
  }
  const core = coreString(x.type);
  switch (core?.kind) {
    case 'basic': {
      const type = isUntyped(x.type) ? basicTypes.string : x.type;
      return isString(core)
        ? { mode: 'value', expression, type }
        : invalid(expression, 'cannot be sliced');
    }
    case 'array':
      return { mode: 'value', expression, type: new SliceType(core.element) };
    case 'pointer': {
      const array = underlying(core.element);
      return array.kind === 'array'
        ? { mode: 'value', expression, type: new SliceType(array.element) }
        : invalid(expression, 'cannot be sliced');
    }
    case 'slice':
      return { mode: 'value', expression, type: x.type };
    default:
      return invalid(expression, 'cannot be sliced');
  }
}
