/** The bodies of a package's functions, for what one of them says nothing of. */
import { bodyOf, type CheckedBody } from '../checker/packageChecker.ts';
import type { FuncObject } from '../types/objects.ts';
import type { Package } from '../types/package.ts';

/** Of all functions and methods, except those that are named `init` or `_`. */
export function* bodiesIn({ scope }: Package): Iterable<CheckedBody> {
  for (const name of scope.names()) {
    const object = scope.get(name);
    const functions: Iterable<FuncObject> =
      object?.kind === 'func'
        ? [object]
        : object?.kind === 'typeName' && object.type.kind === 'named'
          ? object.type.methods.values()
          : [];
    for (const each of functions) {
      const body = bodyOf(each);
      if (body) {
        yield body;
      }
    }
  }
}
