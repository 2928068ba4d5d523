/** Generic functions that are used without being called: go/types/call.go (funcInst). */
import { infer } from '../types/infer.ts';
import { instantiateSignature } from '../types/instantiate.ts';
import { VarObject } from '../types/objects.ts';
import { Signature, Tuple, type Type, underlying } from '../types/types.ts';
import type { Environment } from './environment.ts';
import { invalid, type Operand } from './operand.ts';
import { renamedTypeParameters } from './renaming.ts';

/**
 * A generic function with the type arguments that are written, and those that follow from the
 * function type that it is assigned to.
 */
export function instantiateFunction(
  environment: Environment,
  operand: Operand,
  written: readonly Type[],
  target: Type | undefined,
): Operand {
  const { expression, type: signature } = operand;
  if (signature.kind !== 'signature') {
    return operand;
  }
  const wanted = target && underlying(target);
  let typeArguments = written;
  if (written.length < signature.typeParameters.length) {
    const isTarget = wanted?.kind === 'signature';
    const renamed = renamedTypeParameters(
      signature.typeParameters,
      new Tuple(
        isTarget ? [new VarObject('', undefined, undefined, 'parameter', plain(signature))] : [],
      ),
    );
    const inferred = infer({
      ...renamed,
      typeArguments: written,
      arguments: isTarget ? [{ type: wanted }] : [],
    });
    if ('failed' in inferred) {
      return invalid(expression, inferred.failed);
    }
    ({ typeArguments } = inferred);
  }
  environment.types.recordInstance(genericName(expression), typeArguments);
  return {
    mode: 'value',
    expression,
    type: instantiateSignature(signature, typeArguments),
  };
}

/** `f` of `f[T]` and of `(f)`: the expression that an instance is recorded with. */
export function genericName(expression: Operand['expression']): Operand['expression'] {
  switch (expression.kind) {
    case 'index':
    case 'parenthesized':
      return genericName(expression.operand);
    case 'selector':
      return expression.selector;
    default:
      return expression;
  }
}

function plain({ parameters, results, isVariadic }: Signature): Signature {
  return new Signature({ parameters, results, isVariadic });
}
