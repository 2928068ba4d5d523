/** Parameters and results of a function: declareParams of the noder (Go 1.26). */
import type { FunctionType, Identifier, ParameterSyntax } from '../syntax/ast.ts';
import type { VarObject } from '../types/objects.ts';
import { substitute } from '../types/substitute.ts';
import type { Signature } from '../types/types.ts';
import { at, type Builder } from './builder.ts';
import type { VariableClass } from '../ir/func.ts';

/** Declares the receiver, the parameters and the results, those without a name included. */
export function declareSignature(
  builder: Builder,
  { receiver, parameters, results }: Signature,
  syntax: FunctionType,
  receiverSyntax?: ParameterSyntax,
): void {
  if (receiver) {
    const identifier = receiverSyntax?.names[0];
    declareOne(
      builder,
      receiver,
      identifier,
      identifier?.start ?? receiverSyntax?.type.start ?? syntax.start,
      'parameter',
    );
  }
  declareAll(builder, parameters.variables, syntax.parameters, 'parameter');
  declareAll(builder, results.variables, syntax.results, 'result');
}

interface ParameterPlace {
  readonly identifier: Identifier | undefined;
  readonly start: number;
}

function declareAll(
  builder: Builder,
  variables: readonly VarObject[],
  groups: readonly ParameterSyntax[],
  variableClass: VariableClass,
): void {
  const places = groups.flatMap(({ names, type }): readonly ParameterPlace[] =>
    names.length === 0
      ? [{ identifier: undefined, start: type.start }]
      : names.map((identifier) => ({ identifier, start: identifier.start })),
  );
  for (const [index, variable] of variables.entries()) {
    const place = places[index];
    declareOne(builder, variable, place?.identifier, place?.start ?? 0, variableClass);
  }
}

function declareOne(
  { context, func, ...rest }: Builder,
  object: VarObject,
  identifier: Identifier | undefined,
  start: number,
  variableClass: VariableClass,
): void {
  const list = variableClass === 'result' ? func.results : func.parameters;
  // Results without a name, and blank ones, still are variables: reader.addParams.
  const isNamed = identifier !== undefined && identifier.name !== '_';
  const name = isNamed ? identifier.name : variableClass === 'result' ? `~r${list.length}` : '_';
  const variable = func.declare({
    name,
    type: substitute(object.type, context.typeArguments),
    position: at({ context, func, ...rest }, start),
    class: variableClass,
    object,
  });
  list.push(variable);
  context.variables.set(object, variable);
  // The checker declares what is written under an object of its own.
  const declared = identifier && context.types.objectOf(identifier);
  if (declared?.kind === 'var') {
    context.variables.set(declared, variable);
  }
}
