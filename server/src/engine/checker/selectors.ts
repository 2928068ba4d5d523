/** `x.f`: go/types/call.go (selector) of Go 1.26. */
import type { Selector } from '../syntax/ast.ts';
import { lookUpFieldOrMethod } from '../types/lookup.ts';
import { type GoObject, isExported, VarObject } from '../types/objects.ts';
import { Signature, Tuple, type Type, type Unknown } from '../types/types.ts';
import type { Environment } from './environment.ts';
import { expressionOrType, objectOperand } from './expressions.ts';
import { invalid, type Operand } from './operand.ts';
import { unknownOf } from './untyped.ts';

/** What `pkg.Name` denotes; undefined where `pkg` is no import, or has no such name. */
export function importedObject(
  { scope, types }: Environment,
  { operand, selector }: Selector,
): GoObject | undefined {
  if (operand.kind !== 'identifier') {
    return undefined;
  }
  const packageName = scope.lookUp(operand.name);
  if (packageName?.kind !== 'packageName') {
    return undefined;
  }
  types.recordObject(operand, packageName);
  const object = packageName.imported.scope.get(selector.name);
  if (object === undefined || !isExported(selector.name)) {
    return undefined;
  }
  types.recordObject(selector, object);
  return object;
}

/** Why `pkg.Name` denotes nothing. */
export function missingBecause({ scope }: Environment, { operand, selector }: Selector): string {
  const object = operand.kind === 'identifier' ? scope.lookUp(operand.name) : undefined;
  const because = object?.kind === 'packageName' ? object.imported.missingBecause : undefined;
  return because ?? `undefined: ${selector.name}`;
}

export function selectorExpression(environment: Environment, expression: Selector): Operand {
  const { operand, selector } = expression;
  const { types } = environment;
  if (operand.kind === 'identifier') {
    const packageName = environment.scope.lookUp(operand.name);
    if (packageName?.kind === 'packageName') {
      const object = importedObject(environment, expression);
      return object === undefined
        ? invalid(expression, missingBecause(environment, expression))
        : objectOperand(environment, expression, object);
    }
  }
  const x = expressionOrType(environment, operand);
  const unknown = unknownOf(x);
  if (x.mode === 'invalid' || x.mode === 'builtin' || x.mode === 'noValue' || unknown) {
    return invalid(expression, unknown ?? 'no value to select from');
  }
  const found = lookUpFieldOrMethod(
    x.type,
    x.mode === 'variable',
    environment.package,
    selector.name,
  );
  if ('notFound' in found) {
    return invalid(expression, `${selector.name} is not found`);
  }
  const { object, index: path, isIndirect } = found;
  types.recordObject(selector, object);
  if (x.mode === 'type') {
    if (object.kind !== 'func') {
      return invalid(expression, `${selector.name} is no method`);
    }
    types.recordSelection(expression, { kind: 'methodExpression', object, path, isIndirect });
    const type = methodExpressionType(x.type, object.type);
    return { mode: 'value', expression, type };
  }
  types.recordSelection(expression, {
    kind: object.kind === 'var' ? 'field' : 'method',
    object,
    path,
    isIndirect,
  });
  if (object.kind === 'var') {
    const mode = x.mode === 'variable' || isIndirect ? 'variable' : 'value';
    return { mode, expression, type: object.type };
  }
  return { mode: 'value', expression, type: withoutReceiver(object.type) };
}

/** The type of `x.M`: that of the method, bound to its receiver. */
function withoutReceiver(type: Signature | Unknown): Signature | Unknown {
  if (type.kind === 'unknown') {
    return type;
  }
  const { typeParameters, parameters, results, isVariadic } = type;
  return new Signature({ typeParameters, parameters, results, isVariadic });
}

/** The type of `T.M`: that of the method, with the receiver as its first parameter. */
function methodExpressionType(receiver: Type, type: Signature | Unknown): Signature | Unknown {
  if (type.kind === 'unknown') {
    return type;
  }
  const { parameters, results, isVariadic } = type;
  const isNamed = (parameters.variables[0]?.name ?? '') !== '';
  const name = type.receiver?.name ?? '';
  const first = new VarObject(
    isNamed && name === '' ? '_' : isNamed ? name : '',
    type.receiver?.package,
    undefined,
    'parameter',
    receiver,
  );
  return new Signature({
    parameters: new Tuple([first, ...parameters.variables]),
    results,
    isVariadic,
  });
}
