/** How append grows slices: runtime/slice.go (growslice, nextslicecap) of Go 1.22 to 1.26. */
import type { GoRuntime } from '../goruntime/goRuntime.ts';
import { heapObject, type ObjectKind, roundUpSize } from './allocation.ts';

/** The capacity of the array that append makes for `length` elements. */
export function grownCapacity(
  runtime: GoRuntime,
  length: number,
  oldCapacity: number,
  elementBytes: number,
  kind: ObjectKind,
): number {
  if (elementBytes === 0) {
    return length;
  }
  const capacity = wantedCapacity(runtime, length, oldCapacity);
  return Math.floor(roundUpSize(runtime, capacity * elementBytes, kind) / elementBytes);
}

function wantedCapacity({ doublingLimit }: GoRuntime, length: number, oldCapacity: number): number {
  if (length > 2 * oldCapacity) {
    return length;
  }
  if (oldCapacity < doublingLimit) {
    return 2 * oldCapacity;
  }
  let capacity = oldCapacity;
  while (capacity < length) {
    capacity += Math.floor((capacity + 3 * doublingLimit) / 4);
  }
  return capacity;
}

export interface GrowthStep {
  readonly capacity: number;
  readonly allocatedBytes: number;
}

/** The arrays that a slice goes through while elements are appended to it one by one. */
export function growthSequence(
  runtime: GoRuntime,
  elementBytes: number,
  kind: ObjectKind,
  untilLength: number,
): readonly GrowthStep[] {
  const steps: GrowthStep[] = [];
  if (elementBytes === 0) {
    return steps;
  }
  for (let capacity = 0; capacity < untilLength;) {
    capacity = grownCapacity(runtime, capacity + 1, capacity, elementBytes, kind);
    const { allocatedBytes } = heapObject(runtime, capacity * elementBytes, kind);
    steps.push({ capacity, allocatedBytes });
  }
  return steps;
}
