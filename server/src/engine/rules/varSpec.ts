import type { VarSpec } from '../syntax/ast.ts';
import type { AstNode } from '../syntax/walk.ts';

/** The part of `var` that declares a name, given what is around the name; undefined where that is something else. */
export function specOf(around: AstNode | undefined, name: AstNode): VarSpec | undefined {
  return around?.kind === 'var'
    ? around.specs.find(({ names }) => names.some((each) => each === name))
    : undefined;
}
