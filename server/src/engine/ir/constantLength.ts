/** Lengths that are known though they are not written: rewriteWithLiterals of escape.go (Go 1.26). */
import { toInt } from '../types/constant/conversions.ts';
import { isCallOf } from './builtins.ts';
import type { Expression } from './nodes.ts';
import { staticValue } from './staticValue.ts';

/**
 * The length that a slice is known to be made with: a constant, a variable that holds one, or the
 * length of a literal.
 */
export function constantLength(size: Expression): number | undefined {
  const value = size.op === 'literal' ? size : staticValue(size);
  if (value.op === 'literal') {
    const integer = toInt(value.value);
    const count = integer && Number(integer.value);
    return count !== undefined && count >= 0 ? count : undefined;
  }
  const [slice] = isCallOf('len', value) ? value.args : [];
  const literal = slice && staticValue(slice);
  return literal?.op === 'sliceLit' ? literal.length : undefined;
}
