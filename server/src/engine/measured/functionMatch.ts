import { packageOf } from '../profile/functionNames.ts';

/**
 * Whether what a profile calls `profiled` is the function or method that is declared as `declared`
 * (`F`, `(*T).M`), or a literal in it; both are of one file. Instances of generic functions have
 * their types in brackets: `F[...]`, `(*T[go.shape.int]).M.func1`. A literal of what is inlined has the
 * names of all functions on the way to it, without packages: `init.NewPool.func1` is one of NewPool's
 * (closureName in cmd/compile/internal/ir/func.go, Go 1.26).
 */
export function isOfFunction(profiled: string, declared: string): boolean {
  const own = profiled.slice(packageOf(profiled).length + 1);
  const name = plain(own);
  const wanted = plain(declared);
  return (
    name === wanted ||
    name.startsWith(`${wanted}.`) ||
    name.startsWith(`${wanted}-`) ||
    functionsIn(own).includes(functionsIn(declared))
  );
}

/** `(*T[K]).M` and `T.M` are both `T.M`: a type has one method of a name. */
function plain(name: string): string {
  return name.replace(/\[.*\]/g, '').replace(/[()*]/g, '');
}

/** `/F/(*T).M/func1/` of `F.(*T).M.func1`: a method of a pointer is one of them, and no function `M`. */
function functionsIn(name: string): string {
  const functions = name.replace(/\[.*\]/g, '').match(/\([^)]*\)\.[^.]+|[^.]+/g) ?? [];
  return `/${functions.join('/')}/`;
}
