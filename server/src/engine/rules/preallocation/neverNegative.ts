/** What is known to be zero or more: `make` and `Grow` panic for less, where a loop does nothing. */
import type { Expression, Span } from '../../syntax/ast.ts';
import { unparenthesized } from '../../syntax/treeBuilder.ts';
import { underlying } from '../../types/types.ts';
import { isWithin } from '../spans.ts';
import { startOf } from '../start.ts';
import type { Subject } from '../subject.ts';
import { writesTo } from '../writes.ts';

/** The first version of Go that has `max`. */
const MAX_MINOR = 21;

/** The text of a number of rounds, no less than zero; undefined where Go has no word for that. */
export function roundsText(subject: Subject, count: Expression, loop: Span): string | undefined {
  const text = subject.textOf(count);
  if (isNeverNegative(subject, count, loop)) {
    return text;
  }
  return subject.source.goMinor >= MAX_MINOR ? `max(${text}, 0)` : undefined;
}

function isNeverNegative(subject: Subject, expression: Expression, loop: Span): boolean {
  const inner = unparenthesized(expression);
  const type = subject.typeOf(inner);
  const under = type && underlying(type);
  if (under?.kind === 'basic' && under.basic.startsWith('uint')) {
    return true;
  }
  if (subject.isConstant(inner)) {
    return (subject.integerOf(inner) ?? -1) >= 0;
  }
  switch (inner.kind) {
    case 'call':
      return /^(?:len|cap)$/.test(subject.calleeOf(inner) ?? '');
    case 'binary':
      return (
        /^[+*]$/.test(inner.operator) &&
        isNeverNegative(subject, inner.left, loop) &&
        isNeverNegative(subject, inner.right, loop)
      );
    case 'identifier':
      return isLength(subject, inner, loop) || isMadeWith(subject, inner, loop);
    default:
      return false;
  }
}

/** `n := len(x)`, and nothing else for as long as the loop is. */
function isLength(subject: Subject, name: Expression, loop: Span): boolean {
  const variable = subject.variableOf(name);
  const [declared] = variable ? subject.usesOf(variable) : [];
  const parent = declared && subject.parentOf(declared);
  const value = parent?.kind === 'assignment' ? startOf(subject, parent)?.value : undefined;
  return (
    variable !== undefined &&
    value !== undefined &&
    writesTo(subject, variable).length === 0 &&
    isNeverNegative(subject, value, loop)
  );
}

/** Something was made with that size on the way to the loop: less would have been a panic there. */
function isMadeWith(subject: Subject, name: Expression, loop: Span): boolean {
  const variable = subject.variableOf(name);
  const uses = variable && writesTo(subject, variable).length === 0 ? subject.usesOf(variable) : [];
  return uses.some((use) => {
    const call = subject.parentOf(use);
    const statement = call && subject.parentOf(call);
    const block = statement && subject.parentOf(statement);
    return (
      use.start < loop.start &&
      call?.kind === 'call' &&
      subject.makeOf(call)?.type.kind === 'arrayType' &&
      statement?.kind === 'assignment' &&
      block?.kind === 'block' &&
      isWithin(loop, block)
    );
  });
}
