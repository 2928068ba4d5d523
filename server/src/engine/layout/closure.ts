/** What function values take: cmd/compile/internal/typecheck/func.go (ClosureType, MethodValueType) of Go 1.22 to 1.26. */
import type { GoRuntime } from '../goruntime/goRuntime.ts';
import { heapObject, type HeapObject, type ObjectKind } from './allocation.ts';
import { type FieldSize, layOutFields } from './fieldLayout.ts';

/**
 * The object of a function literal that captures something, or of a method value, of which the
 * receiver is what it captures. Variables in the order in which the literal names them first.
 */
export function closureObject(
  runtime: GoRuntime,
  captured: readonly FieldSize[],
  wordBytes: ObjectKind['wordBytes'],
): HeapObject {
  const code = { sizeBytes: wordBytes, alignBytes: wordBytes, ptrdataBytes: 0 };
  const { sizeBytes, ptrdataBytes } = layOutFields([code, ...captured]);
  return heapObject(runtime, sizeBytes, { noscan: ptrdataBytes === 0, wordBytes });
}

/**
 * What a closure holds of a variable: its value, or a pointer to the variable, which is an object of
 * its own then (flowClosure in cmd/compile/internal/escape/escape.go).
 */
export function capturedField(
  variable: FieldSize,
  { isReassigned, isAddressTaken }: { isReassigned: boolean; isAddressTaken: boolean },
  wordBytes: ObjectKind['wordBytes'],
): FieldSize {
  const isValue =
    !isReassigned && !isAddressTaken && variable.sizeBytes <= MAXIMUM_CAPTURED_VALUE_BYTES;
  return isValue
    ? variable
    : { sizeBytes: wordBytes, alignBytes: wordBytes, ptrdataBytes: wordBytes };
}

const MAXIMUM_CAPTURED_VALUE_BYTES = 128;
