/**
 * What may allocate though nobody reports it: objects of a length that only the program knows, which the
 * compiler says do not escape, and what the runtime makes for maps and for those who call it. Taken for a
 * cause only where a profile has found that the line allocates.
 */
import type { DeclarationTypes } from '../checker/declarationTypes.ts';
import { calleeOf } from '../checker/callee.ts';
import type { Call, DeclarationSyntax, Expression } from '../syntax/ast.ts';
import { forEachNode, type AstNode } from '../syntax/walk.ts';
import { underlying } from '../types/types.ts';

/**
 * - `entry`: an entry is put into a map, which grows when it is full (internal/runtime/maps, Go 1.24);
 * - `length`: what has no more than 32 bytes is on the stack, the rest on the heap (cmd/compile,
 *   walk.MaxImplicitStackVarSize and runtime.tmpStringBufSize, Go 1.25);
 * - `runtime`: a function of package runtime, whose frames profiles leave out.
 */
export type UnreportedKind = 'entry' | 'length' | 'runtime';

export interface Unreported {
  /** From the declaration's start. */
  readonly start: number;
  readonly end: number;
  readonly kind: UnreportedKind;
}

export function unreportedIn(syntax: DeclarationSyntax, types: DeclarationTypes): Unreported[] {
  const found: Unreported[] = [];
  forEachNode(syntax, (node) => {
    for (const entry of entriesSet(node, types)) {
      found.push({ start: entry.start, end: entry.end, kind: 'entry' });
    }
    const kind = kindOf(node, types);
    if (kind) {
      found.push({ start: node.start, end: node.end, kind });
    }
  });
  return found;
}

/** `m[k]` of `m[k] = v`, `m[k] += v` and `m[k]++`. */
function entriesSet(node: AstNode, types: DeclarationTypes): Expression[] {
  const targets =
    node.kind === 'assignment' ? node.left : node.kind === 'increment' ? [node.operand] : [];
  return targets.filter(
    (target) => target.kind === 'index' && kindOfType(target.operand, types) === 'map',
  );
}

function kindOf(node: AstNode, types: DeclarationTypes): UnreportedKind | undefined {
  switch (node.kind) {
    case 'call':
      return kindOfCall(node, types);
    case 'binary':
      return node.operator === '+' && isTextOfUnknownLength(node, types) ? 'length' : undefined;
    case 'assignment': {
      const [target] = node.left;
      return node.operator === '+' && target && isTextOfUnknownLength(target, types)
        ? 'length'
        : undefined;
    }
    default:
      return undefined;
  }
}

function kindOfCall(call: Call, types: DeclarationTypes): UnreportedKind | undefined {
  const callee = calleeOf(types, call);
  if (callee?.startsWith('runtime.') === true) {
    return 'runtime';
  }
  const [operand, size] = call.arguments;
  if (callee === 'append') {
    return 'length';
  }
  if (callee === 'make') {
    return size && types.valueOf(size) === undefined && kindOfType(call, types) === 'slice'
      ? 'length'
      : undefined;
  }
  const isConversion = types.modeOf(call.callee) === 'type' && operand !== undefined;
  return isConversion && isCopied(kindOfType(operand, types), kindOfType(call, types))
    ? 'length'
    : undefined;
}

/** Between strings and slices of bytes or runes. */
function isCopied(from: string | undefined, to: string | undefined): boolean {
  return (from === 'slice' && to === 'string') || (from === 'string' && to === 'slice');
}

function isTextOfUnknownLength(expression: Expression, types: DeclarationTypes): boolean {
  return kindOfType(expression, types) === 'string' && types.valueOf(expression) === undefined;
}

function kindOfType(
  expression: Expression,
  types: DeclarationTypes,
): 'map' | 'slice' | 'string' | undefined {
  const type = types.typeOf(expression);
  const actual = type && underlying(type);
  switch (actual?.kind) {
    case 'map':
    case 'slice':
      return actual.kind;
    case 'basic':
      return actual.name === 'string' ? 'string' : undefined;
    default:
      return undefined;
  }
}
