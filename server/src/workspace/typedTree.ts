import type { DeclarationTypes } from '../engine/checker/declarationTypes.ts';
import type { DeclarationTree } from '../engine/syntax/declarationTree.ts';
import type { Declaration, FileSlices } from '../engine/syntax/slicer.ts';
import { unparenthesized } from '../engine/syntax/treeBuilder.ts';
import { implementsInterface } from '../engine/types/implements.ts';
import { type Type, underlying } from '../engine/types/types.ts';
import { errorType } from '../engine/types/universe.ts';
import type { CodeView } from './codeBytes.ts';
import { treeIn } from './declarationTrees.ts';

/** A tree that knows errors by their types: the types are of the very syntax that it holds. */
export function typedTree(
  tree: DeclarationTree | undefined,
  types: DeclarationTypes | undefined,
): DeclarationTree | undefined {
  return tree && types
    ? {
        ...tree,
        isError: (expression) => {
          const type = types.typeOf(unparenthesized(expression));
          return type !== undefined && isErrorOrErrors(type);
        },
      }
    : tree;
}

/** The same of a declaration as a view has it; undefined of a table. */
export function typedTreeIn(
  view: CodeView,
  slices: FileSlices,
  declaration: Declaration,
): DeclarationTree | undefined {
  const tree = treeIn(slices, declaration, (each) => view.syntaxOf(each));
  return typedTree(tree, view.typesOf(declaration));
}

function isErrorOrErrors(type: Type): boolean {
  const actual = underlying(type);
  return isError(type) || (actual.kind === 'slice' && isError(actual.element));
}

function isError(type: Type): boolean {
  return !isUnknown(type) && implementsInterface(type, errorType);
}

/** Of what is not known all might be. */
function isUnknown(type: Type): boolean {
  const actual = underlying(type);
  const pointed = actual.kind === 'pointer' ? underlying(actual.element) : actual;
  return actual.kind === 'unknown' || pointed.kind === 'unknown';
}
