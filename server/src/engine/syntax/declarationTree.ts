import type { Call, Expression, ParsedDeclaration, Span } from './ast.ts';
import { parseDeclaration } from './parser.ts';

/** The text of a declaration with its syntax, whose offsets are those of the text. */
export interface DeclarationTree {
  readonly text: string;
  readonly parsed: ParsedDeclaration;
  /** Whether an expression is an error, or a list of them; there where types are known, and true where its own is. */
  readonly isError?: (expression: Expression) => boolean;
  /** What is called, by its full name (checker/callee.ts); there where types are known. */
  readonly calleeOf?: (call: Call) => string | undefined;
  /** The value of a constant whole number; there where types are known. */
  readonly numberOf?: (expression: Expression) => number | undefined;
}

export function treeOf(text: string): DeclarationTree {
  return { text, parsed: parseDeclaration(text) };
}

export function textOf(tree: DeclarationTree, { start, end }: Span): string {
  return tree.text.slice(start, end);
}
