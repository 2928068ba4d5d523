import type { SyntaxNode, SyntaxTree } from '../syntax/cursor.ts';

/** One step of the way up from a place. */
export interface Step {
  readonly tree: SyntaxTree;
  /** The place. */
  readonly anchor: number;
  /** Holds the place. */
  readonly child: SyntaxNode;
  readonly parent: SyntaxNode;
}
