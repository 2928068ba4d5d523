/** What stands behind a condition. */
import type { Expression, If, Span } from '../syntax/ast.ts';
import { unparenthesized } from '../syntax/treeBuilder.ts';
import { isWithin } from './spans.ts';
import type { Subject } from './subject.ts';

/**
 * Whether a span is in `if x { … }`, or after `if !x { return }`, of a condition that `asks`: of `x && y` one of them has to,
 * of `x || y` both.
 */
export function isBehind(
  subject: Subject,
  span: Span,
  asks: (condition: Expression) => boolean,
): boolean {
  return subject
    .all('if')
    .some((each) =>
      isWithin(span, each.then)
        ? holds(each.condition, asks)
        : isAfterGuard(subject, each, span, asks),
    );
}

function holds(condition: Expression, asks: (condition: Expression) => boolean): boolean {
  const test = unparenthesized(condition);
  const isJoined = test.kind === 'binary' && (test.operator === '||' || test.operator === '&&');
  if (!isJoined) {
    return asks(test);
  }
  const sides = [test.left, test.right];
  return test.operator === '||'
    ? sides.every((each) => holds(each, asks))
    : sides.some((each) => holds(each, asks));
}

function isAfterGuard(
  subject: Subject,
  guard: If,
  span: Span,
  asks: (condition: Expression) => boolean,
): boolean {
  const { condition, then, otherwise } = guard;
  const test = unparenthesized(condition);
  const block = subject.parentOf(guard);
  return (
    test.kind === 'unary' &&
    test.operator === '!' &&
    holds(test.operand, asks) &&
    then.statements.at(-1)?.kind === 'return' &&
    otherwise === undefined &&
    block !== undefined &&
    guard.end <= span.start &&
    isWithin(span, block)
  );
}
