import { packageOf } from '../profile/functionNames.ts';

/**
 * Whether what a profile calls `profiled` is the function or method that is declared as `declared`
 * (`F`, `(*T).M`), or a literal in it; both are of one file. Instances of generic functions have
 * their types in brackets: `F[...]`, `(*T[go.shape.int]).M.func1`.
 */
export function isOfFunction(profiled: string, declared: string): boolean {
  const name = plain(profiled.slice(packageOf(profiled).length + 1));
  const wanted = plain(declared);
  return name === wanted || name.startsWith(`${wanted}.`) || name.startsWith(`${wanted}-`);
}

/** `(*T[K]).M` and `T.M` are both `T.M`: a type has one method of a name. */
function plain(name: string): string {
  return name.replace(/\[.*\]/g, '').replace(/[()*]/g, '');
}
