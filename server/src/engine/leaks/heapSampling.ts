/**
 * How far what a heap profile says may be from what there is: the runtime takes one object in about
 * `rate` bytes, and scales what it took by 1 / (1 - exp(-size / rate)) (runtime/pprof/protomem.go, Go 1.26).
 */

/** How probable it is that an object of `size` bytes is taken. */
export function chanceOfSampling(size: number, rate: number): number {
  return -Math.expm1(-size / rate);
}

/** Of one size and one stack, at the first and at the last snapshot. */
export interface SizedObjects {
  readonly firstObjects: number;
  readonly lastObjects: number;
  readonly lastBytes: number;
  readonly firstBytes: number;
  /** How many were allocated in between. */
  readonly allocated: number;
}

/**
 * The variance of what these grew by. Objects that are in both snapshots were taken in both or in neither,
 * and add nothing: what counts is what came and what went.
 */
export function growthVariance(objects: SizedObjects, rate: number): number {
  const { firstObjects, lastObjects, firstBytes, lastBytes, allocated } = objects;
  const count = lastObjects > 0 ? lastObjects : firstObjects;
  if (count <= 0 || rate <= 1) {
    return 0;
  }
  const size = (lastObjects > 0 ? lastBytes : firstBytes) / count;
  const freed = Math.max(0, allocated - (lastObjects - firstObjects));
  const changed = Math.min(allocated, lastObjects) + Math.min(freed, firstObjects);
  const taken = chanceOfSampling(size, rate);
  return (size ** 2 * changed * (1 - taken)) / taken;
}

/** How far one object more or less moves what is said, in bytes: not at all for what is always taken. */
export function sampleError(size: number, rate: number): number {
  if (rate <= 1 || size <= 0) {
    return 0;
  }
  const taken = chanceOfSampling(size, rate);
  return (size * Math.sqrt(1 - taken)) / taken;
}
