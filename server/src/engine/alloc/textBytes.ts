/**
 * What conversions between strings and slices, and concatenations, allocate where the result
 * escapes: cmd/compile/internal/walk/convert.go and runtime/string.go (Go 1.22 to 1.26).
 */
import type { AddStringExpression, ConversionExpression, Expression } from '../ir/nodes.ts';
import { concatenation, runeSlice, stringOfRune } from '../layout/conversions.ts';
import {
  type ArrayBytes,
  bytesOfObject,
  fixedBytes,
  type HeapBytes,
  type HeapSurroundings,
} from './heapBytes.ts';

const RUNE_BYTES = 4;

const BYTES: ArrayBytes = {
  kind: 'array',
  elementBytes: 1,
  unit: 'byte',
  noscan: true,
  isGrowth: false,
};
const RUNES: ArrayBytes = { ...BYTES, elementBytes: RUNE_BYTES, unit: 'rune' };

export function bytesOfConversion(
  { op, x }: ConversionExpression,
  surroundings: HeapSurroundings,
): HeapBytes | undefined {
  const { runtime, sizes } = surroundings;
  const text = constantString(x);
  switch (op) {
    case 'strToBytes':
      // A constant is copied into an array of its own length.
      return text === undefined ? BYTES : bytesOfObject(surroundings, text.length, true);
    case 'strToRunes': {
      if (text === undefined) {
        return RUNES;
      }
      const countRunes = runesIn(text);
      return countRunes === 0
        ? { kind: 'none', because: 'empty' }
        : fixedBytes(
            runeSlice(runtime, countRunes, sizes.wordBytes).object,
            countRunes * RUNE_BYTES,
            true,
          );
    }
    case 'bytesToStr':
    case 'runesToStr':
      return BYTES;
    case 'runeToStr':
      return x.op === 'literal'
        ? { kind: 'none', because: 'constant' }
        : fixedBytes(stringOfRune(runtime, sizes.wordBytes), RUNE_BYTES, true);
    default:
      return undefined;
  }
}

/** The lengths of all parts are known only of constants, and these make no sum. */
export function bytesOfSum(
  { list }: AddStringExpression,
  { runtime, sizes }: HeapSurroundings,
): HeapBytes {
  const parts = list.map(constantString);
  if (!parts.every((part) => part !== undefined)) {
    return BYTES;
  }
  const lengthBytes = parts.reduce((sum, { length }) => sum + length, 0);
  return lengthBytes === 0
    ? { kind: 'none', because: 'empty' }
    : fixedBytes(concatenation(runtime, lengthBytes, sizes.wordBytes), lengthBytes, true);
}

/** One UTF-16 unit for each byte. */
function constantString(x: Expression): string | undefined {
  return x.op === 'literal' && x.value.kind === 'string' ? x.value.bytes : undefined;
}

/** As `range` counts them: each byte that begins no rune is one. */
function runesIn(bytes: string): number {
  const text = new Uint8Array(bytes.length).map((_, at) => bytes.charCodeAt(at));
  let count = 0;
  for (let at = 0; at < text.length; at += runeBytes(text, at)) {
    count += 1;
  }
  return count;
}

/** utf8.DecodeRune: the bytes that make a rune, 1 where none begins. */
function runeBytes(text: Uint8Array, at: number): number {
  const first = text[at] ?? 0;
  const second = text[at + 1] ?? 0;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 1;
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  const follows = text.subarray(at + 2, at + length);
  const isWhole =
    first <= 0xf4 &&
    second >= low &&
    second <= high &&
    follows.length === Math.max(0, length - 2) &&
    follows.every((byte) => byte >= 0x80 && byte <= 0xbf);
  return length > 1 && isWhole ? length : 1;
}
