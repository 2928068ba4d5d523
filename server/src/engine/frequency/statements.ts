/** Statements in lists, and where a name gets its value. */
import { firstWhere } from '../syntax/firstWhere.ts';
import type { Assignment, Expression, Statement } from '../syntax/ast.ts';

export function lastStatement(list: readonly Statement[]): Statement | undefined {
  return list.findLast(({ kind }) => kind !== 'empty');
}

/** How far back a statement is looked for: further up there is seldom a connection. */
const NEAR = 8;

/** The statements that stand before one in its list, nearest first. */
export function* statementsBefore(
  statement: { readonly start: number },
  list: readonly Statement[],
  limit = NEAR,
): Generator<Statement> {
  let left = limit;
  // Generated functions have lists of thousands of statements.
  const index = firstWhere(list, ({ start }) => start >= statement.start);
  for (let at = index - 1; at >= 0 && left > 0; at--) {
    const before = list[at];
    if (before !== undefined && before.kind !== 'empty') {
      left--;
      yield before;
    }
  }
}

/** An assignment to a name, new or not. */
export interface NameAssignment {
  /** The only expression on the right side. */
  readonly value: Expression;
  /** Which of how many names on the left. */
  readonly index: number;
  readonly count: number;
  /** Whether the first name on the left is the blank one. */
  readonly isFirstBlank: boolean;
}

/** A statement and the list that it stands in, if it stands in one. */
export interface Placed {
  readonly statement: Statement;
  readonly list: readonly Statement[] | undefined;
}

/** The last assignment to `name` that is part of the statement or stands shortly before it. */
export function assignmentBefore(
  name: string,
  { statement, list }: Placed,
): NameAssignment | undefined {
  const initial = HEADED.has(statement.kind) && 'initial' in statement && statement.initial;
  const inside = initial ? assignmentTo(name, initial) : undefined;
  if (inside !== undefined) {
    return inside;
  }
  for (const before of statementsBefore(statement, list ?? [])) {
    const found = assignmentTo(name, before);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** What a loop begins with is set but once. */
const HEADED = new Set<Statement['kind']>(['if', 'switch', 'typeSwitch']);

function assignmentTo(name: string, statement: Statement): NameAssignment | undefined {
  if (statement.kind !== 'assignment') {
    return undefined;
  }
  const { left, right } = statement;
  const index = left.findIndex((target) => isName(target, name));
  const [value, ...others] = right;
  return index < 0 || value === undefined || others.length > 0
    ? undefined
    : { value, index, count: left.length, isFirstBlank: isName(left[0], '_') };
}

export function isName(node: Expression | undefined, name: string): boolean {
  return node?.kind === 'identifier' && node.name === name;
}

/** What the target at the place of a value is; undefined where the value is no value of its own. */
export function targetOf({ left, right }: Assignment, value: Expression): Expression | undefined {
  const index = right.indexOf(value);
  return index < 0 ? undefined : left[index];
}
