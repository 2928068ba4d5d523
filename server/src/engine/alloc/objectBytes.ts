/**
 * What an expression that escapes, or a variable that was moved to the heap, takes of it: by the
 * code, its types and the allocator of a Go version. What `make(chan T)` takes, it always does.
 */
import { Variable } from '../ir/func.ts';
import type { Expression } from '../ir/nodes.ts';
import { underlying } from '../types/types.ts';
import { bytesOfBoxed } from './boxedBytes.ts';
import { bytesOfClosure, bytesOfMethodValue } from './closureBytes.ts';
import { bytesOfType, type HeapBytes, type HeapSurroundings } from './heapBytes.ts';
import {
  bytesOfAppend,
  bytesOfChannel,
  bytesOfMadeMap,
  bytesOfMadeSlice,
  bytesOfMapLiteral,
  bytesOfSliceLiteral,
} from './madeBytes.ts';
import { bytesOfConversion, bytesOfSum } from './textBytes.ts';

/** Undefined for an expression that makes no object, wherever its value goes. */
export function bytesOf(
  node: Expression | Variable,
  surroundings: HeapSurroundings,
): HeapBytes | undefined {
  const { sizes } = surroundings;
  if (node instanceof Variable) {
    return bytesOfType(surroundings, sizes.layoutOf(node.type));
  }
  switch (node.op) {
    case 'new':
    case 'ptrLit': {
      const pointer = underlying(node.type);
      return bytesOfType(
        surroundings,
        pointer.kind === 'pointer' ? sizes.layoutOf(pointer.element) : undefined,
      );
    }
    case 'makeSlice':
      return bytesOfMadeSlice(node, surroundings);
    case 'makeMap':
      return bytesOfMadeMap(node, surroundings);
    case 'makeChan':
      return bytesOfChannel(node, surroundings);
    case 'sliceLit':
      return bytesOfSliceLiteral(node, surroundings);
    case 'mapLit':
      return bytesOfMapLiteral(node, surroundings);
    case 'builtin':
      return node.builtin === 'append' ? bytesOfAppend(node.type, surroundings) : undefined;
    case 'convIface':
      return bytesOfBoxed(node, surroundings);
    case 'closure':
      return bytesOfClosure(node, surroundings);
    case 'methodValue':
      return bytesOfMethodValue(node, surroundings);
    case 'strToBytes':
    case 'strToRunes':
    case 'bytesToStr':
    case 'runesToStr':
    case 'runeToStr':
      return bytesOfConversion(node, surroundings);
    case 'addStr':
      return bytesOfSum(node, surroundings);
    default:
      return undefined;
  }
}
