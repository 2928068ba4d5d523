/** Type parameters under new identities: `renameTParams` of go/types/infer.go (Go 1.26). */
import { TypeName } from './objects.ts';
import { substitute, withParts } from './substitute.ts';
import { type Signature, type Tuple, type Type, TypeParameter } from './types.ts';

export interface Renamed<Kind extends Type> {
  readonly typeParameters: readonly TypeParameter[];
  readonly type: Kind;
}

/**
 * The type with type parameters of its own in place of the given ones. A function that calls itself
 * passes arguments that hold its type parameters: they must not be those that are inferred.
 */
export function renameTypeParameters(
  typeParameters: readonly TypeParameter[],
  type: Tuple,
): Renamed<Tuple>;
export function renameTypeParameters(
  typeParameters: readonly TypeParameter[],
  type: Signature,
): Renamed<Signature>;
export function renameTypeParameters(
  typeParameters: readonly TypeParameter[],
  type: Type,
): Renamed<Type> {
  const map = new Map<TypeParameter, TypeParameter>();
  for (const parameter of typeParameters) {
    const { name, package: inPackage, place } = parameter.object;
    const renamed: TypeParameter = new TypeParameter(
      new TypeName(name, inPackage, place, () => renamed),
      parameter.index,
      () => substitute(parameter.constraint, map),
    );
    map.set(parameter, renamed);
  }
  return { typeParameters: [...map.values()], type: substitute(type, map) };
}

/** A generic function as an argument: each one is inferred by itself, in `f(g, g)` twice. */
export function renameSignature(signature: Signature): Signature {
  const { typeParameters, type } = renameTypeParameters(signature.typeParameters, signature);
  return withParts(type, { typeParameters });
}
