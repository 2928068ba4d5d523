/** Pointers that are made of numbers: unsafeValue of cmd/compile/internal/escape/expr.go (Go 1.26). */
import type { Expression } from '../ir/nodes.ts';
import { unalias, underlying } from '../types/types.ts';
import type { Context } from './context.ts';
import { discard, isBasic, walkExpression, walkWithoutInit } from './expressions.ts';
import type { Hole } from './location.ts';
import { walkStatements } from './statements.ts';

/** Looks for pointers in the arithmetic of `unsafe.Pointer(uintptr(p) + …)`. */
export function unsafeValue(context: Context, hole: Hole, node: Expression): void {
  walkStatements(context, node.init ?? []);
  switch (node.op) {
    case 'conv':
    case 'convNop':
      if (isBasic(node.x, 'unsafe.Pointer')) {
        walkExpression(context, hole, node.x);
      } else {
        discard(context, node.x);
      }
      return;
    case 'dotPtr':
      if (isReflectHeaderData(node)) {
        walkExpression(context, hole.deref(node, 'reflect.Header.Data'), node.x);
      } else {
        discard(context, node.x);
      }
      return;
    case 'plus':
    case 'neg':
    case 'bitNot':
      unsafeValue(context, hole, node.x);
      return;
    case 'binary':
      unsafeValue(context, hole, node.x);
      if (node.operator === '<<' || node.operator === '>>') {
        discard(context, node.y);
      } else {
        unsafeValue(context, hole, node.y);
      }
      return;
    default:
      walkWithoutInit(context, context.batch.discardHole(), node);
  }
}

/** `h.Data` of a reflect.SliceHeader or StringHeader: ir.IsReflectHeaderDataField. */
export function isReflectHeaderData(node: Expression): boolean {
  if (node.op !== 'dotPtr' || node.field.name !== 'Data') {
    return false;
  }
  const pointer = underlying(node.x.type);
  const header = pointer.kind === 'pointer' ? unalias(pointer.element) : undefined;
  return (
    header?.kind === 'named' &&
    header.object.package?.path === 'reflect' &&
    (header.object.name === 'SliceHeader' || header.object.name === 'StringHeader')
  );
}
