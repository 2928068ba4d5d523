/** All methods of a type at once: go/types/methodset.go (Go 1.26). */
import {
  addEmbedded,
  type Embedded,
  indexPath,
  isSeen,
  MAX_EMBEDDED,
  withoutDoubles,
} from './lookup.ts';
import { compareIds, objectId } from './objectId.ts';
import type { FuncObject } from './objects.ts';
import { typeSetOf } from './typeSet.ts';
import { type Named, type Type, unalias, underlying } from './types.ts';

export interface Method {
  readonly object: FuncObject;
  /** The embedded fields that lead to it, each by its index in its struct. */
  readonly index: readonly number[];
  /** A pointer is followed on the way. */
  readonly isIndirect: boolean;
  /** It is in the method set of the pointer to the type only. */
  readonly needsPointer: boolean;
}

/** The methods of a type and of the pointer to it, in the order of `compareIds`. */
export function methodSetOf(type: Type): readonly Method[] {
  const actual = unalias(type);
  const isPointer = actual.kind === 'pointer';
  const base = isPointer ? unalias(actual.element) : actual;
  // Defined pointer types have no methods, and neither have pointers to interfaces.
  if (isPointer && underlying(base).kind === 'interface') {
    return [];
  }
  const methods = new Map<string, Method | 'hidden'>();
  const seen: Named[] = [];
  let level: Embedded[] = [
    { type: base, parent: undefined, fieldIndex: -1, isIndirect: isPointer, isMultiple: false },
  ];
  let countSeen = 0;
  while (level.length > 0 && countSeen <= MAX_EMBEDDED) {
    countSeen += level.length;
    const next: Embedded[] = [];
    const found = new Map<string, Method | 'hidden'>();
    for (const embedded of level) {
      if (embedded.type.kind === 'named') {
        if (isSeen(seen, embedded.type)) {
          continue;
        }
        seen.push(embedded.type);
      }
      addMembers(found, embedded);
      const under = underlying(embedded.type);
      if (under.kind === 'struct') {
        const parent = embedded.fieldIndex < 0 ? undefined : embedded;
        addEmbedded(next, under, parent, embedded.isIndirect, embedded.isMultiple);
      }
    }
    for (const [id, method] of found) {
      if (!methods.has(id)) {
        methods.set(id, method);
      }
    }
    level = withoutDoubles(next);
  }
  return [...methods.values()]
    .filter((method) => method !== 'hidden')
    .sort((a, b) => compareIds(a.object, b.object));
}

/** Names that are there twice at one depth are ambiguous, and hide what is deeper. */
function addMembers(found: Map<string, Method | 'hidden'>, embedded: Embedded): void {
  const { type, isIndirect, isMultiple } = embedded;
  const under = underlying(type);
  const index = embedded.fieldIndex < 0 ? [] : indexPath(embedded);
  const add = (object: FuncObject) => {
    const id = objectId(object);
    const needsPointer = object.hasPointerReceiver && !isIndirect;
    const isHidden = isMultiple || found.has(id);
    found.set(id, isHidden ? 'hidden' : { object, index, isIndirect, needsPointer });
  };
  const own = type.kind === 'named' ? type.methods : undefined;
  for (const method of own?.values() ?? []) {
    add(method);
  }
  if (under.kind === 'struct') {
    for (const field of under.fields) {
      found.set(objectId(field), 'hidden');
    }
  } else if (under.kind === 'interface') {
    typeSetOf(under).methods.forEach(add);
  }
}
