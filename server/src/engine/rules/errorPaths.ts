/** What only runs where there is an error, by its type: frequencies go by names, and call `e1` no error. */
import type { Expression, If, Span } from '../syntax/ast.ts';
import { unparenthesized } from '../syntax/treeBuilder.ts';
import { unalias } from '../types/types.ts';
import { errorType, universe } from '../types/universe.ts';
import { isWithin } from './spans.ts';
import type { Subject } from './subject.ts';

/** Whether a span is behind `if e != nil`, or in the `else` of `if e == nil`. */
export function isBehindError(subject: Subject, span: Span): boolean {
  return subject.all('if').some((each) => {
    const branch = errorBranchOf(subject, each);
    return branch !== undefined && isWithin(span, branch);
  });
}

function errorBranchOf(subject: Subject, { condition, then, otherwise }: If): Span | undefined {
  const test = unparenthesized(condition);
  if (test.kind !== 'binary' || ![test.left, test.right].some((each) => isNil(subject, each))) {
    return undefined;
  }
  const isOfError = [test.left, test.right].some((each) => isError(subject, each));
  return isOfError && test.operator === '!='
    ? then
    : isOfError && test.operator === '=='
      ? otherwise
      : undefined;
}

function isNil(subject: Subject, operand: Expression): boolean {
  return subject.objectOf(unparenthesized(operand)) === universe.get('nil');
}

function isError(subject: Subject, operand: Expression): boolean {
  const type = subject.typeOf(unparenthesized(operand));
  return type !== undefined && unalias(type) === unalias(errorType);
}
