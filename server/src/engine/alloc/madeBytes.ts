/** What `make` and literals of slices and maps allocate where the result escapes. */
import { constantLength } from '../ir/constantLength.ts';
import type { CompositeExpression, Expression, MakeExpression } from '../ir/nodes.ts';
import { channelMemory } from '../layout/channel.ts';
import { mapMemory } from '../layout/mapMemory.ts';
import { MAXIMUM_INLINE_BYTES, SLOTS } from '../layout/mapShape.ts';
import { type MapType, type Type, underlying } from '../types/types.ts';
import {
  type ArrayBytes,
  bytesOfObject,
  type HeapBytes,
  type HeapSurroundings,
  UNKNOWN_LENGTH,
  UNKNOWN_TYPE,
} from './heapBytes.ts';

/** `make([]T, n)`: runtime.makeslice. The array is as long as the capacity. */
export function bytesOfMadeSlice(
  { type, length, capacity }: MakeExpression,
  surroundings: HeapSurroundings,
): HeapBytes {
  const size = capacity ?? length;
  return bytesOfArray(type, size && constantLength(size), surroundings);
}

/** `[]T{…}`, and what is made of the arguments of a variadic function. */
export function bytesOfSliceLiteral(
  { type, length }: CompositeExpression,
  surroundings: HeapSurroundings,
): HeapBytes {
  return bytesOfArray(type, length, surroundings);
}

/** `append`, when the array is full: the new one has room for more than what is appended. */
export function bytesOfAppend(type: Type, surroundings: HeapSurroundings): HeapBytes {
  const array = bytesOfArray(type, undefined, surroundings);
  return array.kind === 'array' ? { ...array, isGrowth: true } : array;
}

function bytesOfArray(
  type: Type,
  length: number | undefined,
  surroundings: HeapSurroundings,
): HeapBytes {
  const slice = underlying(type);
  const element = slice.kind === 'slice' ? surroundings.sizes.layoutOf(slice.element) : undefined;
  if (!element) {
    return UNKNOWN_TYPE;
  }
  const { sizeBytes: elementBytes, pointerBytes } = element;
  const noscan = pointerBytes === 0;
  if (length !== undefined || elementBytes === 0) {
    return bytesOfObject(surroundings, (length ?? 0) * elementBytes, noscan);
  }
  const array: ArrayBytes = {
    kind: 'array',
    elementBytes,
    unit: 'element',
    noscan,
    isGrowth: false,
  };
  return array;
}

/**
 * `make(map[K]V, n)`: its first entries get their room when they come. What more a hint takes than
 * one group has slots is not known to the byte, and said to be unknown.
 */
export function bytesOfMadeMap(
  { type, length }: MakeExpression,
  surroundings: HeapSurroundings,
): HeapBytes {
  const hint = length ? constantLength(length) : 0;
  return hint === undefined ? UNKNOWN_LENGTH : bytesOfMap(type, hint, 0, surroundings);
}

/** `map[K]V{…}`: it is made for its entries, which are put into it one after the other. */
export function bytesOfMapLiteral(
  { type, elements }: CompositeExpression,
  surroundings: HeapSurroundings,
): HeapBytes {
  return bytesOfMap(type, elements.length, elements.length, surroundings);
}

function bytesOfMap(
  type: Type,
  hint: number,
  entries: number,
  { sizes, runtime }: HeapSurroundings,
): HeapBytes {
  const map = underlying(type);
  const shape = map.kind === 'map' ? shapeOf(map, sizes) : undefined;
  if (!shape) {
    return UNKNOWN_TYPE;
  }
  if (hint > SLOTS) {
    return UNKNOWN_LENGTH;
  }
  const { allocatedBytes } = mapMemory(runtime, shape, { hint, entries });
  const countOutOfSlot = [shape.key, shape.element].filter(
    ({ sizeBytes }) => sizeBytes > MAXIMUM_INLINE_BYTES,
  ).length;
  return {
    kind: 'fixed',
    takenBytes: allocatedBytes,
    askedBytes: allocatedBytes,
    countObjects: 1 + (entries > 0 ? 1 : 0) + entries * countOutOfSlot,
    object: undefined,
    noscan: false,
    condition: undefined,
  };
}

function shapeOf({ key, element }: MapType, sizes: HeapSurroundings['sizes']) {
  const keyLayout = sizes.layoutOf(key);
  const elementLayout = sizes.layoutOf(element);
  return keyLayout && elementLayout
    ? { key: keyLayout, element: elementLayout, wordBytes: sizes.wordBytes }
    : undefined;
}

/** `make(chan T, n)`: it is on the heap in any case. */
export function bytesOfChannel(
  { type, length }: MakeExpression,
  { sizes, runtime }: HeapSurroundings,
): HeapBytes {
  const channel = underlying(type);
  const element = channel.kind === 'channel' ? sizes.layoutOf(channel.element) : undefined;
  const capacity = capacityOf(length);
  if (!element) {
    return UNKNOWN_TYPE;
  }
  if (capacity === undefined) {
    return UNKNOWN_LENGTH;
  }
  const noscan = element.pointerBytes === 0;
  const { allocatedBytes, countObjects } = channelMemory(runtime, element.sizeBytes, capacity, {
    noscan,
    wordBytes: sizes.wordBytes,
  });
  return {
    kind: 'fixed',
    takenBytes: allocatedBytes,
    askedBytes: runtime.hchanBytes[sizes.wordBytes] + element.sizeBytes * capacity,
    countObjects,
    object: undefined,
    noscan,
    condition: undefined,
  };
}

function capacityOf(length: Expression | undefined): number | undefined {
  return length ? constantLength(length) : 0;
}
