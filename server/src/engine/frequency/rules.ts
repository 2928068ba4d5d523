/**
 * What the syntax says of how often a place is reached, rule by rule. A rule about a branch is an
 * entry of `CONDITION_RULES`, one about what a place is part of one of `PART_RULES`.
 */
import type { CaseClause, Expression, If } from '../syntax/ast.ts';
import { type DeclarationTree, textOf } from '../syntax/declarationTree.ts';
import type { Part } from '../syntax/enclosed.ts';
import { unparenthesized } from '../syntax/treeBuilder.ts';
import { literalPattern } from '../text/literalPattern.ts';
import type { Frequency } from './frequency.ts';
import { comparedWithNil, comparisonOf, knownAt, type Known } from './conditions.ts';
import { isAfterFailure, leadsToEnding, leadsToError, leadsToHandler } from './endings.ts';
import { isComposite, isErrorValue, isReturnedError, makesError } from './errorValues.ts';
import { answersFailure } from './failures.ts';
import {
  argumentOf,
  calleeName,
  isEnding,
  isErrorNamed,
  isNil,
  lastName,
  receiverOf,
} from './names.ts';
import { assignmentBefore, lastStatement, type NameAssignment, targetOf } from './statements.ts';
import { listOf, type Step } from './step.ts';

/** All that a step says. */
export function regionsAt(step: Step): readonly Frequency[] {
  const found: Frequency[] = [];
  for (const { frequency, holds } of PART_RULES[step.parent.node.kind] ?? []) {
    if (holds(step)) {
      found.push(frequency);
    }
  }
  for (const known of knownAt(step)) {
    for (const { frequency, holds } of CONDITION_RULES) {
      if (holds(known)) {
        found.push(frequency);
      }
    }
  }
  return found;
}

interface PartRule {
  readonly frequency: Frequency;
  readonly holds: (step: Step) => boolean;
}

interface ConditionRule {
  readonly frequency: Frequency;
  readonly holds: (known: Known) => boolean;
}

const LIST_RULES: readonly PartRule[] = [
  { frequency: 'panic', holds: leadsToEnding },
  { frequency: 'error', holds: leadsToError },
  { frequency: 'error', holds: leadsToHandler },
  { frequency: 'error', holds: isAfterFailure },
];

/** By the kind of what the place is part of. */
const PART_RULES: Readonly<Partial<Record<Part['kind'], readonly PartRule[]>>> = {
  call: [
    { frequency: 'panic', holds: isArgumentOfEnding },
    { frequency: 'error', holds: isArgumentOfErrorMaker },
  ],
  block: LIST_RULES,
  comm: LIST_RULES,
  case: [...LIST_RULES, { frequency: 'error', holds: isClauseOfError }],
  composite: [{ frequency: 'error', holds: ({ parent }) => isErrorValue(parent.node) }],
  unary: [{ frequency: 'error', holds: ({ parent }) => isErrorValue(parent.node) }],
  range: [{ frequency: 'error', holds: isRoundOfErrors }],
  return: [{ frequency: 'error', holds: isReturnedError }],
  assignment: [{ frequency: 'error', holds: isAssignedError }],
};

const CONDITION_RULES: readonly ConditionRule[] = [
  { frequency: 'panic', holds: isRecovered },
  { frequency: 'error', holds: hasError },
  { frequency: 'error', holds: isKnownError },
  { frequency: 'error', holds: hasErrors },
  { frequency: 'growth', holds: lacksCapacity },
  { frequency: 'growth', holds: lacksLength },
  { frequency: 'miss', holds: findsNothing },
  { frequency: 'miss', holds: findsNil },
  { frequency: 'miss', holds: isMadeWhenNil },
  { frequency: 'miss', holds: isMarkedAsMade },
];

// The end of the program.

/** Not of `os.Exit(run())`: that is how the program is run, and the code is but a number. */
function isArgumentOfEnding({ anchor, parent: { node } }: Step): boolean {
  return isInArguments(node, anchor) && isEnding(node) && lastName(node) !== 'Exit';
}

function isInArguments(node: Part, anchor: number): node is Extract<Part, { kind: 'call' }> {
  return node.kind === 'call' && anchor >= node.openParen;
}

/** `if r := recover(); r != nil`. */
function isRecovered(known: Known): boolean {
  const value = comparedWithNil(known, '!=');
  return value !== undefined && lastName(valueOf(value, known)) === 'recover';
}

// Errors.

/** By its type where that is known, or by its name. */
function isError(tree: DeclarationTree, value: Expression | undefined): boolean {
  return isErrorNamed(value) || (value !== undefined && tree.isError?.(value) === true);
}

function isArgumentOfErrorMaker({ tree, anchor, parent: { node } }: Step): boolean {
  return isInArguments(node, anchor) && (makesError(tree, node) || answersFailure(tree, node));
}

