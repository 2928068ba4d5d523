/** Maps of Go 1.22 and 1.23: runtime/map.go. */
import type { GoRuntime } from '../goruntime/goRuntime.ts';
import { heapObject, type ObjectKind, roundUpSize } from './allocation.ts';
import { type FieldSize, layOutFields } from './fieldLayout.ts';
import { growthSequence, type GrowthStep } from './growth.ts';
import {
  type MapFilling,
  type MapMemory,
  type MapShape,
  outOfSlotBytes,
  SLOTS,
  slotPart,
} from './mapShape.ts';
import { type Chained, chainedBuckets, expectedOf } from './overflowBuckets.ts';
import { unmovedBuckets } from './unmovedBuckets.ts';

export function bucketMapMemory(
  runtime: GoRuntime,
  shape: MapShape,
  { hint, entries }: MapFilling,
): MapMemory {
  const parts = new MapParts(runtime, shape);
  const arrays = arraysOf(hint, entries);
  const always =
    entries * outOfSlotBytes(runtime, shape) + parts.headerBytes + parts.extraBytesOf(arrays);
  const held = arrays.reduce((sum, array) => sum + parts.heldBytesOf(array), always);
  const allocated = arrays.reduce((sum, array) => sum + parts.allocatedBytesOf(array), always);
  return {
    heldBytes: Math.round(held),
    allocatedBytes: Math.round(allocated),
    isExact: entries <= SLOTS,
  };
}

/** An array of buckets. */
interface BucketArray {
  readonly buckets: number;
  /** Buckets that were chained behind those of the array, until it was outgrown or the map was filled. */
  readonly chained: Chained;
  /** How likely the map still holds it: outgrown ones are let go of when all entries have moved. */
  readonly chanceHeld: number;
  /** Of the buckets of an outgrown array: whose entries have not moved yet. */
  readonly unmovedShare: number;
}

function arraysOf(hint: number, entries: number): readonly BucketArray[] {
  let buckets = 1;
  while (roomOf(buckets) < hint) {
    buckets *= 2;
  }
  if (buckets === 1 && entries === 0) {
    return [];
  }
  const arrays: BucketArray[] = [];
  let unmovedShare = 0;
  for (; roomOf(buckets) < entries; buckets *= 2) {
    const unmoved = unmovedBuckets(buckets, entries - roomOf(buckets));
    unmovedShare = unmoved.mean / buckets;
    arrays.push({
      buckets,
      chained: chainedBuckets(buckets, roomOf(buckets)),
      chanceHeld: unmoved.chanceOfAny,
      unmovedShare: unmovedShare / (unmoved.chanceOfAny || 1),
    });
  }
  const { mean, variance } = chainedBuckets(buckets, entries);
  const movedShare = 1 - unmovedShare;
  const chained = { mean: movedShare * mean, variance: movedShare * variance };
  return [...arrays, { buckets, chained, chanceHeld: 1, unmovedShare: 1 }];
}

/** Entries beyond which the number of buckets doubles: overLoadFactor. */
function roomOf(buckets: number): number {
  return Math.max(SLOTS, 13 * Math.floor(buckets / 2));
}

/** Bytes that the heap gives for the parts of a map. */
class MapParts {
  readonly headerBytes: number;
  readonly #runtime: GoRuntime;
  readonly #bucketBytes: number;
  readonly #bucketKind: ObjectKind;
  readonly #pointers: ObjectKind;

  constructor(runtime: GoRuntime, { key, element, wordBytes }: MapShape) {
    this.#runtime = runtime;
    const keys = eightOf(slotPart(key, wordBytes));
    const elements = eightOf(slotPart(element, wordBytes));
    const noscan = keys.ptrdataBytes === 0 && elements.ptrdataBytes === 0;
    const hashes = { sizeBytes: SLOTS, alignBytes: 1, ptrdataBytes: 0 };
    const overflow = { sizeBytes: wordBytes, alignBytes: wordBytes, ptrdataBytes: 0 };
    this.#bucketBytes = layOutFields([hashes, keys, elements, overflow]).sizeBytes;
    this.#bucketKind = { noscan, wordBytes };
    this.#pointers = { noscan: false, wordBytes };
    this.headerBytes = this.#allocated(runtime.mapBytes[wordBytes], this.#pointers);
  }

