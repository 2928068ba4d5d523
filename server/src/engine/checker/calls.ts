/** Calls: go/types/call.go of Go 1.26. */
import type { Call, Expression } from '../syntax/ast.ts';
import { type Argument, infer } from '../types/infer.ts';
import { instantiateSignature } from '../types/instantiate.ts';
import { VarObject } from '../types/objects.ts';
import {
  type Signature,
  Tuple,
  type Type,
  type TypeParameter,
  underlying,
} from '../types/types.ts';
import { assign } from './assignments.ts';
import { builtinCall } from './builtins.ts';
import { conversion } from './conversions.ts';
import type { Environment } from './environment.ts';
import {
  expressionOf,
  genericExpressionOrType,
  genericMultiValue,
  noTypes,
  rawExpression,
  record,
  signatureType,
} from './expressions.ts';
import { genericName, instantiateFunction } from './functionInstances.ts';
import { indexOperand } from './indexing.ts';
import { invalid, isGenericFunction, isNil, type Operand } from './operand.ts';
import { renamedTypeParameters } from './renaming.ts';
import { typeExpression } from './typeExpressions.ts';
import { unknownOf } from './untyped.ts';

export function callExpression(environment: Environment, call: Call): Operand {
  const { callee } = call;
  const { operand: x, typeArguments } = partialInstance(environment, callee);
  if (x.mode === 'type') {
    return conversionCall(environment, call, x.type);
  }
  if (x.mode === 'builtin' && x.builtin) {
    const operand = builtinCall(environment, call, x.builtin.name);
    if (operand.mode !== 'invalid' && operand.mode !== 'constant' && environment.effects) {
      environment.effects.hasCallOrReceive = true;
    }
    return operand;
  }
  if (environment.effects) {
    environment.effects.hasCallOrReceive = true;
  }
  const signature = unknownOf(x) ?? signatureType(x.type);
  if (x.mode === 'invalid' || signature?.kind !== 'signature') {
    for (const argument of call.arguments) {
      rawExpression(environment, argument, undefined, true);
    }
    return invalid(call, signature?.kind === 'unknown' ? signature : 'not a function');
  }
  const called = callSignature(environment, call, signature, typeArguments);
  if (called === undefined) {
    return invalid(call, 'the type arguments cannot be inferred');
  }
  if (called !== signature) {
    recordCallee(environment, callee, called);
  }
  return resultOf(call, called);
}

function resultOf(call: Call, { results }: Signature): Operand {
  const [only] = results.variables;
  if (only === undefined) {
    return { mode: 'noValue', expression: call, type: results };
  }
  return {
    mode: 'value',
    expression: call,
    type: results.variables.length === 1 ? only.type : results,
  };
}

interface PartialInstance {
  readonly operand: Operand;
  /** Those that are written, where the operand is a generic function. */
  readonly typeArguments: readonly Type[];
}

/** What is called or passed: `f[A]` may leave type arguments to be inferred from the call. */
function partialInstance(environment: Environment, expression: Expression): PartialInstance {
  if (expression.kind !== 'index') {
    return { operand: genericExpressionOrType(environment, expression), typeArguments: [] };
  }
  const x = genericExpressionOrType(environment, expression.operand);
  const isFunction = isGenericFunction(x);
  const operand = isFunction
    ? { ...x, expression }
    : indexOperand(environment, expression, x, undefined);
  record(environment, operand);
  const typeArguments = isFunction
    ? expression.indices.map((index) => typeExpression(environment, index))
    : [];
  return { operand, typeArguments };
}

function recordCallee(environment: Environment, callee: Expression, signature: Signature): void {
  for (let each = callee; ; each = each.operand) {
    environment.types.record(each, 'value', signature);
    if (each.kind !== 'parenthesized') {
      return;
    }
  }
}

function conversionCall(environment: Environment, call: Call, type: Type): Operand {
  const [argument] = call.arguments;
  if (argument === undefined || call.arguments.length > 1) {
    for (const each of call.arguments) {
      expressionOf(environment, each);
    }
    return { mode: 'value', expression: call, type };
  }
  const operand = expressionOf(environment, argument, { target: type });
  return conversion(environment, call, operand, type);
}

/** The arguments of a call: those of a single call that gives several values, if it is one. */
export function argumentsOf(
  environment: Environment,
  expressions: readonly Expression[],
): readonly Operand[] {
  return genericArgumentsOf(environment, expressions).map(({ operand }) => operand);
}

/** The same; those that are generic functions may lack type arguments. */
function genericArgumentsOf(
  environment: Environment,
  expressions: readonly Expression[],
): readonly PartialInstance[] {
  const isOnly = expressions.length === 1;
  return expressions.flatMap((expression) => {
    const argument = argumentOf(environment, expression);
    const { mode, type } = argument.operand;
    if (type.kind !== 'tuple' || mode !== 'value') {
      return [argument];
    }
    const operands: readonly Operand[] = isOnly
      ? type.variables.map((variable) => ({ mode, expression, type: variable.type }))
      : [invalid(expression, 'several values')];
    return operands.map((operand) => ({ operand, typeArguments: [] }));
  });
}

