/**
 * What must be on the heap wherever it goes, as of its size or alignment:
 * HeapAllocReason of cmd/compile/internal/escape/utils.go (Go 1.26).
 */
import { constantLength } from '../ir/constantLength.ts';
import { Variable } from '../ir/func.ts';
import type { Expression, MakeExpression } from '../ir/nodes.ts';
import type { GoSizes } from '../layout/sizes.ts';
import { type Type, underlying } from '../types/types.ts';

/** A variable that is declared: ir.MaxStackVarSize. */
const MAXIMUM_VARIABLE_BYTES = 128 * 1024;
/** What an expression makes: ir.MaxImplicitStackVarSize. */
const MAXIMUM_IMPLICIT_BYTES = 64 * 1024;

/** The reason in the compiler's words; undefined if there is none. */
export function heapReason(node: Expression | Variable, sizes: GoSizes): string | undefined {
  if (node instanceof Variable && node.class !== 'auto') {
    return undefined;
  }
  const { type } = node;
  const ofItself = bySize(type, sizes, MAXIMUM_VARIABLE_BYTES);
  if (ofItself !== undefined || node instanceof Variable) {
    return ofItself;
  }
  switch (node.op) {
    case 'new':
    case 'ptrLit':
      return type.kind === 'tuple'
        ? undefined
        : bySize(pointed(type), sizes, MAXIMUM_IMPLICIT_BYTES);
    case 'closure': {
      const captured = [...node.func.captures.keys()].reduce<number>(
        (bytes, variable) => bytes + Math.min(sizes.sizeOf(variable.type) ?? 0, 128),
        sizes.wordBytes,
      );
      return captured > MAXIMUM_IMPLICIT_BYTES ? 'too large for stack' : undefined;
    }
    case 'methodValue':
      return (sizes.sizeOf(node.x.type) ?? 0) + sizes.wordBytes > MAXIMUM_IMPLICIT_BYTES
        ? 'too large for stack'
        : undefined;
    case 'makeSlice':
      return ofSlice(node, sizes);
    default:
      return undefined;
  }
}

function pointed(type: Type): Type {
  const pointer = underlying(type);
  return pointer.kind === 'pointer' ? pointer.element : type;
}

function bySize(type: Type, sizes: GoSizes, maximumBytes: number): string | undefined {
  const layout = sizes.layoutOf(type);
  if (layout === undefined) {
    return undefined;
  }
  if (layout.sizeBytes > maximumBytes) {
    return 'too large for stack';
  }
  return layout.alignBytes > sizes.wordBytes ? 'too aligned for stack' : undefined;
}

function ofSlice({ type, length, capacity }: MakeExpression, sizes: GoSizes): string | undefined {
  const slice = underlying(type);
  const elementBytes = slice.kind === 'slice' ? sizes.sizeOf(slice.element) : undefined;
  if (elementBytes === 0) {
    return 'zero-sized element';
  }
  const size = capacity ?? length;
  const count = size && constantLength(size);
  if (elementBytes === undefined || count === undefined) {
    return undefined;
  }
  return count > Math.floor(MAXIMUM_IMPLICIT_BYTES / elementBytes)
    ? 'too large for stack'
    : undefined;
}
