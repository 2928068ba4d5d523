/**
 * What the syntax says of how often a place is reached, rule by rule. A rule about a branch is an
 * entry of `CONDITION_RULES`, one about what a place is part of one of `PART_RULES`.
 */
import type { SyntaxNode } from '../syntax/cursor.ts';
import { literalPattern } from '../text/literalPattern.ts';
import type { Frequency } from './frequency.ts';
import { comparedWithNil, comparisonOf, knownAt, type Known } from './conditions.ts';
import { leadsToEnding, leadsToError } from './endings.ts';
import { isComposite, isErrorValue, isReturnedError } from './errorValues.ts';
import { argumentOf, isEnding, isErrorMaker, isErrorNamed, lastName, receiverOf } from './names.ts';
import {
  type Assignment,
  assignmentBefore,
  bare,
  isAssignment,
  statementsOf,
} from './statements.ts';
import type { Step } from './step.ts';

/** All that a step says. */
export function regionsAt(step: Step): readonly Frequency[] {
  const found: Frequency[] = [];
  for (const { frequency, holds } of PART_RULES[step.parent.kind] ?? []) {
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

/** By the kind of what the place is part of. */
const PART_RULES: Readonly<Record<string, readonly PartRule[]>> = {
  call_expression: [
    { frequency: 'panic', holds: isArgumentOfEnding },
    { frequency: 'error', holds: isArgumentOfErrorMaker },
  ],
  statement_list: [
    { frequency: 'panic', holds: leadsToEnding },
    { frequency: 'error', holds: leadsToError },
  ],
  composite_literal: [{ frequency: 'error', holds: ({ parent }) => isErrorValue(parent) }],
  unary_expression: [{ frequency: 'error', holds: ({ parent }) => isErrorValue(parent) }],
  expression_list: [
    { frequency: 'error', holds: isReturnedError },
    { frequency: 'error', holds: isAssignedError },
  ],
  expression_case: [{ frequency: 'error', holds: isCaseOfError }],
  default_case: [{ frequency: 'error', holds: isDefaultOfError }],
  type_case: [{ frequency: 'error', holds: isTypeOfError }],
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
function isArgumentOfEnding({ child, parent }: Step): boolean {
  return child.field === 'arguments' && isEnding(parent) && lastName(parent) !== 'Exit';
}

/** `if r := recover(); r != nil`. */
function isRecovered(known: Known): boolean {
  const value = comparedWithNil(known, '!=');
  return value !== undefined && lastName(valueOf(value, known.statement)) === 'recover';
}

// Errors.

function isArgumentOfErrorMaker({ child, parent }: Step): boolean {
  return child.field === 'arguments' && isErrorMaker(parent);
}

/** `err = &T{…}`. */
function isAssignedError({ child, parent }: Step): boolean {
  const statement = parent.parent;
  if (statement === undefined || !isAssignment(statement) || parent.field !== 'right') {
    return false;
  }
  const target = statement.get('left')?.namedChildren[parent.namedChildren.indexOf(child)];
  return isComposite(bare(child)) && isErrorNamed(target);
}

/** `err != nil`, and after a guard `err == nil` as long as it is that error. */
function hasError(known: Known): boolean {
  const error = comparedWithNil(known, '!=');
  return error !== undefined && isErrorNamed(error) && isStillThat(error, known);
}

/** An error that only the guard's own statement sees is one of an attempt: others may follow. */
function isStillThat(
  error: SyntaxNode,
  { isGuard, statement, tree, region, anchor }: Known,
): boolean {
  if (!isGuard) {
    return true;
  }
  const between = tree.text.slice(region.start, anchor);
  return !statement.get('initializer') && !assigns(between, error.text, '[^\\n;=]*:?=');
}

const ERROR_QUESTIONS = new Set(['errors.Is', 'errors.As', 'errors.AsType', 'os.IsNotExist']);

/** `errors.Is(err, …)`, `err == ErrX`. The end of a file is none. */
function isKnownError(known: Known): boolean {
  const { condition, isTrue, isGuard } = known;
  if (isGuard) {
    return false;
  }
  if (condition.kind === 'call_expression') {
    return isTrue && ERROR_QUESTIONS.has(condition.get('function')?.text ?? '');
  }
  const comparison = comparisonOf(known);
  return (
    comparison?.operator === '==' &&
    comparison.right.kind !== 'nil' &&
    lastName(comparison.right) !== 'EOF' &&
    isErrorNamed(comparison.left)
  );
}

/** `len(errs) > 0`. */
function hasErrors(known: Known): boolean {
  const comparison = comparisonOf(known);
  const list = comparison && argumentOf(comparison.left, 'len');
  return (
    (comparison?.operator === '>' || comparison?.operator === '!=') &&
    comparison.right.text === '0' &&
    isErrorNamed(list)
  );
}

/** `switch err { case ErrX: }`. */
function isCaseOfError({ child, parent }: Step): boolean {
  const values = parent.get('value')?.namedChildren ?? [];
  return (
    child.kind === 'statement_list' &&
    isErrorNamed(parent.parent?.get('value')) &&
    !values.some((value) => value.kind === 'nil' || lastName(value) === 'EOF')
  );
}

function isDefaultOfError({ parent }: Step): boolean {
  const statement = parent.parent;
  const hasNil = statement?.namedChildren.some(
    (clause) => clause.kind !== 'default_case' && CASE_OF_NIL.test(clause.text),
  );
  return hasNil === true && isErrorNamed(statement?.get('value'));
}

const CASE_OF_NIL = /^case\s+nil\s*[:,]/;

/** `switch err.(type) { case *T: }`. */
function isTypeOfError({ parent }: Step): boolean {
  return isErrorNamed(parent.parent?.get('value')) && !CASE_OF_NIL.test(parent.text);
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
  const isLeft = CAPACITY.test(comparison.left.text);
  const isRight = CAPACITY.test(comparison.right.text);
  return comparison.operator === '=='
    ? isLeft || isRight
    : isLeft !== isRight && SHORT[comparison.operator] === (isLeft ? 'left' : 'right');
}

/** `if len(b) < n { b = make(…) }`. */
function lacksLength(known: Known): boolean {
  const comparison = comparisonOf(known);
  const side = comparison && SHORT[comparison.operator];
  const list = side && argumentOf(comparison[side], 'len');
  return list !== undefined && assigns(regionText(known), list.text, '\\s*=\\s*(?:make|append)\\(');
}

// Misses.

const LOOKUP = /^(?:Get|Load|Lookup|Peek)/;

/** Whether an expression asks a map, a pool or a cache. */
function isLookup(value: SyntaxNode): boolean {
  switch (value.kind) {
    case 'index_expression':
      return true;
    case 'type_assertion_expression': {
      const operand = value.get('operand');
      return operand?.kind === 'call_expression' && isLookup(operand);
    }
    case 'call_expression':
      return receiverOf(value) !== undefined && LOOKUP.test(lastName(value));
    default:
      return false;
  }
}

/** `!ok` of `v, ok := cache[k]`. */
function findsNothing(known: Known): boolean {
  const { condition, isTrue, statement } = known;
  if (isTrue || condition.kind !== 'identifier') {
    return false;
  }
  const from = assignmentBefore(condition.text, statement);
  const isOk = from?.count === 2 && from.index === 1;
  return isOk && isLookup(from.value) && isFilled(from, known);
}

/** `x == nil` of `x := pool.Get()`. */
function findsNil(known: Known): boolean {
  const value = comparedWithNil(known, '==');
  const from =
    value?.kind === 'identifier' ? assignmentBefore(value.text, known.statement) : undefined;
  return from !== undefined && isLookup(from.value) && isFilled(from, known);
}

/**
 * What follows a guard on a hit is everything else that the function does, and where the value is
 * not wanted the question may be about a default: it is the miss of a cache only if something is
 * put into it. A pool that is asked for nothing in particular is filled elsewhere.
 */
function isFilled({ value: lookup, first }: Assignment, known: Known): boolean {
  if (!known.isGuard && first !== '_') {
    return true;
  }
  const call = lookup.kind === 'type_assertion_expression' ? lookup.get('operand') : lookup;
  if (call?.kind === 'call_expression') {
    const isPool = call.get('arguments')?.namedChildren.length === 0;
    const cache = receiverOf(call)?.text ?? '';
    return isPool || assigns(regionText(known), cache, FILLS);
  }
  return assigns(regionText(known), lookup.get('operand')?.text ?? '', '\\[[^\\n]*\\]\\s*=');
}

const FILLS = '\\.(?:Set|Add|Put|Store|Insert|LoadOrStore|Swap|CompareAndSwap)\\w*\\(';

/** `if x == nil { x = … }`; with an error it only says that nothing went wrong so far. */
function isMadeWhenNil(known: Known): boolean {
  const value = comparedWithNil(known, '==');
  return value !== undefined && !isErrorNamed(value) && isSet(value, known);
}

/** `if !x { x = true … }`. A guard by such a flag is about all kinds of states. */
function isMarkedAsMade(known: Known): boolean {
  const { condition, isTrue, isGuard } = known;
  return (
    !isTrue &&
    !isGuard &&
    NAMES.has(condition.kind) &&
    assigns(regionText(known), condition.text, '\\s*=\\s*true\\b')
  );
}

const NAMES = new Set(['identifier', 'selector_expression']);

function isSet(target: SyntaxNode, known: Known): boolean {
  const { statement, isGuard, region } = known;
  const branch = statement.get('consequence');
  if (isGuard) {
    return returns(branch, target) && assigns(regionText(known), target.text, '\\s*=');
  }
  const statements = branch?.start === region.start ? statementsOf(branch) : [];
  return statements.some(
    (each) =>
      each.kind === 'assignment_statement' &&
      each.get('left')?.namedChildren.some(({ text }) => text === target.text),
  );
}

/** Whether a branch ends by returning what is there already. */
function returns(branch: SyntaxNode | undefined, target: SyntaxNode): boolean {
  const operands = statementsOf(branch).at(-1)?.namedChildren[0];
  return operands?.namedChildren[0]?.text === target.text;
}

/** A name's value, where it is set in the statement or shortly before; else the expression itself. */
function valueOf(expression: SyntaxNode, statement: SyntaxNode): SyntaxNode | undefined {
  return expression.kind === 'identifier'
    ? assignmentBefore(expression.text, statement)?.value
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
