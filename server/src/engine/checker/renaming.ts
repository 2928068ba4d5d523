import { substitute } from '../types/substitute.ts';
import { TypeName } from '../types/objects.ts';
import type { Tuple } from '../types/types.ts';
import { TypeParameter, type Type } from '../types/types.ts';

/**
 * A function's own type parameters stand for themselves while its body is checked: for a call they
 * are replaced by fresh ones, so that a recursive call is inferred like any other.
 */
export function renamedTypeParameters(
  typeParameters: readonly TypeParameter[],
  parameters: Tuple,
): { readonly typeParameters: readonly TypeParameter[]; readonly parameters: Tuple } {
  if (typeParameters.length === 0) {
    return { typeParameters, parameters };
  }
  const map = new Map<TypeParameter, Type>();
  const renamed: TypeParameter[] = [];
  for (const { object, index, constraint } of typeParameters) {
    const name = new TypeName(
      object.name,
      object.package,
      object.place,
      (self) => new TypeParameter(self, index, () => substitute(constraint, map)),
    );
    const { type } = name;
    if (type.kind === 'typeParameter') {
      renamed.push(type);
    }
  }
  for (const [at, each] of typeParameters.entries()) {
    const fresh = renamed[at];
    if (fresh) {
      map.set(each, fresh);
    }
  }
  return {
    typeParameters: renamed,
    parameters: substitute(parameters, map),
  };
}
