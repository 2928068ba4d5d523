/**
 * Types whose values are never on the heap, as the runtime has them for itself: the garbage collector
 * does not follow pointers to them, and for the compiler they are no pointers
 * (internal/runtime/sys/nih.go, and PtrDataSize of cmd/compile/internal/types/size.go, Go 1.26).
 */
import { type Type, unalias, underlying } from '../types/types.ts';

/** Whether all that may be a pointer in a value of the type points to such values. */
export function pointsOffHeap(type: Type): boolean {
  const shape = underlying(type);
  switch (shape.kind) {
    case 'pointer':
    case 'slice':
      return isNotInHeap(shape.element);
    case 'array':
      return hasNoPointers(shape.element);
    case 'struct':
      return isOfRuntime(type) && shape.fields.every((field) => hasNoPointers(field.type));
    default:
      return false;
  }
}

function hasNoPointers(type: Type): boolean {
  const shape = underlying(type);
  const isNumber = shape.kind === 'basic' && !/string|nil|Pointer/.test(shape.basic);
  return isNumber || pointsOffHeap(type);
}

const known = new WeakMap<Type, boolean>();

/** A type with a value of `sys.NotInHeap` in it, however deep, is one itself. */
function isNotInHeap(type: Type): boolean {
  const actual = unalias(type);
  if (actual.kind === 'array') {
    return isNotInHeap(actual.element);
  }
  if (actual.kind === 'struct') {
    return actual.fields.some((field) => isNotInHeap(field.type));
  }
  if (actual.kind !== 'named' || !isOfRuntime(actual)) {
    return false;
  }
  let found = known.get(actual);
  if (found === undefined) {
    // A type cannot hold itself; one that does all the same is an error.
    known.set(actual, false);
    const { name, package: owner } = actual.object;
    found =
      (name === 'nih' && owner?.path === 'internal/runtime/sys') || isNotInHeap(underlying(actual));
    known.set(actual, found);
  }
  return found;
}

/** Who can name the marker, and what everybody else need not look for; C's types are not known. */
function isOfRuntime(type: Type): boolean {
  const actual = unalias(type);
  const path = actual.kind === 'named' ? actual.object.package?.path : undefined;
  return path !== undefined && /^(?:internal\/)?runtime(?:\/|$)/.test(path);
}
