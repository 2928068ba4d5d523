/**
 * Pointers that are passed as numbers, to system calls above all: rewriteArgument of
 * cmd/compile/internal/escape/call.go (Go 1.26).
 */
import type { Func, Variable } from '../ir/func.ts';
import type { Expression } from '../ir/nodes.ts';
import { type Type, underlying } from '../types/types.ts';
import type { Context } from './context.ts';
import { isBasic, walkExpression } from './expressions.ts';

/** The argument, without the `uintptr(pointer)` in it, which has been looked at then. */
export function withUintptrs(
  context: Context,
  uintptrs: 'escape' | 'kept alive',
  argument: Expression,
): Expression {
  const isEscaping = uintptrs === 'escape';
  if (argument.op !== 'sliceLit') {
    return withoutPointer(context, argument, isEscaping);
  }
  const elements = argument.elements.map((each) => ({
    ...each,
    value: withoutPointer(context, each.value, isEscaping),
  }));
  return { ...argument, elements };
}

function withoutPointer(context: Context, node: Expression, isEscaping: boolean): Expression {
  if (node.op !== 'convNop' || !isBasic(node, 'uintptr') || !isBasic(node.x, 'unsafe.Pointer')) {
    return node;
  }
  const { batch, func, loopDepth } = context;
  const temporary = batch.newLocation(undefined, func, loopDepth, true);
  walkExpression(context, batch.discardHole().to(temporary).note(node, 'assign'), node.x);
  const hole = isEscaping
    ? batch.heapHole().note(node, '//go:uintptrescapes')
    : batch.mutatorHole();
  batch.flow(hole, temporary);
  return { op: 'nil', type: node.type, frame: node.frame, offset: node.offset };
}

/** What `//go:uintptrescapes` says of a parameter: paramTag of escape.go. */
export function escapingUintptrs(func: Func, parameter: Variable): 'one' | 'list' | undefined {
  if (!func.hasBody || !func.pragmas.has('go:uintptrescapes')) {
    return undefined;
  }
  if (isUintptr(parameter.type)) {
    return 'one';
  }
  const signature = func.callee?.object.type;
  const isVariadic = signature?.kind === 'signature' && signature.isVariadic;
  const type = underlying(parameter.type);
  const isList =
    isVariadic &&
    parameter === func.parameters.at(-1) &&
    type.kind === 'slice' &&
    isUintptr(type.element);
  return isList ? 'list' : undefined;
}

export function isUintptr(type: Type): boolean {
  const under = underlying(type);
  return under.kind === 'basic' && under.basic === 'uintptr';
}
