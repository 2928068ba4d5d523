/**
 * What is known to hold where a place is: conditions of the branches around it, and of the guards
 * (`if done { return }`) before it.
 */
import type { SyntaxNode, SyntaxTree } from '../syntax/cursor.ts';
import { isEnding } from './names.ts';
import { bare, lastStatement, statementsBefore } from './statements.ts';
import type { Step } from './step.ts';

/** A condition without `!`, `&&` and `||`, and whether it holds. */
export interface Known {
  readonly condition: SyntaxNode;
  readonly isTrue: boolean;
  /** The `if`, `switch` or `for` that asks. */
  readonly statement: SyntaxNode;
  /** A guard holds for what follows it in the list, and not for a branch. */
  readonly isGuard: boolean;
  /** What it holds for: text of the branch, or of what follows the guard. */
  readonly region: { readonly start: number; readonly end: number };
  readonly tree: SyntaxTree;
  /** The place that is asked about. */
  readonly anchor: number;
}

/** What the step upwards tells of its place. */
export function knownAt(step: Step): readonly Known[] {
  return CONDITIONS[step.parent.kind]?.(step) ?? [];
}

const CONDITIONS: Readonly<Record<string, (step: Step) => readonly Known[]>> = {
  if_statement: ofBranch,
  for_statement: ofLoop,
  expression_case: ofCase,
  default_case: ofDefault,
  statement_list: ofGuards,
};

function ofBranch(step: Step): readonly Known[] {
  const { child, parent } = step;
  const condition = parent.get('condition');
  const isTrue = child.field === 'consequence';
  return condition !== undefined && (isTrue || child.field === 'alternative')
    ? atoms(condition, isTrue, { ...step, statement: parent, isGuard: false, region: child })
    : [];
}

function ofLoop(step: Step): readonly Known[] {
  const { child, parent } = step;
  const clause = parent.namedChildren[0];
  const condition = clause?.kind === 'for_clause' ? clause.get('condition') : clause;
  const isKnown = child.field === 'body' && condition !== undefined && condition !== child;
  return isKnown
    ? atoms(condition, true, { ...step, statement: parent, isGuard: false, region: child })
    : [];
}

/** `switch { case a, b: }`; with a value it is another matter. */
function ofCase(step: Step): readonly Known[] {
  const { child, parent } = step;
  const statement = parent.parent;
  if (statement === undefined || statement.get('value') || child.kind !== 'statement_list') {
    return [];
  }
  const around = { ...step, statement, isGuard: false, region: child };
  return (parent.get('value')?.namedChildren ?? []).flatMap((each) => atoms(each, true, around));
}

function ofDefault(step: Step): readonly Known[] {
  const { child, parent } = step;
  const statement = parent.parent;
  if (statement?.kind !== 'expression_switch_statement' || statement.get('value')) {
    return [];
  }
  const around = { ...step, statement, isGuard: false, region: child };
  return statement.namedChildren
    .filter(({ kind }) => kind === 'expression_case')
    .flatMap((each) => each.get('value')?.namedChildren ?? [])
    .flatMap((each) => atoms(each, false, around));
}

/** Generated functions have lists of thousands of statements. */
const MAXIMUM_GUARD_DISTANCE = 40;

function ofGuards(step: Step): readonly Known[] {
  const { child, parent } = step;
  const known: Known[] = [];
  for (const statement of statementsBefore(child, MAXIMUM_GUARD_DISTANCE)) {
    const condition = isGuard(statement) ? statement.get('condition') : undefined;
    if (condition !== undefined) {
      const region = { start: statement.end, end: parent.end };
      known.push(...atoms(condition, false, { ...step, statement, isGuard: true, region }));
    }
  }
  return known;
}

const LEAVING = new Set([
  'return_statement',
  'break_statement',
  'continue_statement',
  'goto_statement',
]);

/** Whether an `if` has no other branch, and its own never reaches what follows it. */
function isGuard(statement: SyntaxNode): boolean {
  if (statement.kind !== 'if_statement' || statement.get('alternative')) {
    return false;
  }
  const list = statement.get('consequence')?.namedChildren[0];
  const last = list?.kind === 'statement_list' ? lastStatement(list) : undefined;
  return last !== undefined && (LEAVING.has(last.kind) || isEnding(last.namedChildren[0]));
}

/**
 * The single conditions that matter for `condition` being `isTrue`. One of two that are joined by
 * `||` is reason enough for a branch: `if err != nil || n == 0 {` leads to an error. Of the
 * opposite of `a && b` nothing is known.
 */
function atoms(
  condition: SyntaxNode,
  isTrue: boolean,
  around: Omit<Known, 'condition' | 'isTrue'>,
): readonly Known[] {
  const node = bare(condition);
  const operator = node.get('operator')?.text;
  if (node.kind === 'unary_expression' && operator === '!') {
    const operand = node.get('operand');
    return operand === undefined ? [] : atoms(operand, !isTrue, around);
  }
  if (node.kind === 'binary_expression' && (operator === '||' || (operator === '&&' && isTrue))) {
    return [node.get('left'), node.get('right')].flatMap((side) =>
      side === undefined ? [] : atoms(side, isTrue, around),
    );
  }
  const { statement, isGuard, region, tree, anchor } = around;
  return operator === '&&'
    ? []
    : [{ condition: node, isTrue, statement, isGuard, region, tree, anchor }];
}

export interface Comparison {
  readonly left: SyntaxNode;
  /** The opposite one where the condition does not hold. */
  readonly operator: string;
  readonly right: SyntaxNode;
}

const OPPOSITES: Readonly<Record<string, string>> = {
  '==': '!=',
  '!=': '==',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
};

/** What is known of two values. */
export function comparisonOf({ condition, isTrue }: Known): Comparison | undefined {
  const left = condition.get('left');
  const right = condition.get('right');
  const written = condition.get('operator')?.text ?? '';
  const opposite = OPPOSITES[written];
  return left === undefined || right === undefined || opposite === undefined
    ? undefined
    : { left: bare(left), operator: isTrue ? written : opposite, right: bare(right) };
}

/** The expression that is known to be nil, or not to be. */
export function comparedWithNil(known: Known, operator: '==' | '!='): SyntaxNode | undefined {
  const comparison = comparisonOf(known);
  return comparison?.operator === operator && comparison.right.kind === 'nil'
    ? comparison.left
    : undefined;
}
