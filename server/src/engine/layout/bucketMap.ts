/** Maps of Go 1.22 and 1.23: runtime/map.go. */
import type { GoRuntime } from '../goruntime/goRuntime.ts';
import { heapObject, type ObjectKind, roundUpSize } from './allocation.ts';
import { type FieldSize, layOutFields } from './fieldLayout.ts';
import { growthSequence } from './growth.ts';
import {
  type MapFilling,
  type MapMemory,
  type MapShape,
  outOfSlotBytes,
  SLOTS,
  slotPart,
} from './mapShape.ts';

export function bucketMapMemory(
  runtime: GoRuntime,
  shape: MapShape,
  { hint, entries }: MapFilling,
): MapMemory {
  const parts = new MapParts(runtime, shape);
  const arrays = arraysOf(hint, entries);
  const last = arrays.at(-1);
  const previous = arrays.at(-2);
  const always =
    entries * outOfSlotBytes(runtime, shape) +
    parts.headerBytes +
    (arrays.some((array) => parts.needsExtra(array)) ? parts.extraBytes : 0);
  const isMoving =
    previous && last && entries - previous.entries < WRITES_TO_MOVE * previous.buckets;
  return {
    heldBytes: Math.round(
      always + (last ? parts.bytesOf(last) : 0) + (isMoving ? parts.bytesOf(previous) : 0),
    ),
    allocatedBytes: Math.round(arrays.reduce((sum, array) => sum + parts.bytesOf(array), always)),
    isExact: entries <= SLOTS,
  };
}

/** An array of buckets, and the entries that it has been given when it is outgrown, or at the end. */
interface BucketArray {
  readonly buckets: number;
  readonly entries: number;
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
  for (; roomOf(buckets) < entries; buckets *= 2) {
    arrays.push({ buckets, entries: roomOf(buckets) });
  }
  return [...arrays, { buckets, entries }];
}

/** Entries beyond which the number of buckets doubles: overLoadFactor. */
function roomOf(buckets: number): number {
  return Math.max(SLOTS, 13 * Math.floor(buckets / 2));
}

/**
 * Writes for each old bucket until all of them have been moved. Each write moves the bucket that it is
 * in and the next one that is left (growWork), which comes to the logarithm of 2.
 */
const WRITES_TO_MOVE = Math.LN2;

/** Bytes that the heap gives for the parts of a map. */
class MapParts {
  readonly headerBytes: number;
  /** `runtime.mapextra`. */
  readonly extraBytes: number;
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
    this.extraBytes = this.#allocated(runtime.mapPartBytes[wordBytes], this.#pointers);
  }

  /** With the buckets that come to it because others are full. */
  bytesOf({ buckets, entries }: BucketArray): number {
    const count = this.#countWithSpare(buckets);
    const overflow = overflowBuckets(buckets, entries);
    return (
      this.#allocated(count * this.#bucketBytes, this.#bucketKind) +
      Math.max(0, overflow - (count - buckets)) *
        this.#allocated(this.#bucketBytes, this.#bucketKind) +
      (this.#bucketKind.noscan ? this.#listBytes(Math.round(overflow)) : 0)
    );
  }

  needsExtra({ buckets, entries }: BucketArray): boolean {
    return (
      buckets >= LEAST_WITH_SPARE ||
      (this.#bucketKind.noscan && Math.round(overflowBuckets(buckets, entries)) > 0)
    );
  }

  /** Spare buckets are made along with the others, and fill the size class: makeBucketArray. */
  #countWithSpare(buckets: number): number {
    if (buckets < LEAST_WITH_SPARE) {
      return buckets;
    }
    const wantedBytes = (buckets + buckets / 16) * this.#bucketBytes;
    const bytes = roundUpSize(this.#runtime, wantedBytes, this.#bucketKind);
    return Math.floor(bytes / this.#bucketBytes);
  }

  /** Overflow buckets that the collector does not scan are kept in a slice: createOverflow. */
  #listBytes(overflow: number): number {
    if (overflow === 0) {
      return 0;
    }
    const { wordBytes } = this.#pointers;
    return growthSequence(this.#runtime, wordBytes, this.#pointers, overflow).reduce(
      (sum, { allocatedBytes }) => sum + allocatedBytes,
      this.#allocated(3 * wordBytes, this.#pointers),
    );
  }

  #allocated(sizeBytes: number, kind: ObjectKind): number {
    return heapObject(this.#runtime, sizeBytes, kind).allocatedBytes;
  }
}

const LEAST_WITH_SPARE = 16;

function eightOf(part: FieldSize): FieldSize {
  return { ...part, sizeBytes: SLOTS * part.sizeBytes };
}

/** How many buckets are expected to be chained behind others: entries are spread binomially. */
function overflowBuckets(buckets: number, entries: number): number {
  if (entries <= SLOTS || buckets === 1) {
    return 0;
  }
  const odds = 1 / (buckets - 1);
  let chance = (1 - 1 / buckets) ** entries;
  let chained = 0;
  for (let count = 1; count <= Math.min(entries, MOST_IN_A_BUCKET); count += 1) {
    chance *= (odds * (entries - count + 1)) / count;
    chained += chance * Math.ceil(Math.max(0, count - SLOTS) / SLOTS);
  }
  return buckets * chained;
}

/** There are 6.5 on average at most, and practically never more than this. */
const MOST_IN_A_BUCKET = 64;
