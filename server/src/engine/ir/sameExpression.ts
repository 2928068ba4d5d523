import { compare } from '../types/constant/operations.ts';
import { identical } from '../types/identical.ts';
import { underlying } from '../types/types.ts';
import type { Expression } from './nodes.ts';

/**
 * Whether two expressions without side effects are the same: SameSafeExpr of
 * cmd/compile/internal/ir/expr.go (Go 1.26).
 */
export function isSameSafeExpression(left: Expression, right: Expression): boolean {
  const a = withoutNops(left);
  const b = withoutNops(right);
  if (!identical(a.type, b.type)) {
    return false;
  }
  switch (a.op) {
    case 'name':
      return b.op === 'name' && a.variable === b.variable;
    case 'global':
      return b.op === 'global' && a.object === b.object;
    case 'dot':
    case 'dotPtr':
      return b.op === a.op && a.field.name === b.field.name && isSameSafeExpression(a.x, b.x);
    case 'deref':
    case 'not':
    case 'bitNot':
    case 'plus':
    case 'neg':
      return b.op === a.op && isSameSafeExpression(a.x, b.x);
    case 'conv':
      return (
        b.op === 'conv' && underlying(a.type).kind === 'basic' && isSameSafeExpression(a.x, b.x)
      );
    case 'index':
    case 'indexMap':
      return (
        b.op === a.op && isSameSafeExpression(a.x, b.x) && isSameSafeExpression(a.index, b.index)
      );
    case 'binary':
      return (
        b.op === 'binary' &&
        a.operator === b.operator &&
        !['==', '!=', '<', '<=', '>', '>='].includes(a.operator) &&
        isSameSafeExpression(a.x, b.x) &&
        isSameSafeExpression(a.y, b.y)
      );
    case 'literal':
      return b.op === 'literal' && compare(a.value, '==', b.value) === true;
    case 'nil':
      return b.op === 'nil';
    default:
      return false;
  }
}

export function withoutNops(node: Expression): Expression {
  let inner = node;
  while (inner.op === 'convNop') {
    inner = inner.x;
  }
  return inner;
}
