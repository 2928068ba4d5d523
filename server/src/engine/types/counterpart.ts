import type { FuncObject } from './objects.ts';
import type { Package } from './package.ts';
import { unalias } from './types.ts';

/** The function or method of the same name in another version of its package; undefined if there is none. */
export function counterpartIn(other: Package, { name, type }: FuncObject): FuncObject | undefined {
  const receiver = type.kind === 'signature' ? type.receiver?.type : undefined;
  if (!receiver) {
    const found = other.scope.get(name);
    return found?.kind === 'func' ? found : undefined;
  }
  const actual = unalias(receiver);
  const base = actual.kind === 'pointer' ? unalias(actual.element) : actual;
  const declared = base.kind === 'named' ? other.scope.get(base.object.name) : undefined;
  const named = declared?.kind === 'typeName' ? declared.type : undefined;
  return named?.kind === 'named' ? named.origin.methods.get(name) : undefined;
}