/** `err = &T{…}`. */
function isAssignedError({ tree, child, parent: { node } }: Step): boolean {
  const value =
    node.kind === 'assignment' ? node.right.find((each) => each === child?.node) : undefined;
  return (
    node.kind === 'assignment' &&
    value !== undefined &&
    isComposite(unparenthesized(value)) &&
    isError(tree, targetOf(node, value))
  );
}

/** `err != nil`, and after a guard `err == nil` as long as it is that error. */
function hasError(known: Known): boolean {
  const error = comparedWithNil(known, '!=');
  return error !== undefined && isError(known.tree, error) && isStillThat(error, known);
}

/** An error that only the guard's own statement sees is one of an attempt: others may follow. */
function isStillThat(
  error: Expression,
  { isGuard, statement, tree, region, anchor }: Known,
): boolean {
  if (!isGuard) {
    return true;
  }
  const between = tree.text.slice(region.start, anchor);
  const hasInitial = 'initial' in statement && statement.initial !== undefined;
  return !hasInitial && !assigns(between, textOf(tree, error), '[^\\n;=]*:?=');
}

const ERROR_QUESTIONS = new Set(['errors.Is', 'errors.As', 'errors.AsType', 'os.IsNotExist']);

/** `errors.Is(err, …)`, `err == ErrX`. The end of a file is none. */
function isKnownError(known: Known): boolean {
  const { condition, isTrue, isGuard } = known;
  if (isGuard) {
    return false;
  }
  if (condition.kind === 'call') {
    return isTrue && ERROR_QUESTIONS.has(calleeName(condition) ?? '');
  }
  const comparison = comparisonOf(known);
  return (
    comparison?.operator === '==' &&
    !isNil(comparison.right) &&
    lastName(comparison.right) !== 'EOF' &&
    isError(known.tree, comparison.left)
  );
}

/** `for _, err := range errs { … }`: no round where there is none. */
function isRoundOfErrors({ tree, child, parent: { node } }: Step): boolean {
  return (
    node.kind === 'range' &&
    child?.node === node.body &&
    (tree.isError?.(node.operand) === true || ERRORS.test(lastName(node.operand)))
  );
}

/** Not `errorCodes`, nor what one error is made of. */
const ERRORS = /(?:^|_|[a-z])(?:errs|errors|Errs|Errors)$/;

/** `len(errs) > 0`. */
function hasErrors(known: Known): boolean {
  const comparison = comparisonOf(known);
  const list = comparison && argumentOf(comparison.left, 'len');
  return (
    (comparison?.operator === '>' || comparison?.operator === '!=') &&
    isZero(comparison.right) &&
    isError(known.tree, list)
  );
}

function isZero(node: Expression): boolean {
  return node.kind === 'literal' && node.text === '0';
}

/** `switch err { case ErrX: }`, `switch err.(type) { case *T: }`, and what is left of an error. */
function isClauseOfError(step: Step): boolean {
  const { node: clause, around } = step.parent;
  const statement = around?.node;
  if (
    clause.kind !== 'case' ||
    (statement?.kind !== 'switch' && statement?.kind !== 'typeSwitch')
  ) {
    return false;
  }
  const value = statement.kind === 'switch' ? statement.tag : statement.guard.operand;
  if (!isError(step.tree, value)) {
    return false;
  }
  if (clause.isDefault) {
    return statement.clauses.some(isOfNil);
  }
  if (statement.kind === 'typeSwitch') {
    return !isOfNil(clause);
  }
  const isOrdinary = clause.expressions.some((each) => isNil(each) || lastName(each) === 'EOF');
  return listOf(step) !== undefined && !isOrdinary;
}

function isOfNil({ expressions: [first] }: CaseClause): boolean {
  return first !== undefined && isNil(first);
}

// Growth.

