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
  readonly stacks: Stacks;
  readonly pacer: Pacer;
}

/** Stacks of goroutines: runtime/stack.go. They grow by doubling. */
export interface Stacks {
  /** What a goroutine begins with, unless the runtime has seen that more is used on average. */
  readonly startBytes: number;
  /** As above, where the operating system needs room on the stack; on iOS for arm64. */
  readonly startBytesByGoos: Readonly<Record<'windows' | 'plan9' | 'ios', number>>;
  /** A stack that grows beyond is the end of the program; by the bytes of a word. */
  readonly maxBytes: Readonly<Record<4 | 8, number>>;
}

/** When the garbage collector works, and how much: runtime/mgcpacer.go. */
export interface Pacer {
  /** The heap goal is not below this at GOGC=100, and in proportion for other values. */
  readonly minHeapGoalBytes: number;
  /** Share of the CPUs that marking in the background takes. */
  readonly backgroundUtilization: number;
  /** Of the way from the live heap to the goal, in whole bytes each. */
  readonly triggerParts: number;
  /** A cycle is triggered when so many parts of the way are behind, or later. */
  readonly minTriggerParts: number;
  /** As above, or earlier; but up to `minHeapGoalBytes` before the goal, where that is later. */
  readonly maxTriggerParts: number;
  /** The goal is this far beyond where the cycle was triggered, at least. */
  readonly minRunwayBytes: number;
  /** A cycle is triggered this far beyond where sweeping began, at least. */
  readonly minSweepDistanceBytes: number;
  /** What the heap goal leaves free below GOMEMLIMIT, at least. */
  readonly minLimitHeadroomBytes: number;
  readonly limitHeadroomPercent: number;
  /** Without any other reason, a cycle begins after this time. */
  readonly forcedPeriodNs: number;
}
