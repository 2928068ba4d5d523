import { anchorsOf, type AnchoredExpression } from '../engine/syntax/anchors.ts';
import type { ParsedDeclaration } from '../engine/syntax/ast.ts';
import type { DeclarationTree } from '../engine/syntax/declarationTree.ts';
import type { Declaration, FileSlices } from '../engine/syntax/slicer.ts';
import { ParsedDeclarations } from './parsedDeclarations.ts';

/** What is longer is a table, and to look at it would hold up everything else. */
const MAXIMUM_LENGTH = 250_000;

/** The syntax of declarations for whoever looks at no types. */
export class DeclarationTrees {
  readonly #parsed: ParsedDeclarations;
  readonly #anchors = new WeakMap<ParsedDeclaration, readonly AnchoredExpression[]>();

  constructor(parsed = new ParsedDeclarations()) {
    this.#parsed = parsed;
  }

  /** Undefined of a table. */
  of(slices: FileSlices, declaration: Declaration): DeclarationTree | undefined {
    return treeIn(slices, declaration, (each) => this.#parsed.of(slices, each));
  }

  /** What the compiler may speak of in a declaration. */
  anchorsOf(slices: FileSlices, declaration: Declaration): readonly AnchoredExpression[] {
    const tree = this.of(slices, declaration);
    if (!tree) {
      return [];
    }
    let anchors = this.#anchors.get(tree.parsed);
    if (!anchors) {
      anchors = anchorsOf(tree);
      this.#anchors.set(tree.parsed, anchors);
    }
    return anchors;
  }
}

/** The same, where somebody has the syntax already. */
export function treeIn(
  slices: FileSlices,
  declaration: Declaration,
  parse: (declaration: Declaration) => ParsedDeclaration,
): DeclarationTree | undefined {
  return declaration.end - declaration.start > MAXIMUM_LENGTH
    ? undefined
    : { text: slices.textOf(declaration), parsed: parse(declaration) };
}
