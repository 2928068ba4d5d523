/** What escape analysis asks of what surrounds the functions that it looks at. */
import type { Mention } from './callGraph.ts';
import type { GoSizes } from '../layout/sizes.ts';
import type { CompilerFlags } from '../ir/compilerFlags.ts';
import type { Callee } from '../ir/func.ts';
import type { Package } from '../types/package.ts';
import type { Type } from '../types/types.ts';
import { underlying } from '../types/types.ts';
import { pointsOffHeap } from './notInHeap.ts';
import type { FunctionSummary } from './summary.ts';

export interface EscapeEnvironment {
  readonly sizes: GoSizes;
  /** The flags that a package is compiled with. */
  flagsOf(compiled: Package | undefined): CompilerFlags;
  /** What is known of a function that is not of the batch; undefined if nothing is. */
  summaryOf(callee: Mention): FunctionSummary | undefined;
  /** Whether an instance of a generic function is compiled with a package: its own code leads to it. */
  reads(inPackage: Package, callee: Callee): boolean;
}

/** Whether values of a type may hold pointers: those of a type that is not known may. */
export function hasPointers({ sizes }: EscapeEnvironment, type: Type): boolean {
  if (type.kind === 'tuple') {
    return true;
  }
  return (sizes.layoutOf(type)?.pointerBytes ?? 1) > 0 && !pointsOffHeap(type);
}

/**
 * Whether an interface holds the value itself: it is one pointer and nothing else
 * (types.IsDirectIface of Go 1.26).
 */
export function isDirectInterface({ sizes }: EscapeEnvironment, type: Type): boolean {
  if (underlying(type).kind === 'interface') {
    return false;
  }
  const layout = sizes.layoutOf(type);
  return layout?.sizeBytes === sizes.wordBytes && layout.pointerBytes === sizes.wordBytes;
}
