/** What escape analysis asks of what surrounds the functions that it looks at. */
import type { Mention } from './callGraph.ts';
import type { Func } from '../ir/func.ts';
import type { GoSizes } from '../layout/sizes.ts';
import type { Type } from '../types/types.ts';
import { underlying } from '../types/types.ts';
import type { Leaks } from './leaks.ts';

export interface EscapeEnvironment {
  readonly sizes: GoSizes;
  /**
   * Where the parameters of a function go that has been looked at, the receiver first; undefined
   * for one of which nothing is known.
   */
  leaksOf(callee: Mention): readonly Leaks[] | undefined;
  /** Its code, if there is any. */
  codeOf(callee: Mention): Func | undefined;
}

/** Whether values of a type may hold pointers: those of a type that is not known may. */
export function hasPointers({ sizes }: EscapeEnvironment, type: Type): boolean {
  if (type.kind === 'tuple') {
    return true;
  }
  return (sizes.layoutOf(type)?.pointerBytes ?? 1) > 0;
}

/**
 * Whether an interface holds the value itself: it is one pointer and nothing else
 * (types.IsDirectIface of Go 1.26).
 */
export function isDirectInterface({ sizes }: EscapeEnvironment, type: Type): boolean {
  if (underlying(type).kind === 'interface') {
    return false;
  }
  const layout = sizes.layoutOf(type);
  return layout?.sizeBytes === sizes.wordBytes && layout.pointerBytes === sizes.wordBytes;
}
