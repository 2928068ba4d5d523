/** Functions and methods: go/types/decl.go and signature.go of Go 1.26. */
import type { Expression, FunctionDeclaration, Identifier } from '../syntax/ast.ts';
import { instantiate } from '../types/instantiate.ts';
import { TypeName, VarObject } from '../types/objects.ts';
import { Scope } from '../types/scope.ts';
import { substitute } from '../types/substitute.ts';
import {
  type Named,
  PointerType,
  type Signature,
  type Type,
  TypeParameter,
  unalias,
  Unknown,
} from '../types/types.ts';
import { declare, type Environment, placeOf } from './environment.ts';
import { declareTypeParameters, signatureParts, typeExpression } from './typeExpressions.ts';

export interface DeclaredFunction {
  readonly signature: Signature;
  /** In which the parameters are declared. */
  readonly environment: Environment;
}

/** The signature of a function, and the environment of its body. */
export function declaredFunction(
  outer: Environment,
  { receiver, type }: FunctionDeclaration,
): DeclaredFunction {
  const environment: Environment = { ...outer, scope: new Scope(outer.scope) };
  let variable: VarObject | undefined;
  let receiverTypeParameters: readonly TypeParameter[] = [];
  const identifier = receiver?.names[0];
  if (receiver) {
    const found = receiverType(environment, receiver.type);
    receiverTypeParameters = found.typeParameters;
    variable = new VarObject(
      identifier?.name ?? '',
      outer.package,
      identifier && placeOf(outer, identifier),
      'receiver',
      found.type,
    );
  }
  const typeParameters = declareTypeParameters(environment, type.typeParameters);
  const signature = signatureParts(
    environment,
    type,
    variable,
    receiverTypeParameters,
    typeParameters,
  );
  if (identifier && variable) {
    declare(environment, identifier, variable);
  }
  environment.types.record(type, 'type', signature);
  return { signature, environment };
}

interface Receiver {
  readonly type: Type;
  readonly typeParameters: readonly TypeParameter[];
}

/** `T`, `*T`, or `*T[K, V]`, which declares K and V. */
function receiverType(environment: Environment, expression: Expression): Receiver {
  switch (expression.kind) {
    case 'parenthesized':
      return recorded(environment, expression, receiverType(environment, expression.operand));
    case 'star': {
      const { type, typeParameters } = receiverType(environment, expression.operand);
      const pointer = new PointerType(type);
      return recorded(environment, expression, { type: pointer, typeParameters });
    }
    case 'index': {
      const generic = unalias(typeExpression(environment, expression.operand));
      const names = expression.indices.filter((index) => index.kind === 'identifier');
      return recorded(
        environment,
        expression,
        generic.kind === 'named'
          ? genericReceiver(environment, generic, names)
          : { type: new Unknown('the receiver type is not known'), typeParameters: [] },
      );
    }
    default:
      return { type: typeExpression(environment, expression), typeParameters: [] };
  }
}

function recorded(environment: Environment, expression: Expression, receiver: Receiver): Receiver {
  environment.types.record(expression, 'type', receiver.type);
  return receiver;
}

/** The type parameters by the names that this method gives them. */
function genericReceiver(
  environment: Environment,
  generic: Named,
  names: readonly Identifier[],
): Receiver {
  const map = new Map<TypeParameter, Type>();
  const typeParameters: TypeParameter[] = [];
  for (const [index, identifier] of names.entries()) {
    const own = generic.typeParameters[index];
    const object = new TypeName(
      identifier.name,
      environment.package,
      placeOf(environment, identifier),
      (self) =>
        new TypeParameter(self, index, () =>
          own ? substitute(own.constraint, map) : new Unknown('no such type parameter'),
        ),
    );
    const { type } = object;
    if (type.kind === 'typeParameter') {
      typeParameters.push(type);
      if (own) {
        map.set(own, type);
      }
    }
    environment.types.record(identifier, 'type', type);
    declare(environment, identifier, object);
  }
  return { type: instantiate(generic, typeParameters), typeParameters };
}
