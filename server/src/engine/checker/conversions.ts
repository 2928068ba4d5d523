/** `T(x)`: go/types/conversions.go of Go 1.26. */
import type { Call } from '../syntax/ast.ts';
import {
  allString,
  defaultType,
  isConstantType,
  isInteger,
  isNonTypeParameterInterface,
  isTypeParameter,
  isUntyped,
} from '../types/predicates.ts';
import { type Type, underlying } from '../types/types.ts';
import { convertedConstant } from './constants.ts';
import type { Environment } from './environment.ts';
import { invalid, isNil, type Operand } from './operand.ts';
import { settle } from './untyped.ts';

export function conversion(environment: Environment, call: Call, x: Operand, type: Type): Operand {
  if (x.mode === 'invalid' || underlying(x.type).kind === 'unknown') {
    // What is converted is not known, what it becomes is.
    return { mode: 'value', expression: call, type };
  }
  const isConstantArgument = x.mode === 'constant' && isConstantType(x.type);
  const isConstant = isConstantArgument && isConstantType(type);
  let value = undefined;
  if (isConstant) {
    value = x.value && constantConversion(environment, x, type);
    if (value === undefined) {
      return invalid(call, 'the constant cannot be converted');
    }
  }
  if (isUntyped(x.type)) {
    const takesDefault =
      isNonTypeParameterInterface(type) ||
      (isConstantArgument && !isConstantType(type)) ||
      isNil(x);
    if (takesDefault) {
      settle(environment, x.expression, defaultType(x.type));
    } else if (x.mode === 'constant' && isInteger(x.type) && allString(type)) {
      settle(environment, x.expression, x.type);
    } else {
      settle(environment, x.expression, type);
    }
  }
  return isConstant
    ? { mode: 'constant', expression: call, type, value }
    : { mode: 'value', expression: call, type };
}

function constantConversion({ sizes }: Environment, x: Operand, type: Type) {
  const target = underlying(type);
  if (x.value === undefined || target.kind !== 'basic' || isTypeParameter(type)) {
    return undefined;
  }
  return convertedConstant(x.value, x.type, target, sizes);
}
