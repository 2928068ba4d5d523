/**
 * What the engine knows of a parser: trees of plain data. Which parser made them is a matter of
 * the host. A tree is of one declaration; its offsets are UTF-16 units from the declaration's
 * start. It can be kept, shared and dropped like any other value.
 */

/** One node; there is one object for each node of a tree. */
export interface SyntaxNode {
  /** Name of the grammar's rule, or the token itself if `isNamed` is false. `ERROR` for errors. */
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  /** Whether the node is of a rule of the grammar, and not just a token like `{`. */
  readonly isNamed: boolean;
  /** Text that fits no rule. */
  readonly isError: boolean;
  /** Not in the text: the parser went on as if it were. */
  readonly isMissing: boolean;
  /** Whether the node or one below it is an error or missing. */
  readonly hasError: boolean;
  /** The field of its parent that the node is. */
  readonly field: string | undefined;
  readonly parent: SyntaxNode | undefined;
  /** Comments and anonymous tokens included. */
  readonly children: readonly SyntaxNode[];
  /** Children that are named and no comments. */
  readonly namedChildren: readonly SyntaxNode[];
  readonly text: string;
  /** The first child that is the field `name`. */
  get(name: string): SyntaxNode | undefined;
  /** All named children that are the field `name`, without the commas between them. */
  getAll(name: string): readonly SyntaxNode[];
}

export interface SyntaxTree {
  readonly text: string;
  readonly root: SyntaxNode;
  /** Number of nodes. */
  readonly size: number;
  /** The innermost node that contains `offset`; with a length, `[offset, end)` as a whole. */
  nodeAt(offset: number, end?: number): SyntaxNode;
}

export interface Parser {
  /** Parses the text of one declaration, or any piece of Go that may stand at top level. */
  parseDeclaration(text: string): SyntaxTree;
}
