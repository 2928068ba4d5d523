import type { DeclarationTypes } from '../checker/declarationTypes.ts';
import { treeWithTypes } from '../checker/typedTree.ts';
import type { DeclarationSyntax } from '../syntax/ast.ts';
import type { DeclarationTree } from '../syntax/declarationTree.ts';

/** A declaration whose typed syntax is at hand, as one that is asked how often its code runs. */
export function treeOf(
  text: string,
  syntax: DeclarationSyntax,
  types: DeclarationTypes,
): DeclarationTree {
  const parsed = { syntax, others: [], countExpressions: 0, errors: [] };
  return treeWithTypes({ text, parsed }, types);
}
