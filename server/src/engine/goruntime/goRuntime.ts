/** What the allocator of one Go version does, as numbers. All sizes are in bytes. */
export interface GoRuntime {
  /** The version that the numbers were read from: `1.26.8`. */
  readonly goVersion: string;
  /** Object sizes by size class; class 0 stands for objects with pages of their own. */
  readonly classBytes: readonly number[];
  /** Pages of a span, by size class. */
  readonly classPages: readonly number[];
  readonly pageBytes: number;
  /** The greatest size that has a class. */
  readonly maxSmallBytes: number;
  /** In front of objects with pointers that are larger than a heap bitmap's word covers. */
  readonly mallocHeaderBytes: number;
  /** Objects without pointers that are smaller share blocks of this size. */
  readonly tinyBytes: number;
  /** `runtime.hchan`, by the bytes of a word. */
  readonly hchanBytes: Readonly<Record<4 | 8, number>>;
  /** `runtime.hmap` or `internal/runtime/maps.Map`, by the bytes of a word. */
  readonly mapBytes: Readonly<Record<4 | 8, number>>;
  /** `runtime.mapextra` or `internal/runtime/maps.table`, by the bytes of a word. */
  readonly mapPartBytes: Readonly<Record<4 | 8, number>>;
  readonly mapKind: 'buckets' | 'swiss';
  /** Capacity from which on append grows slices by less than twice. */
  readonly doublingLimit: number;
  /** Whether spans of small objects keep their marks inside: `GOEXPERIMENT=greenteagc`. */
  readonly hasInlineMarks: boolean;
  /** Larger variables are on the heap, whether they escape or not. */
  readonly maxStackVarBytes: number;
  /** As above, for `new`, `&T{}`, `make` and other values without a name. */
  readonly maxImplicitStackVarBytes: number;
}
