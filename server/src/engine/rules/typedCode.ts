import type { DeclarationSyntax } from '../syntax/ast.ts';
import type { DeclarationTree } from '../syntax/declarationTree.ts';

/** A declaration whose syntax is at hand, as one that is asked how often its code runs. */
export function treeOf(text: string, syntax: DeclarationSyntax): DeclarationTree {
  return { text, parsed: { syntax, others: [], countExpressions: 0, errors: [] } };
}
