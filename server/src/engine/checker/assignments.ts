/** Assignments and initialisations: go/types/assignments.go of Go 1.26. */
import type { Expression, Identifier } from '../syntax/ast.ts';
import { VarObject } from '../types/objects.ts';
import { defaultType, isNonTypeParameterInterface, isUntyped } from '../types/predicates.ts';
import { Tuple, type Type, Unknown } from '../types/types.ts';
import { basicTypes } from '../types/universe.ts';
import { declare, type Environment, placeOf } from './environment.ts';
import { expressionOf, multiValue } from './expressions.ts';
import { isNil, type Operand } from './operand.ts';
import { convertUntyped } from './untyped.ts';

/**
 * The operand as it is when it is assigned to a variable of a type, or to one that gets its type
 * from it (`target` is undefined then).
 */
export function assign(
  environment: Environment,
  operand: Operand,
  target: Type | undefined,
): Operand {
  if (!isUntyped(operand.type)) {
    return operand;
  }
  if (target === undefined) {
    return isNil(operand)
      ? operand
      : convertUntyped(environment, operand, defaultType(operand.type));
  }
  return convertUntyped(
    environment,
    operand,
    isNonTypeParameterInterface(target) ? defaultType(operand.type) : target,
  );
}

/** The types that variables get from the values on the right. */
export function initialTypes(
  environment: Environment,
  count: number,
  values: readonly Expression[],
  targets: readonly (Type | undefined)[],
): readonly Type[] {
  return valuesFor(environment, count, values, targets).map((operand, at) => {
    const { type } = assign(environment, operand, targets[at]);
    return targets[at] ?? variableType(type);
  });
}

function variableType(type: Type): Type {
  return type.kind === 'basic' && type.basic === 'untyped nil'
    ? new Unknown('use of untyped nil')
    : type;
}

/**
 * `count` operands for the expressions on the right: one for each, or those of a single call that
 * gives several, or a value and its `ok`.
 */
export function valuesFor(
  environment: Environment,
  count: number,
  values: readonly Expression[],
  targets: readonly (Type | undefined)[],
): readonly Operand[] {
  const [only] = values;
  if (values.length === 1 && only !== undefined && count !== 1) {
    const operand = multiValue(environment, only);
    return spread(environment, operand, count, targets);
  }
  return Array.from({ length: Math.max(count, values.length) }, (_, at): Operand => {
    const value = values[at];
    return value === undefined
      ? missing(values.at(-1))
      : expressionOf(environment, value, { target: targets[at] });
  }).slice(0, count);
}

function missing(expression: Expression | undefined): Operand {
  return {
    mode: 'invalid',
    expression: expression ?? { kind: 'bad', id: -1, start: 0, end: 0 },
    type: new Unknown('missing value'),
  };
}

/** The values of one expression. */
function spread(
  environment: Environment,
  operand: Operand,
  count: number,
  targets: readonly (Type | undefined)[],
): readonly Operand[] {
  const { expression, type, mode } = operand;
  if (type.kind === 'tuple') {
    return Array.from({ length: count }, (_, at): Operand => {
      const variable = type.variables[at];
      return variable === undefined
        ? missing(expression)
        : { mode: 'value', expression, type: variable.type };
    });
  }
  if (count === 2 && (mode === 'commaOk' || mode === 'mapIndex')) {
    const untypedOk: Operand = {
      mode: 'value',
      // Of the same expression, but it has nothing that could be settled.
      expression: missing(undefined).expression,
      type: basicTypes['untyped bool'],
    };
    const ok = assign(environment, untypedOk, targets[1]);
    recordCommaOk(environment, expression, type, ok.type);
    return [{ mode: 'value', expression, type }, ok];
  }
  return Array.from({ length: count }, (): Operand => ({
    ...missing(expression),
    type: unknown(type),
  }));
}

function unknown(type: Type): Unknown {
  return type.kind === 'unknown' ? type : new Unknown('assignment mismatch');
}

/** `v, ok := x` makes the type of `x` a pair. */
function recordCommaOk(
  environment: Environment,
  expression: Expression,
  type: Type,
  okType: Type,
): void {
  const pair = new Tuple(
    [type, okType].map((each) => new VarObject('', environment.package, undefined, 'result', each)),
  );
  for (let each = expression; ; each = each.operand) {
    environment.types.setType(each, pair);
    if (each.kind !== 'parenthesized') {
      return;
    }
  }
}

/** `left… = right…`. */
export function assignVariables(
  environment: Environment,
  left: readonly Expression[],
  right: readonly Expression[],
): void {
  const targets = left.map((each) => assignedType(environment, each));
  for (const [at, operand] of valuesFor(environment, left.length, right, targets).entries()) {
    assign(environment, operand, targets[at]);
  }
}

/** The type of what is assigned to; undefined for `_`. */
export function assignedType(environment: Environment, expression: Expression): Type | undefined {
  let inner = expression;
  while (inner.kind === 'parenthesized') {
    inner = inner.operand;
  }
  if (inner.kind === 'identifier' && inner.name === '_') {
    return undefined;
  }
  return expressionOf(environment, expression).type;
}

/** `left… := right…`, also of range clauses, where `types` say what the values are. */
export function defineVariables(
  environment: Environment,
  left: readonly Expression[],
  right: readonly Expression[],
): void {
  const { scope } = environment;
  const known = left.map((each) =>
    each.kind === 'identifier' && each.name !== '_' ? scope.get(each.name) : undefined,
  );
  const targets = left.map((each, at) => {
    const object = known[at];
    if (object?.kind === 'var' && each.kind === 'identifier') {
      environment.types.recordObject(each, object);
      return object.type;
    }
    return each.kind === 'identifier' ? undefined : assignedType(environment, each);
  });
  const types = initialTypes(environment, left.length, right, targets);
  for (const [at, each] of left.entries()) {
    if (each.kind === 'identifier' && known[at] === undefined) {
      declareVariable(environment, each, types[at] ?? new Unknown('missing value'));
    }
  }
}

export function declareVariable(
  environment: Environment,
  identifier: Identifier,
  type: Type,
): VarObject {
  const place = placeOf(environment, identifier);
  const variable = new VarObject(identifier.name, environment.package, place, 'local', type);
  declare(environment, identifier, variable);
  return variable;
}
