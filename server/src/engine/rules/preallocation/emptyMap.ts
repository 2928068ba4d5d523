import type { Expression } from '../../syntax/ast.ts';
import type { Subject } from '../subject.ts';

/** The type of `map[K]V{}` and `make(map[K]V)`, which may have a size. */
export function emptyMapType(subject: Subject, value: Expression): Expression | undefined {
  if (value.kind === 'composite') {
    return value.elements.length === 0 && value.type?.kind === 'mapType' ? value.type : undefined;
  }
  const made = subject.makeOf(value);
  return made?.type.kind === 'mapType' ? made.type : undefined;
}
