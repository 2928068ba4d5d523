import type { Span } from '../syntax/ast.ts';

/** Whether a span lies in another one, or is the same. */
export function isWithin(node: Span, around: Span): boolean {
  return around.start <= node.start && node.end <= around.end;
}
