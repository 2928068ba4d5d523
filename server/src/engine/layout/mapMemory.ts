/**
 * What a map takes of the heap, its header included; a map that does not escape may have its header and
 * its first eight slots on the stack.
 */
import type { GoRuntime } from '../goruntime/goRuntime.ts';
import { bucketMapMemory } from './bucketMap.ts';
import type { MapFilling, MapMemory, MapShape } from './mapShape.ts';
import { swissMapMemory } from './swissMap.ts';

export function mapMemory(runtime: GoRuntime, shape: MapShape, filling: MapFilling): MapMemory {
  return runtime.mapKind === 'swiss'
    ? swissMapMemory(runtime, shape, filling)
    : bucketMapMemory(runtime, shape, filling);
}
