/** Structs that are declared under a name. */
import type { DeclarationTypes } from '../checker/declarationTypes.ts';
import type { DeclarationSyntax, StructType as StructSyntax, TypeSpec } from '../syntax/ast.ts';
import type { Declaration, FileSlices } from '../syntax/slicer.ts';
import { type AstNode, forEachNode, pathTo } from '../syntax/walk.ts';
import type { Named, StructType } from '../types/types.ts';

export interface StructDeclaration {
  readonly file: string;
  readonly slices: FileSlices;
  /** The top-level declaration that it is, or is in. */
  readonly declaration: Declaration;
  readonly spec: TypeSpec;
  readonly syntax: StructSyntax;
  readonly type: Named;
  readonly struct: StructType;
}

/** What a struct is looked for in. */
export interface DeclarationSource {
  readonly file: string;
  readonly slices: FileSlices;
  readonly declaration: Declaration;
  readonly syntax: DeclarationSyntax;
  readonly types: DeclarationTypes;
}

/** The innermost struct that is declared around an offset in the file; none that is generic. */
export function structDeclarationAt(
  source: DeclarationSource,
  offset: number,
): StructDeclaration | undefined {
  const at = offset - source.declaration.start;
  const spec = pathTo(source.syntax, at)
    .flatMap((node: AstNode) => (node.kind === 'type' ? node.specs : []))
    .findLast(({ start, end }) => start <= at && at <= end);
  return spec && declarationOf(source, spec);
}

/** All of them in a top-level declaration, in the order of the text. */
export function structDeclarationsIn(source: DeclarationSource): readonly StructDeclaration[] {
  const found: StructDeclaration[] = [];
  forEachNode(source.syntax, (node) => {
    for (const spec of node.kind === 'type' ? node.specs : []) {
      const declared = declarationOf(source, spec);
      if (declared) {
        found.push(declared);
      }
    }
  });
  return found;
}

function declarationOf(source: DeclarationSource, spec: TypeSpec): StructDeclaration | undefined {
  if (spec.type.kind !== 'structType' || spec.isAlias) {
    return undefined;
  }
  const object = source.types.objectOf(spec.name);
  const type = object?.kind === 'typeName' ? object.type : undefined;
  if (type?.kind !== 'named' || type.typeParameters.length > 0) {
    return undefined;
  }
  const { underlying: struct } = type;
  if (struct.kind !== 'struct') {
    return undefined;
  }
  const { file, slices, declaration } = source;
  return { file, slices, declaration, spec, syntax: spec.type, type, struct };
}
