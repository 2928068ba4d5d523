/** What conversions between strings and slices allocate where the result escapes: runtime/string.go of Go 1.22 to 1.26. */
import type { GoRuntime } from '../goruntime/goRuntime.ts';
import { heapObject, type HeapObject, type ObjectKind, roundUpSize } from './allocation.ts';

/** A slice with an array of its own. */
export interface ConvertedSlice {
  /** In elements: the array fills its size class. */
  readonly capacity: number;
  readonly object: HeapObject;
}

type WordBytes = ObjectKind['wordBytes'];

/** `[]byte(s)`, and `[]byte(s + t)`: rawbyteslice. */
export function byteSlice(
  runtime: GoRuntime,
  lengthBytes: number,
  wordBytes: WordBytes,
): ConvertedSlice {
  return roundedSlice(runtime, lengthBytes, 1, wordBytes);
}

/** `[]rune(s)`: rawruneslice. */
export function runeSlice(
  runtime: GoRuntime,
  countRunes: number,
  wordBytes: WordBytes,
): ConvertedSlice {
  return roundedSlice(runtime, countRunes, RUNE_BYTES, wordBytes);
}

const RUNE_BYTES = 4;

function roundedSlice(
  runtime: GoRuntime,
  length: number,
  elementBytes: number,
  wordBytes: WordBytes,
): ConvertedSlice {
  const kind = { noscan: true, wordBytes };
  const arrayBytes = roundUpSize(runtime, length * elementBytes, kind);
  return { capacity: arrayBytes / elementBytes, object: heapObject(runtime, arrayBytes, kind) };
}

/** `string(bytes)`; a single byte is in a table of the runtime: slicebytetostring. */
export function stringOfBytes(
  runtime: GoRuntime,
  lengthBytes: number,
  wordBytes: WordBytes,
): HeapObject {
  return newString(runtime, lengthBytes === 1 ? 0 : lengthBytes, wordBytes);
}

/** `string(runes)`, by the bytes of the result: slicerunetostring leaves room for another rune. */
export function stringOfRunes(
  runtime: GoRuntime,
  lengthBytes: number,
  wordBytes: WordBytes,
): HeapObject {
  return newString(runtime, lengthBytes + 3, wordBytes);
}

/** `string(r)` of one rune that is not constant: intstring makes room for any. */
export function stringOfRune(runtime: GoRuntime, wordBytes: WordBytes): HeapObject {
  return newString(runtime, RUNE_BYTES, wordBytes);
}

/** `s + t`, by the bytes of the result, unless all but one are empty: concatstrings. */
export function concatenation(
  runtime: GoRuntime,
  lengthBytes: number,
  wordBytes: WordBytes,
): HeapObject {
  return newString(runtime, lengthBytes, wordBytes);
}

function newString(runtime: GoRuntime, lengthBytes: number, wordBytes: WordBytes): HeapObject {
  return heapObject(runtime, lengthBytes, { noscan: true, wordBytes });
}
