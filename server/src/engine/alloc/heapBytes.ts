/** What one execution of an expression, or one declaration of a variable, asks of the heap. */
import type { GoRuntime } from '../goruntime/goRuntime.ts';
import { heapObject, type HeapObject } from '../layout/allocation.ts';
import type { GoSizes, TypeLayout } from '../layout/sizes.ts';
import type { ClosureExpression } from '../ir/nodes.ts';
import type { Variable } from '../ir/func.ts';
import type { NoAllocReason } from './noAlloc.ts';

/** When it allocates at all: for other values there is an object in the runtime. */
export type Condition =
  /** A value whose bits are a number of 256 or more: runtime.convT16, convT32, convT64. */
  | 'from256'
  /** A string or a slice that is not empty: runtime.convTstring, convTslice. */
  | 'notEmpty';

/** As many bytes each time. */
export interface FixedBytes {
  readonly kind: 'fixed';
  /** What the heap gives; of tiny objects their share of a block, which need not be whole. */
  readonly takenBytes: number;
  readonly askedBytes: number;
  readonly countObjects: number;
  /** Of a single object. */
  readonly object: HeapObject | undefined;
  /** Without pointers: the collector never looks at it. */
  readonly noscan: boolean;
  readonly condition: Condition | undefined;
}

/** One array whose length only the program knows. */
export interface ArrayBytes {
  readonly kind: 'array';
  readonly elementBytes: number;
  readonly unit: 'element' | 'byte' | 'rune';
  readonly noscan: boolean;
  /** Made when what is there is full. */
  readonly isGrowth: boolean;
}

/** Nothing is allocated, whatever the compiler says of it. */
export interface NoBytes {
  readonly kind: 'none';
  readonly because: NoBytesReason;
}

/** `pointer`: it is one pointer, or an interface already, and is put there as it is. */
export type NoBytesReason = NoAllocReason | 'pointer';

export interface UnknownBytes {
  readonly kind: 'unknown';
  /** `type`: its size is not known; `length`: only the program knows how large it is; `captures`: what a
   * closure holds of a variable is not known. */
  readonly because: 'type' | 'length' | 'captures';
}

export type HeapBytes = FixedBytes | ArrayBytes | NoBytes | UnknownBytes;

export interface HeapSurroundings {
  readonly sizes: GoSizes;
  readonly runtime: GoRuntime;
  /**
   * Whether a closure holds the variable itself, or a pointer to it; undefined where nobody has
   * found out (flowClosure of cmd/compile/internal/escape/escape.go).
   */
  capturesByValue(closure: ClosureExpression, variable: Variable): boolean | undefined;
}

export const UNKNOWN_TYPE: UnknownBytes = { kind: 'unknown', because: 'type' };
export const UNKNOWN_LENGTH: UnknownBytes = { kind: 'unknown', because: 'length' };

/** One object of a type. */
export function bytesOfType(
  surroundings: HeapSurroundings,
  layout: TypeLayout | undefined,
): HeapBytes {
  return layout
    ? bytesOfObject(surroundings, layout.sizeBytes, layout.pointerBytes === 0)
    : UNKNOWN_TYPE;
}

/** One object of a size. */
export function bytesOfObject(
  { runtime, sizes }: HeapSurroundings,
  askedBytes: number,
  noscan: boolean,
): HeapBytes {
  return askedBytes === 0
    ? { kind: 'none', because: 'empty' }
    : fixedBytes(
        heapObject(runtime, askedBytes, { noscan, wordBytes: sizes.wordBytes }),
        askedBytes,
        noscan,
      );
}

export function fixedBytes(
  object: HeapObject,
  askedBytes: number,
  noscan: boolean,
  condition?: Condition,
): FixedBytes {
  return {
    kind: 'fixed',
    takenBytes: object.allocatedBytes,
    askedBytes,
    countObjects: 1,
    object,
    noscan,
    condition,
  };
}
