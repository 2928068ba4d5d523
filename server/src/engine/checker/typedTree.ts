import type { DeclarationTree } from '../syntax/declarationTree.ts';
import { unparenthesized } from '../syntax/treeBuilder.ts';
import { implementsInterface } from '../types/implements.ts';
import { type Type, underlying } from '../types/types.ts';
import { errorType } from '../types/universe.ts';
import { calleeOf } from './callee.ts';
import type { DeclarationTypes } from './declarationTypes.ts';

/** A tree that knows errors by their types, callees and constants: the types are of the very syntax that it holds. */
export function typedTree(
  tree: DeclarationTree | undefined,
  types: DeclarationTypes | undefined,
): DeclarationTree | undefined {
  return tree && types ? treeWithTypes(tree, types) : tree;
}

export function treeWithTypes(tree: DeclarationTree, types: DeclarationTypes): DeclarationTree {
  return {
    ...tree,
    isError: (expression) => {
      const type = types.typeOf(unparenthesized(expression));
      return type !== undefined && isErrorOrErrors(type);
    },
    calleeOf: (call) => calleeOf(types, call),
    numberOf: (expression) => {
      const value = types.valueOf(expression);
      return value?.kind === 'int' ? Number(value.value) : undefined;
    },
  };
}

function isErrorOrErrors(type: Type): boolean {
  const actual = underlying(type);
  return isError(type) || (actual.kind === 'slice' && isError(actual.element));
}

function isError(type: Type): boolean {
  return !isUnknown(type) && implementsInterface(type, errorType);
}

/** Of what is not known all might be. */
function isUnknown(type: Type): boolean {
  const actual = underlying(type);
  const pointed = actual.kind === 'pointer' ? underlying(actual.element) : actual;
  return actual.kind === 'unknown' || pointed.kind === 'unknown';
}
