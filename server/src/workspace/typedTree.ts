import { typedTree } from '../engine/checker/typedTree.ts';
import type { DeclarationTree } from '../engine/syntax/declarationTree.ts';
import type { Declaration, FileSlices } from '../engine/syntax/slicer.ts';
import type { CodeView } from './codeBytes.ts';
import { treeIn } from './declarationTrees.ts';

/** A declaration as a view has it, with its types; undefined of a table. */
export function typedTreeIn(
  view: CodeView,
  slices: FileSlices,
  declaration: Declaration,
): DeclarationTree | undefined {
  const tree = treeIn(slices, declaration, (each) => view.syntaxOf(each));
  return typedTree(tree, view.typesOf(declaration));
}
