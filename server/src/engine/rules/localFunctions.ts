/** `f := func() { … }` and `var f func(); f = func() { … }`: local variables that stand for one function literal. */
import type { DeclarationTypes } from '../checker/declarationTypes.ts';
import type { Expression, FunctionDeclaration, FunctionLiteral } from '../syntax/ast.ts';
import { type AstNode, forEachNode } from '../syntax/walk.ts';
import type { GoObject } from '../types/objects.ts';

export function localFunctions(
  syntax: FunctionDeclaration,
  types: DeclarationTypes,
): ReadonlyMap<GoObject, FunctionLiteral> {
  const set = new Map<GoObject, (FunctionLiteral | undefined)[]>();
  forEachNode(syntax, (node) => {
    for (const [target, value] of valuesIn(node)) {
      const variable = target.kind === 'identifier' ? types.objectOf(target) : undefined;
      if (variable?.kind === 'var' && variable.role === 'local') {
        const all = set.get(variable) ?? [];
        set.set(variable, [...all, value?.kind === 'function' ? value : undefined]);
      }
    }
  });
  return new Map(
    [...set].flatMap(([variable, [only, ...more]]) =>
      only && more.length === 0 ? [[variable, only] as const] : [],
    ),
  );
}

/** What a node sets, each with its value, which is unknown where there is one for several. */
function valuesIn(
  node: AstNode,
): readonly (readonly [target: Expression, value: Expression | undefined])[] {
  switch (node.kind) {
    case 'assignment':
      return node.left.map((target, at) => [target, node.right[at]]);
    case 'var':
      return node.specs.flatMap(({ names, values }) =>
        values.length > 0 ? names.map((name, at) => [name, values[at]] as const) : [],
      );
    default:
      return [];
  }
}
