import type { Statement } from '../syntax/ast.ts';
import type { DeclarationTree } from '../syntax/declarationTree.ts';
import type { Enclosed } from '../syntax/enclosed.ts';

/** One step of the way up from a place. */
export interface Step {
  readonly tree: DeclarationTree;
  /** The place. */
  readonly anchor: number;
  /** Holds the place; undefined where that is a token of the parent itself. */
  readonly child: Enclosed | undefined;
  readonly parent: Enclosed;
}

/** The statements that the step's child is one of; undefined where it is part of something else. */
export function listOf({
  child,
  parent,
}: Pick<Step, 'child' | 'parent'>): readonly Statement[] | undefined {
  const { node } = parent;
  if (child === undefined) {
    return undefined;
  }
  switch (node.kind) {
    case 'block':
      return node.statements;
    case 'case':
      return child.node.start >= node.headerEnd ? node.body : undefined;
    case 'comm':
      return child.node === node.communication ? undefined : node.body;
    default:
      return undefined;
  }
}
