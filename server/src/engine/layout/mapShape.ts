/** What the two kinds of maps have in common. */
import type { GoRuntime } from '../goruntime/goRuntime.ts';
import { heapObject } from './allocation.ts';
import type { FieldSize } from './fieldLayout.ts';
import type { TypeLayout } from './sizes.ts';

export interface MapShape {
  readonly key: TypeLayout;
  readonly element: TypeLayout;
  readonly wordBytes: 4 | 8;
}

/** How a map is filled: made with a hint (0 without one), then given entries with keys of their own. */
export interface MapFilling {
  readonly hint: number;
  readonly entries: number;
}

/** What maps take of the heap. Expected values, in whole bytes, where the hashes of the keys decide. */
export interface MapMemory {
  /** What the map holds on to, once it is filled. */
  readonly heldBytes: number;
  /** All that was allocated until then, outgrown parts included. */
  readonly allocatedBytes: number;
  /** Whether these are the bytes for any hashes. */
  readonly isExact: boolean;
}

/** Slots in a group or in a bucket: internal/abi (MapGroupSlots, MapBucketCount) of Go 1.22 to 1.26. */
export const SLOTS = 8;

/** Larger keys and elements are objects of their own: internal/abi (MapMaxKeyBytes) of Go 1.22 to 1.26. */
export const MAXIMUM_INLINE_BYTES = 128;

/** What a slot holds of a key or an element: itself, or a pointer to it. */
export function slotPart(
  { sizeBytes, alignBytes, pointerBytes }: TypeLayout,
  wordBytes: 4 | 8,
): FieldSize {
  return sizeBytes > MAXIMUM_INLINE_BYTES
    ? { sizeBytes: wordBytes, alignBytes: wordBytes, ptrdataBytes: wordBytes }
    : { sizeBytes, alignBytes, ptrdataBytes: pointerBytes };
}

/** What an entry takes beside its slot. */
export function outOfSlotBytes(runtime: GoRuntime, { key, element, wordBytes }: MapShape): number {
  return [key, element]
    .filter(({ sizeBytes }) => sizeBytes > MAXIMUM_INLINE_BYTES)
    .map(({ sizeBytes, pointerBytes }) => {
      const kind = { noscan: pointerBytes === 0, wordBytes };
      return heapObject(runtime, sizeBytes, kind).allocatedBytes;
    })
    .reduce((sum, bytes) => sum + bytes, 0);
}

/**
 * How likely more than `limit` of `entries` fall into one of `parts` that hashes choose between.
 * The binomial distribution by the normal one, and that by a curve that is off by 0.0002 at most.
 */
export function chanceOfMore(limit: number, entries: number, parts: number): number {
  if (entries <= limit || parts === 1) {
    return entries > limit ? 1 : 0;
  }
  const mean = entries / parts;
  const deviation = (limit + 0.5 - mean) / Math.sqrt(mean * (1 - 1 / parts));
  return 1 / (1 + Math.exp(0.07056 * deviation ** 3 + 1.5976 * deviation));
}
