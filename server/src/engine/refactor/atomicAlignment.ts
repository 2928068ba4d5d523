/** Words of 64 bits that are used atomically, on machines of 32. */
import { architectureOf } from '../layout/architectures.ts';
import { layOutFields, type FieldSize } from '../layout/fieldLayout.ts';
import { GoSizes } from '../layout/sizes.ts';
import type { StructType } from '../types/types.ts';

/** All machines of 32 bits that Go knows lay structs out alike. */
const MACHINE_OF_32_BITS = '386';

/**
 * Whether one of the fields, which hold words of 64 bits that are used atomically, stands at a
 * multiple of 8 on machines of 32 bits and would not any more: the bug notes of sync/atomic.
 */
export function misalignedOn32Bits(
  { fields }: StructType,
  indexes: readonly number[],
  atomicFields: ReadonlySet<number>,
): boolean {
  const architecture = architectureOf(MACHINE_OF_32_BITS);
  if (atomicFields.size === 0 || !architecture) {
    return false;
  }
  const sizes = new GoSizes(architecture);
  const layouts: FieldSize[] = [];
  for (const { type } of fields) {
    const layout = sizes.layoutOf(type);
    if (!layout) {
      return true;
    }
    layouts.push({ ...layout, ptrdataBytes: layout.pointerBytes });
  }
  const before = layOutFields(layouts).offsetsBytes;
  const after = layOutFields(indexes.flatMap((index) => layouts[index] ?? [])).offsetsBytes;
  return indexes.some((index, at) => {
    const was = (before[index] ?? 0) % 8;
    return atomicFields.has(index) && was === 0 && (after[at] ?? 0) % 8 !== 0;
  });
}
