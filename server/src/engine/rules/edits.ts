/** Fixes that take care of what the text around them holds. */
import type { Span } from '../syntax/ast.ts';
import { commentsIn } from './comments.ts';
import type { Fix } from './rule.ts';
import type { Subject } from './subject.ts';

/** A fix, unless a comment stands in one of the spans that it writes anew. */
export function replacing(subject: Subject, spans: readonly Span[], fix: Fix): Fix | undefined {
  return spans.every((span) => commentsIn(subject.textOf(span)).length === 0) ? fix : undefined;
}