  /** `runtime.mapextra` holds spare buckets, and the list of those that are chained. */
  extraBytesOf(arrays: readonly BucketArray[]): number {
    const bytes = this.#allocated(
      this.#runtime.mapPartBytes[this.#pointers.wordBytes],
      this.#pointers,
    );
    const chance = arrays.reduce((most, { buckets, chained }) => {
      const ofList = this.#hasList ? expectedOf(chained, (count) => Math.min(count, 1)) : 0;
      return Math.max(most, buckets >= LEAST_WITH_SPARE ? 1 : ofList);
    }, 0);
    return chance * bytes;
  }

  /** All of it, outgrown lists included. */
  allocatedBytesOf(array: BucketArray): number {
    return this.#bytesOf(array, 1, ({ untilThenBytes }) => untilThenBytes);
  }

  /** What the map still holds: evacuate lets go of chained buckets one by one, or of their list. */
  heldBytesOf(array: BucketArray): number {
    const share = this.#hasList ? 1 : array.unmovedShare;
    return array.chanceHeld * this.#bytesOf(array, share, ({ allocatedBytes }) => allocatedBytes);
  }

  #bytesOf(
    { buckets, chained }: BucketArray,
    chainedShare: number,
    bytesOfList: (list: ListArray) => number,
  ): number {
    const { bytes, spare } = this.#arrayOf(buckets);
    const lists = this.#listsOf(chained);
    const oneBytes = chainedShare * this.#allocated(this.#bucketBytes, this.#bucketKind);
    const chainedBytes = expectedOf(chained, (count) => {
      const list = lists.find(({ capacity }) => capacity >= count);
      return (
        oneBytes * Math.max(0, count - spare) +
        (list && count > 0 ? this.#listBytes + bytesOfList(list) : 0)
      );
    });
    return bytes + chainedBytes;
  }

  /** The collector does not scan such buckets: those that are chained are kept in a slice. */
  get #hasList(): boolean {
    return this.#bucketKind.noscan;
  }

  /** Of the slice itself: createOverflow. */
  get #listBytes(): number {
    return this.#allocated(3 * this.#pointers.wordBytes, this.#pointers);
  }

  /** The arrays of a list that grows up to any number that is likely. */
  #listsOf({ mean, variance }: Chained): readonly ListArray[] {
    if (!this.#hasList) {
      return [];
    }
    const { wordBytes } = this.#pointers;
    const most = mean + 10 * Math.sqrt(variance) + 10;
    let untilThenBytes = 0;
    return growthSequence(this.#runtime, wordBytes, this.#pointers, most).map((step) => {
      untilThenBytes += step.allocatedBytes;
      return { ...step, untilThenBytes };
    });
  }

  /** Spare buckets are made along with the others, and fill the size class: makeBucketArray. */
  #arrayOf(buckets: number): { readonly bytes: number; readonly spare: number } {
    let count = buckets;
    if (buckets >= LEAST_WITH_SPARE) {
      const wantedBytes = (buckets + buckets / 16) * this.#bucketBytes;
      const bytes = roundUpSize(this.#runtime, wantedBytes, this.#bucketKind);
      count = Math.floor(bytes / this.#bucketBytes);
    }
    const bytes = this.#allocated(count * this.#bucketBytes, this.#bucketKind);
    return { bytes, spare: count - buckets };
  }

  #allocated(sizeBytes: number, kind: ObjectKind): number {
    return heapObject(this.#runtime, sizeBytes, kind).allocatedBytes;
  }
}

/** An array of the list of chained buckets. */
interface ListArray extends GrowthStep {
  /** With those that it outgrew. */
  readonly untilThenBytes: number;
}

const LEAST_WITH_SPARE = 16;

function eightOf(part: FieldSize): FieldSize {
  return { ...part, sizeBytes: SLOTS * part.sizeBytes };
}
