/**
 * Assignments that change nothing about how long anything lives:
 * cmd/compile/internal/escape/utils.go (isSelfAssign) of Go 1.26.
 */
import type { Variable } from '../ir/func.ts';
import type { Expression } from '../ir/nodes.ts';
import { isSameSafeExpression } from '../ir/sameExpression.ts';

/** `b.buf = b.buf[n:m]`, `val.x = val.y`, `val.x[i] = val.y[j]`. */
export function isSelfAssignment(target: Expression, value: Expression): boolean {
  if (isSliceSelfAssignment(target, value)) {
    return true;
  }
  switch (target.op) {
    case 'dot':
    case 'dotPtr':
      return value.op === target.op && isSameSafeExpression(target.x, value.x);
    case 'index':
      return (
        value.op === 'index' &&
        !mayAffectMemory(target.index) &&
        !mayAffectMemory(value.index) &&
        isSameSafeExpression(target.x, value.x)
      );
    default:
      return false;
  }
}

function isSliceSelfAssignment(target: Expression, value: Expression): boolean {
  const base = dereferencedVariable(target);
  if (base === undefined) {
    return false;
  }
  const isSlice = value.op === 'slice' || value.op === 'sliceStr' || value.op === 'sliceArr';
  // The slice of an array that lies in the object is a new pointer into it.
  if (!isSlice || (value.op === 'sliceArr' && value.x.op === 'addr')) {
    return false;
  }
  return dereferencedVariable(value.x) === base;
}

/** The variable in `*p` and `p.f`. */
function dereferencedVariable(node: Expression): Variable | undefined {
  const isDereference = node.op === 'deref' || node.op === 'dotPtr';
  return isDereference && node.x.op === 'name' ? node.x.variable : undefined;
}

function mayAffectMemory(node: Expression): boolean {
  switch (node.op) {
    case 'name':
    case 'global':
    case 'func':
    case 'literal':
    case 'nil':
      return false;
    case 'binary':
      return (
        ['==', '!=', '<', '<=', '>', '>='].includes(node.operator) ||
        mayAffectMemory(node.x) ||
        mayAffectMemory(node.y)
      );
    case 'index':
      return mayAffectMemory(node.x) || mayAffectMemory(node.index);
    case 'builtin': {
      const { builtin, args } = node;
      return (builtin !== 'len' && builtin !== 'cap') || args.some(mayAffectMemory);
    }
    case 'conv':
    case 'convNop':
    case 'not':
    case 'bitNot':
    case 'plus':
    case 'neg':
    case 'dot':
    case 'dotPtr':
    case 'deref':
      return mayAffectMemory(node.x);
    default:
      return true;
  }
}
