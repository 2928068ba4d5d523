/** What function values take: cmd/compile/internal/typecheck/func.go (ClosureType, MethodValueType) of Go 1.22 to 1.26. */
import type { GoRuntime } from '../goruntime/goRuntime.ts';
import { heapObject, type HeapObject, type ObjectKind } from './allocation.ts';
import { type FieldSize, layOutFields } from './fieldLayout.ts';

/** Larger variables are captured by reference: flowClosure in cmd/compile/internal/escape/escape.go. */
export const MAXIMUM_CAPTURED_VALUE_BYTES = 128;

/**
 * The object of a function literal that captures something, or of a method value, of which the
 * receiver is what it captures. Variables in the order in which the literal names them first.
 */
export function closureObject(
  runtime: GoRuntime,
  captured: readonly FieldSize[],
  wordBytes: ObjectKind['wordBytes'],
): HeapObject {
  const { sizeBytes, ptrdataBytes } = closureLayout(captured, wordBytes);
  return heapObject(runtime, sizeBytes, { noscan: ptrdataBytes === 0, wordBytes });
}

/** The code's address, which is no pointer into the heap, and what is captured behind it. */
export function closureLayout(
  captured: readonly FieldSize[],
  wordBytes: ObjectKind['wordBytes'],
): FieldSize {
  const code = { sizeBytes: wordBytes, alignBytes: wordBytes, ptrdataBytes: 0 };
  return layOutFields([code, ...captured]);
}
