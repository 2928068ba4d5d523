import type { StructType, Type } from './types.ts';

/** Sizes of types for one GOARCH, in bytes; undefined where they cannot be known. */
export interface Sizes {
  /** 4 or 8. */
  readonly wordBytes: number;
  sizeOf(type: Type): number | undefined;
  alignOf(type: Type): number | undefined;
  offsetsOf(struct: StructType): readonly number[] | undefined;
}
