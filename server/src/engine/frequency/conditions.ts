/**
 * What is known to hold where a place is: conditions of the branches around it, and of the guards
 * (`if done { return }`) before it.
 */
import type { Binary, Expression, If, Span, Statement } from '../syntax/ast.ts';
import type { DeclarationTree } from '../syntax/declarationTree.ts';
import type { Enclosed } from '../syntax/enclosed.ts';
import { unparenthesized } from '../syntax/treeBuilder.ts';
import { isEnding, isNil } from './names.ts';
import { lastStatement, type Placed, statementsBefore } from './statements.ts';
import { listOf, type Step } from './step.ts';

/** A condition without `!`, `&&` and `||`, and whether it holds. */
export interface Known extends Placed {
  readonly condition: Expression;
  readonly isTrue: boolean;
  /** The `if`, `switch` or `for` that asks. */
  readonly statement: Statement;
  /** A guard holds for what follows it in the list, and not for a branch. */
  readonly isGuard: boolean;
  /** What it holds for: text of the branch, or of what follows the guard. */
  readonly region: Span;
  readonly tree: DeclarationTree;
  /** The place that is asked about. */
  readonly anchor: number;
}

type Around = Omit<Known, 'condition' | 'isTrue'>;

/** What the step upwards tells of its place. */
export function knownAt(step: Step): readonly Known[] {
  switch (step.parent.node.kind) {
    case 'if':
      return ofBranch(step, step.parent.node);
    case 'for':
      return ofLoop(step);
    case 'case':
      return [...ofGuards(step), ...ofClause(step)];
    case 'block':
    case 'comm':
      return ofGuards(step);
    default:
      return [];
  }
}

function ofBranch({ tree, anchor, child, parent }: Step, statement: If): readonly Known[] {
  const { condition, then } = statement;
  const isTrue = child?.node === then;
  if (child === undefined || !(isTrue || child.node === statement.otherwise)) {
    return [];
  }
  return atoms(condition, isTrue, {
    ...{ tree, anchor, statement, isGuard: false, region: child.node },
    list: listAround(parent),
  });
}

function ofLoop({ tree, anchor, child, parent }: Step): readonly Known[] {
  const { node } = parent;
  if (node.kind !== 'for' || child?.node !== node.body || node.condition === undefined) {
    return [];
  }
  return atoms(node.condition, true, {
    ...{ tree, anchor, statement: node, isGuard: false, region: node.body },
    list: listAround(parent),
  });
}

/**
 * `switch { case a, b: }`, and `default`, for which all of them are wrong; with a value it is
 * another matter.
 */
function ofClause(step: Step): readonly Known[] {
  const { tree, anchor, child, parent } = step;
  const clause = parent.node;
  const statement = parent.around?.node;
  if (
    child === undefined ||
    clause.kind !== 'case' ||
    statement?.kind !== 'switch' ||
    statement.tag !== undefined
  ) {
    return [];
  }
  const around: Around = {
    ...{ tree, anchor, statement, isGuard: false },
    region: { start: clause.headerEnd, end: clause.end },
    list: listAround(parent.around),
  };
  if (clause.isDefault) {
    return statement.clauses
      .flatMap(({ expressions }) => expressions)
      .flatMap((each) => atoms(each, false, around));
  }
  return listOf(step) === undefined
    ? []
    : clause.expressions.flatMap((each) => atoms(each, true, around));
}

/** The list of statements that a statement stands in. */
function listAround(statement: Enclosed | undefined): readonly Statement[] | undefined {
  const parent = statement?.around;
  return parent && listOf({ child: statement, parent });
}

/** Generated functions have lists of thousands of statements. */
const MAXIMUM_GUARD_DISTANCE = 40;

function ofGuards(step: Step): readonly Known[] {
  const { tree, anchor, child } = step;
  const list = listOf(step);
  const last = list?.at(-1);
  if (child === undefined || list === undefined || last === undefined) {
    return [];
  }
  const known: Known[] = [];
  for (const statement of statementsBefore(child.node, list, MAXIMUM_GUARD_DISTANCE)) {
    if (isGuard(statement)) {
      const region = { start: statement.end, end: last.end };
      const around: Around = { tree, anchor, statement, isGuard: true, region, list };
      known.push(...atoms(statement.condition, false, around));
    }
  }
  return known;
}

/** Whether an `if` has no other branch, and its own never reaches what follows it. */
function isGuard(statement: Statement): statement is If {
  if (statement.kind !== 'if' || statement.otherwise !== undefined) {
    return false;
  }
  const last = lastStatement(statement.then.statements);
  switch (last?.kind) {
    case 'return':
      return true;
    case 'branch':
      return last.keyword !== 'fallthrough';
    case 'expression':
      return isEnding(last.expression);
    default:
      return false;
  }
}

/**
 * The single conditions that matter for `condition` being `isTrue`. One of two that are joined by
 * `||` is reason enough for a branch: `if err != nil || n == 0 {` leads to an error. Of the
 * opposite of `a && b` nothing is known.
 */
function atoms(condition: Expression, isTrue: boolean, around: Around): readonly Known[] {
  const node = unparenthesized(condition);
  if (node.kind === 'unary' && node.operator === '!') {
    return atoms(node.operand, !isTrue, around);
  }
  if (node.kind === 'binary' && (node.operator === '||' || node.operator === '&&')) {
    return node.operator === '||' || isTrue
      ? [node.left, node.right].flatMap((side) => atoms(side, isTrue, around))
      : [];
  }
  return [{ ...around, condition: node, isTrue }];
}

export interface Comparison {
  readonly left: Expression;
  /** The opposite one where the condition does not hold. */
  readonly operator: Binary['operator'];
  readonly right: Expression;
}

const OPPOSITES: Readonly<Partial<Record<Binary['operator'], Binary['operator']>>> = {
  '==': '!=',
  '!=': '==',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
};

/** What is known of two values. */
export function comparisonOf({ condition, isTrue }: Known): Comparison | undefined {
  if (condition.kind !== 'binary') {
    return undefined;
  }
  const { left, operator, right } = condition;
  const opposite = OPPOSITES[operator];
  return opposite === undefined
    ? undefined
    : {
        left: unparenthesized(left),
        operator: isTrue ? operator : opposite,
        right: unparenthesized(right),
      };
}

/** The expression that is known to be nil, or not to be. */
export function comparedWithNil(known: Known, operator: '==' | '!='): Expression | undefined {
  const comparison = comparisonOf(known);
  return comparison?.operator === operator && isNil(comparison.right) ? comparison.left : undefined;
}
