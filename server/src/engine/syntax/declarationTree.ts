import type { ParsedDeclaration, Span } from './ast.ts';
import { parseDeclaration } from './parser.ts';

/** The text of a declaration with its syntax, whose offsets are those of the text. */
export interface DeclarationTree {
  readonly text: string;
  readonly parsed: ParsedDeclaration;
}

export function treeOf(text: string): DeclarationTree {
  return { text, parsed: parseDeclaration(text) };
}

export function textOf(tree: DeclarationTree, { start, end }: Span): string {
  return tree.text.slice(start, end);
}
