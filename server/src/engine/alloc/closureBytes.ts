/** What function literals and method values allocate where they escape. */
import type { ClosureExpression, MethodValueExpression } from '../ir/nodes.ts';
import { closureLayout } from '../layout/closure.ts';
import type { FieldSize } from '../layout/fieldLayout.ts';
import type { GoSizes, TypeLayout } from '../layout/sizes.ts';
import { bytesOfObject, type HeapBytes, type HeapSurroundings, UNKNOWN_TYPE } from './heapBytes.ts';

export function bytesOfClosure(
  closure: ClosureExpression,
  surroundings: HeapSurroundings,
): HeapBytes {
  const { func } = closure;
  if (!func.isCapturing) {
    return { kind: 'none', because: 'closure' };
  }
  const { sizes } = surroundings;
  const fields: FieldSize[] = [];
  for (const variable of func.captures.keys()) {
    const layout = sizes.layoutOf(variable.type);
    const isValue = surroundings.capturesByValue(closure, variable);
    if (!layout || isValue === undefined) {
      return layout ? { kind: 'unknown', because: 'captures' } : UNKNOWN_TYPE;
    }
    fields.push(isValue ? fieldOf(layout) : pointerField(sizes));
  }
  // Generic code holds its dictionary, which is captured last.
  return bytesOfCaptured(
    func.hasDictionary ? [...fields, pointerField(sizes)] : fields,
    surroundings,
  );
}

/** `x.M`: the receiver is what it captures. */
export function bytesOfMethodValue(
  { x }: MethodValueExpression,
  surroundings: HeapSurroundings,
): HeapBytes {
  const receiver = surroundings.sizes.layoutOf(x.type);
  return receiver ? bytesOfCaptured([fieldOf(receiver)], surroundings) : UNKNOWN_TYPE;
}

function bytesOfCaptured(
  captured: readonly FieldSize[],
  surroundings: HeapSurroundings,
): HeapBytes {
  const { sizeBytes, ptrdataBytes } = closureLayout(captured, surroundings.sizes.wordBytes);
  return bytesOfObject(surroundings, sizeBytes, ptrdataBytes === 0);
}

function fieldOf({ sizeBytes, alignBytes, pointerBytes }: TypeLayout): FieldSize {
  return { sizeBytes, alignBytes, ptrdataBytes: pointerBytes };
}

function pointerField({ wordBytes }: GoSizes): FieldSize {
  return { sizeBytes: wordBytes, alignBytes: wordBytes, ptrdataBytes: wordBytes };
}