const CAPACITY = /\bcap\(/;
const SHORT: Readonly<Record<string, 'left' | 'right'>> = {
  '<': 'left',
  '<=': 'left',
  '>': 'right',
  '>=': 'right',
};

const GIVES_BACK = '.Put(';

/** `cap(b) < n`, `len(b)+n > cap(b)`, `len(b) == cap(b)`; not `if cap(b) <= limit { pool.Put(b) }`. */
function lacksCapacity(known: Known): boolean {
  const comparison = comparisonOf(known);
  if (comparison === undefined || regionText(known).includes(GIVES_BACK)) {
    return false;
  }
  const isLeft = CAPACITY.test(textOf(known.tree, comparison.left));
  const isRight = CAPACITY.test(textOf(known.tree, comparison.right));
  return comparison.operator === '=='
    ? isLeft || isRight
    : isLeft !== isRight && SHORT[comparison.operator] === (isLeft ? 'left' : 'right');
}

/** `if len(b) < n { b = make(…) }`; not where it is asked whether there is anything in it. */
function lacksLength(known: Known): boolean {
  const comparison = comparisonOf(known);
  const side = comparison && SHORT[comparison.operator];
  const isOfNone = comparison && (isZero(comparison.left) || isZero(comparison.right));
  const list = side && !isOfNone ? argumentOf(comparison[side], 'len') : undefined;
  const target = list && textOf(known.tree, list);
  return target !== undefined && assigns(regionText(known), target, '\\s*=\\s*(?:make|append)\\(');
}

// Misses.

const LOOKUP = /^(?:Get|Load|Lookup|Peek)/;

/** Whether an expression asks a map, a pool or a cache. */
function isLookup(value: Expression): boolean {
  switch (value.kind) {
    case 'index':
      return true;
    case 'assertion':
      return value.operand.kind === 'call' && isLookup(value.operand);
    case 'call':
      return receiverOf(value) !== undefined && LOOKUP.test(lastName(value));
    default:
      return false;
  }
}

/** `!ok` of `v, ok := cache[k]`. */
function findsNothing(known: Known): boolean {
  const { condition, isTrue } = known;
  if (isTrue || condition.kind !== 'identifier') {
    return false;
  }
  const from = assignmentBefore(condition.name, known);
  const isOk = from?.count === 2 && from.index === 1;
  return isOk && isLookup(from.value) && isFilled(from, known);
}

/** `x == nil` of `x := pool.Get()`. */
function findsNil(known: Known): boolean {
  const value = comparedWithNil(known, '==');
  const from = value?.kind === 'identifier' ? assignmentBefore(value.name, known) : undefined;
  return from !== undefined && isLookup(from.value) && isFilled(from, known);
}

/**
 * What follows a guard on a hit is everything else that the function does, and where the value is
 * not wanted the question may be about a default: it is the miss of a cache only if something is
 * put into it. A pool that is asked for nothing in particular is filled elsewhere.
 */
function isFilled({ value, isFirstBlank }: NameAssignment, known: Known): boolean {
  if (!known.isGuard && !isFirstBlank) {
    return true;
  }
  const lookup = value.kind === 'assertion' ? value.operand : value;
  if (lookup.kind === 'call') {
    const receiver = receiverOf(lookup);
    const cache = receiver === undefined ? '' : textOf(known.tree, receiver);
    return lookup.arguments.length === 0 || assigns(regionText(known), cache, FILLS);
  }
  return (
    lookup.kind === 'index' &&
    assigns(regionText(known), textOf(known.tree, lookup.operand), '\\[[^\\n]*\\]\\s*=')
  );
}

const FILLS = '\\.(?:Set|Add|Put|Store|Insert|LoadOrStore|Swap|CompareAndSwap)\\w*\\(';

/** `if x == nil { x = … }`; with an error it only says that nothing went wrong so far. */
function isMadeWhenNil(known: Known): boolean {
  const value = comparedWithNil(known, '==');
  return value !== undefined && !isError(known.tree, value) && isSet(value, known);
}

/** `if !x { x = true … }`. A guard by such a flag is about all kinds of states. */
function isMarkedAsMade(known: Known): boolean {
  const { condition, isTrue, isGuard, tree } = known;
  return (
    !isTrue &&
    !isGuard &&
    (condition.kind === 'identifier' || condition.kind === 'selector') &&
    assigns(regionText(known), textOf(tree, condition), '\\s*=\\s*true\\b')
  );
}

function isSet(target: Expression, known: Known): boolean {
  const { statement, isGuard, region, tree } = known;
  if (statement.kind !== 'if') {
    return false;
  }
  const text = textOf(tree, target);
  if (isGuard) {
    return returns(statement, text, known) && assigns(regionText(known), text, '\\s*=');
  }
  const { then } = statement;
  return (
    then.start === region.start &&
    then.statements.some(
      (each) =>
        each.kind === 'assignment' &&
        !each.isDefinition &&
        each.left.some((left) => textOf(tree, left) === text),
    )
  );
}

/** Whether a branch ends by returning what is there already. */
function returns({ then }: If, text: string, { tree }: Known): boolean {
  const last = lastStatement(then.statements);
  const [first] = last?.kind === 'return' ? last.results : [];
  return first !== undefined && textOf(tree, first) === text;
}

/** A name's value, where it is set in the statement or shortly before; else the expression itself. */
function valueOf(expression: Expression, known: Known): Expression | undefined {
  return expression.kind === 'identifier'
    ? assignmentBefore(expression.name, known)?.value
    : expression;
}

function regionText({ tree, region }: Known): string {
  return tree.text.slice(region.start, region.end);
}

/** Whether `target` is followed by `pattern` (which ends with a sign of assignment) in a text. */
function assigns(text: string, target: string, pattern: string): boolean {
  // The common case costs no expression.
  if (target === '' || !text.includes(target)) {
    return false;
  }
  return new RegExp(`(?<![\\w.])${literalPattern(target)}${pattern}(?!=)`).test(text);
}
