/** What files that are not built do with a struct, as far as names say it. */
import type { CompositeLiteral, Expression } from '../syntax/ast.ts';
import { parseDeclaration } from '../syntax/parser.ts';
import type { FileSlices } from '../syntax/slicer.ts';
import { forEachNode } from '../syntax/walk.ts';

export type UnbuiltUseKind =
  /** A literal without keys of a type of this name. */
  | 'notBuilt'
  /** The name is used, and package unsafe or C is imported. */
  | 'unsafeNotBuilt';

export interface UnbuiltUse {
  readonly kind: UnbuiltUseKind;
  /** In the file. */
  readonly offset: number;
}

/** `isBeside` where the file is in the folder of the package that declares the struct. */
export function unbuiltUses(
  slices: FileSlices,
  name: string,
  isBeside: boolean,
): readonly UnbuiltUse[] {
  if (!slices.text.includes(name)) {
    return [];
  }
  const isNamed = (type: Expression): boolean =>
    isBeside
      ? type.kind === 'identifier' && type.name === name
      : type.kind === 'selector' && type.selector.name === name;
  const uses: UnbuiltUse[] = [];
  let isUnsafe = false;
  for (const declaration of slices.declarations) {
    const { syntax } = parseDeclaration(slices.textOf(declaration));
    isUnsafe ||=
      syntax.kind === 'import' &&
      syntax.specs.some(({ path }) => path.text === '"unsafe"' || path.text === '"C"');
    forEachNode(syntax, (node) => {
      const offset = declaration.start + node.start;
      if (node.kind === 'composite' && isUnkeyedOf(node, isNamed)) {
        uses.push({ kind: 'notBuilt', offset });
      } else if (isUnsafe && 'id' in node && isNamed(node)) {
        uses.push({ kind: 'unsafeNotBuilt', offset });
      }
    });
  }
  return uses;
}

/** Of a type, or of an array, a slice or a map with such elements. */
function isUnkeyedOf(
  { type, elements }: CompositeLiteral,
  isNamed: (type: Expression) => boolean,
): boolean {
  const isUnkeyed = (list: CompositeLiteral['elements']) =>
    list[0] !== undefined && list[0].key === undefined;
  if (type === undefined) {
    return false;
  }
  switch (type.kind) {
    case 'arrayType':
    case 'mapType': {
      const element = type.kind === 'mapType' ? type.value : type.element;
      return (
        isNamed(element.kind === 'star' ? element.operand : element) &&
        elements.some(({ value }) => value.kind === 'composite' && isUnkeyed(value.elements))
      );
    }
    default:
      return isNamed(type) && isUnkeyed(elements);
  }
}
