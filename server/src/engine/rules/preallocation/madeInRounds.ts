/** What each round of a loop makes and puts into a slice: all of it could be one array. */
import type { Expression, Identifier, Index, Statement } from '../../syntax/ast.ts';
import type { AstNode } from '../../syntax/walk.ts';
import { underlying } from '../../types/types.ts';
import type { TextChange } from '../../refactor/unkeyedLiterals.ts';
import { indentOf } from '../edits.ts';
import { isWithin } from '../spans.ts';
import { startOf } from '../start.ts';
import type { Subject } from '../subject.ts';
import { type Loop, roundsOf, runsThrough } from './rounds.ts';

export interface MadeInRounds {
  readonly loop: Loop;
  /** How many rounds there are, as an expression before the loop. */
  readonly rounds: string;
  /** Of the loop's body. */
  readonly statement: Statement;
  readonly made: Expression;
}

/** What is made in each round of a loop of known length, errors aside, and held by a slice only. */
export function* madeInRounds(subject: Subject): Iterable<MadeInRounds> {
  for (const loop of [...subject.all('range'), ...subject.all('for')]) {
    const rounds = roundsOf(subject, loop);
    const isInBlock = subject.parentOf(loop)?.kind === 'block';
    if (rounds === undefined || !isInBlock || !runsThrough(subject, loop.body)) {
      continue;
    }
    for (const statement of loop.body.statements) {
      const made = madeBy(subject, statement);
      if (made && isHeldBySlice(subject, made, loop)) {
        yield { loop, rounds, statement, made };
      }
    }
  }
}

/** `x := made`, `x[i] = made` and `x = append(x, made)`. */
function madeBy(subject: Subject, statement: Statement): Expression | undefined {
  const [value, ...more] = statement.kind === 'assignment' ? statement.right : [];
  if (!value || more.length > 0) {
    return undefined;
  }
  const [, appended, ...others] =
    value.kind === 'call' && subject.calleeOf(value) === 'append' ? value.arguments : [];
  return appended && others.length === 0 ? appended : value;
}

function isHeldBySlice(subject: Subject, made: Expression, loop: Loop): boolean {
  if (isStored(subject, made, loop)) {
    return true;
  }
  const statement = subject.parentOf(made);
  const start = statement?.kind === 'assignment' ? startOf(subject, statement) : undefined;
  const uses = start ? subject.usesOf(start.variable).slice(1) : [];
  const stores = uses.filter((use) => isStored(subject, use, loop));
  return (
    stores.length === 1 &&
    uses.every((use) => isWithin(use, loop) && (stores.includes(use) || isLookedAt(subject, use)))
  );
}

/** `x[i] = value` of a slice or an array, and `append(x, value)`. */
function isStored(subject: Subject, value: Expression, loop: Loop): boolean {
  const parent = subject.parentOf(value);
  if (parent?.kind === 'call') {
    const [list] = parent.arguments;
    return (
      subject.calleeOf(parent) === 'append' &&
      !parent.hasEllipsis &&
      list !== undefined &&
      list !== value &&
      subject.parentOf(parent)?.kind === 'assignment' &&
      isListOfFunction(subject, list)
    );
  }
  const [target, ...more] =
    parent?.kind === 'assignment' && parent.right.length === 1 ? parent.left : [];
  const list = target?.kind === 'index' ? subject.typeOf(target.operand) : undefined;
  const kind = list && underlying(list).kind;
  return (
    more.length === 0 &&
    (kind === 'slice' || kind === 'array') &&
    target?.kind === 'index' &&
    !isAtGivenPlace(subject, target, loop)
  );
}

/** `for _, at := range places { x[at] = value }`: some elements among others, which are set anew one by one. */
function isAtGivenPlace(subject: Subject, { indices: [index] }: Index, loop: Loop): boolean {
  const given = loop.kind === 'range' && loop.value ? subject.variableOf(loop.value) : undefined;
  return given !== undefined && index !== undefined && subject.variableOf(index) === given;
}

/**
 * A local variable, or what the function sets to a list that it makes or empties. What others have added to, they may
 * take from one by one as well; then one that is left would hold all.
 */
function isListOfFunction(subject: Subject, list: Expression): boolean {
  const variable = subject.variableOf(list);
  if (variable && variable.role !== 'package') {
    return true;
  }
  const text = subject.textOf(list);
  return subject
    .all('assignment')
    .some(
      ({ left, right }) =>
        left.length === right.length &&
        left.some((target, at) => subject.textOf(target) === text && isNewList(subject, right[at])),
    );
}

function isNewList(subject: Subject, value: Expression | undefined): boolean {
  return (
    value?.kind === 'composite' ||
    subject.makeOf(value) !== undefined ||
    (value?.kind === 'identifier' && value.name === 'nil') ||
    (value?.kind === 'slice' && value.high !== undefined && subject.integerOf(value.high) === 0)
  );
}

/** Its fields and elements are read and written; nobody else is given it. */
function isLookedAt(subject: Subject, use: Identifier): boolean {
  const parent: AstNode | undefined = subject.parentOf(use);
  switch (parent?.kind) {
    case 'selector':
      return subject.source.types.objectOf(parent.selector)?.kind === 'var';
    case 'index':
    case 'range':
      return parent.operand === use;
    case 'call':
      return /^(?:len|cap|copy)$/.test(subject.calleeOf(parent) ?? '');
    default:
      return false;
  }
}

/** Statements before the loop; undefined where it does not begin its line. */
export function beforeLoop(
  subject: Subject,
  { loop }: MadeInRounds,
  statements: readonly string[],
): TextChange | undefined {
  const indent = indentOf(subject, loop);
  return indent === undefined
    ? undefined
    : {
        start: loop.start,
        end: loop.start,
        text: statements.map((each) => `${each}\n${indent}`).join(''),
      };
}
