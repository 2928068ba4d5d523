import { type StructType, type Type, underlying } from './types.ts';

/** Sizes of types for one GOARCH, in bytes; undefined where they cannot be known. */
export interface Sizes {
  /** 4 or 8. */
  readonly wordBytes: number;
  sizeOf(type: Type): number | undefined;
  alignOf(type: Type): number | undefined;
  offsetsOf(struct: StructType): readonly number[] | undefined;
}

/** Where a field is, by way of the embedded fields on the path; undefined where that cannot be known. */
export function offsetAt(sizes: Sizes, base: Type, path: readonly number[]): number | undefined {
  let type = base;
  let offset = 0;
  for (const index of path) {
    const struct = underlying(type);
    const offsets = struct.kind === 'struct' ? sizes.offsetsOf(struct) : undefined;
    const field = struct.kind === 'struct' ? struct.fields[index] : undefined;
    const at = offsets?.[index];
    if (at === undefined || field === undefined) {
      return undefined;
    }
    offset += at;
    ({ type } = field);
  }
  return offset;
}
