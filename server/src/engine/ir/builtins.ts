import type { Builtin, BuiltinExpression, Expression } from './nodes.ts';

/** Whether a predeclared function is called, and this one. */
export function isCallOf(builtin: Builtin, node: Expression): node is BuiltinExpression {
  return node.op === 'builtin' && node.builtin === builtin;
}
