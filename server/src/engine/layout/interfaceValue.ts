/**
 * What it takes to put a value into an interface that escapes: dataWord and dataWordFuncName in
 * cmd/compile/internal/walk/convert.go, and runtime/iface.go (Go 1.22 to 1.26).
 */
import type { GoRuntime } from '../goruntime/goRuntime.ts';
import { heapObject, type HeapObject, type ObjectKind } from './allocation.ts';
import type { TypeLayout } from './sizes.ts';

/**
 * What the type of the value is, through structs of one field and arrays of one element:
 * `pointer` for all that is one pointer, such as maps and functions; `integer` also for booleans.
 */
export type ValueKind = 'pointer' | 'integer' | 'string' | 'slice' | 'other';

export interface InterfaceValue {
  /** The copy of the value that the interface points to; undefined where none is made. */
  readonly object: HeapObject | undefined;
  /**
   * For which values no copy is made, as there is one in the runtime: those whose bits are a number
   * below 256, or empty strings and nil slices.
   */
  readonly isFreeFor: 'all' | 'below256' | 'empty' | 'none';
}

export function interfaceValue(
  runtime: GoRuntime,
  type: TypeLayout,
  kind: ValueKind,
  wordBytes: ObjectKind['wordBytes'],
): InterfaceValue {
  const isFreeFor = freeValues(type, kind, wordBytes);
  const noscan = type.pointerBytes === 0;
  return {
    object:
      isFreeFor === 'all' ? undefined : heapObject(runtime, type.sizeBytes, { noscan, wordBytes }),
    isFreeFor,
  };
}

function freeValues(
  { sizeBytes, alignBytes, pointerBytes }: TypeLayout,
  kind: ValueKind,
  wordBytes: ObjectKind['wordBytes'],
): InterfaceValue['isFreeFor'] {
  if (kind === 'pointer' || sizeBytes === 0 || (kind === 'integer' && sizeBytes === 1)) {
    return 'all';
  }
  // Whatever the type is, if only it is as large and aligned as an integer.
  const isLikeInteger =
    (sizeBytes === 2 || sizeBytes === 4 || sizeBytes === 8) &&
    alignBytes === Math.min(sizeBytes, wordBytes);
  if (isLikeInteger && pointerBytes === 0) {
    return 'below256';
  }
  return kind === 'string' || kind === 'slice' ? 'empty' : 'none';
}
