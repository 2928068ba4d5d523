/** What the author calls a value that is used once, in a definition of its own: `value := parts[1]`. */
import type { Assignment, Expression, Span } from '../../syntax/ast.ts';
import { wholeLines } from '../edits.ts';
import { isWithin } from '../spans.ts';
import { startOf } from '../start.ts';
import type { Subject } from '../subject.ts';

export interface AuthorsName {
  readonly name: string;
  /** The lines of the definition, which can go where the value has the name from the beginning. */
  readonly definition: Span;
}

/**
 * Undefined where the name cannot be that of the value from `before` on: it may mean something else on the way there,
 * or be seen in another block only.
 */
export function authorsNameOf(
  subject: Subject,
  before: Assignment,
  value: Expression,
): AuthorsName | undefined {
  const statement = subject.parentOf(value);
  const start = statement?.kind === 'assignment' ? startOf(subject, statement) : undefined;
  if (start?.value !== value || subject.parentOf(start.statement) !== subject.parentOf(before)) {
    return undefined;
  }
  const { name } = start.name;
  const between = { start: before.start, end: start.statement.start };
  const isTaken = subject
    .all('identifier')
    .some((each) => each.name === name && isWithin(each, between));
  const definition = wholeLines(subject, start.statement);
  return definition && !isTaken ? { name, definition } : undefined;
}