function argumentOf(environment: Environment, expression: Expression): PartialInstance {
  if (expression.kind !== 'index') {
    return { operand: genericMultiValue(environment, expression), typeArguments: [] };
  }
  const argument = partialInstance(environment, expression);
  const { operand, typeArguments } = argument;
  if (!isGenericFunction(operand) || operand.type.kind !== 'signature') {
    return { operand: noTypes(operand), typeArguments };
  }
  if (typeArguments.length < operand.type.typeParameters.length) {
    return argument;
  }
  const instance = instantiateFunction(environment, operand, typeArguments, undefined);
  record(environment, instance);
  return { operand: instance, typeArguments: [] };
}

/** The signature with which a function is called; undefined if it cannot be inferred. */
function callSignature(
  environment: Environment,
  call: Call,
  signature: Signature,
  written: readonly Type[],
): Signature | undefined {
  const passed = genericArgumentsOf(environment, call.arguments);
  const operands = passed.map(({ operand }) => operand);
  const parameters = parametersFor(environment, signature, operands.length, call.hasEllipsis);
  const generic = renamedTypeParameters(signature.typeParameters, parameters);
  const arguments_: Argument[] = [];
  const typeParameters: TypeParameter[] = [...generic.typeParameters];
  const typeArguments: (Type | undefined)[] = generic.typeParameters.map((_, at) => written[at]);
  const ownParameters = new Map<Operand, readonly TypeParameter[]>();
  for (const { operand, typeArguments: ownArguments } of passed) {
    if (operand.type.kind === 'signature' && operand.type.typeParameters.length > 0) {
      // A generic function as an argument: its type parameters are inferred as well.
      const own = renamedTypeParameters(
        operand.type.typeParameters,
        new Tuple([
          new VarObject('', undefined, undefined, 'parameter', withoutParameters(operand.type)),
        ]),
      );
      ownParameters.set(operand, own.typeParameters);
      typeParameters.push(...own.typeParameters);
      typeArguments.push(...own.typeParameters.map((_, at) => ownArguments[at]));
      arguments_.push({ type: own.parameters.variables[0]?.type ?? operand.type });
    } else {
      arguments_.push({ type: operand.type, isUntypedNil: isNil(operand) });
    }
  }
  let called = signature;
  let wanted = parameters;
  if (typeParameters.length > 0) {
    const inferred = infer({
      typeParameters,
      typeArguments,
      parameters: generic.parameters,
      arguments: arguments_,
    });
    if ('failed' in inferred) {
      for (const operand of operands) {
        assign(environment, operand, undefined);
      }
      return undefined;
    }
    const inferredArguments = inferred.typeArguments.slice(0, generic.typeParameters.length);
    if (generic.typeParameters.length > 0) {
      called = instantiateSignature(signature, inferredArguments);
      wanted = parametersFor(environment, called, operands.length, call.hasEllipsis);
      environment.types.recordInstance(genericName(call.callee), inferredArguments);
    }
    settleGenericArguments(environment, ownParameters, typeParameters, inferred.typeArguments);
  }
  for (const [at, operand] of operands.entries()) {
    assign(environment, operand, wanted.variables[at]?.type);
  }
  return called;
}

function settleGenericArguments(
  environment: Environment,
  ownParameters: ReadonlyMap<Operand, readonly TypeParameter[]>,
  typeParameters: readonly TypeParameter[],
  typeArguments: readonly Type[],
): void {
  for (const [operand, own] of ownParameters) {
    const inferred = own.map((each) => typeArguments[typeParameters.indexOf(each)]);
    if (operand.type.kind === 'signature' && inferred.every((each) => each !== undefined)) {
      const type = instantiateSignature(operand.type, inferred);
      record(environment, { ...operand, type });
      environment.types.recordInstance(genericName(operand.expression), inferred);
    }
  }
}

function withoutParameters(signature: Signature): Signature {
  return instantiateSignature(signature, signature.typeParameters);
}

/** One parameter for each argument of a variadic function. */
function parametersFor(
  { package: own }: Environment,
  { parameters, isVariadic }: Signature,
  count: number,
  hasEllipsis: boolean,
): Tuple {
  const { variables } = parameters;
  const last = variables.at(-1);
  if (!isVariadic || hasEllipsis || last === undefined) {
    return parameters;
  }
  const slice = underlying(last.type);
  // `append([]byte, string...)` is the only variadic parameter that is no slice.
  const element = slice.kind === 'slice' ? slice.element : last.type;
  const fixed = variables.slice(0, -1);
  const rest = Array.from(
    { length: Math.max(0, count - fixed.length) },
    () => new VarObject(last.name, own, last.place, 'parameter', element),
  );
  return new Tuple([...fixed, ...rest]);
}
