/** Whether a deferred call ends what the round of the loop has begun, and could as well when the round ends. */
import type {
  Assignment,
  Call,
  Defer,
  Expression,
  Identifier,
  Statement,
} from '../../syntax/ast.ts';
import { unparenthesized } from '../../syntax/treeBuilder.ts';
import type { AstNode } from '../../syntax/walk.ts';
import type { VarObject } from '../../types/objects.ts';
import { unalias, underlying } from '../../types/types.ts';
import { errorType } from '../../types/universe.ts';
import { isLoop } from '../loopsAround.ts';
import { isWithin } from '../spans.ts';
import type { Subject } from '../subject.ts';
import { specOf } from '../varSpec.ts';

/** By what they undo. */
const LOCKS = new Map([
  ['Unlock', 'Lock'],
  ['RUnlock', 'RLock'],
]);

const REMOVERS = new Set(['os.Remove', 'os.RemoveAll']);

/** What else is deferred in a loop is meant to be done at the end of the function: to draw what is on top, to tell all in turn. */
export function endsRound(subject: Subject, deferred: Defer): boolean {
  const loop = [...subject.parentsOf(deferred)].find(isLoop);
  const call = deferred.call.kind === 'call' ? deferred.call : undefined;
  if (!loop || !call || setsResult(subject, call)) {
    return false;
  }
  return (
    endedBy(subject, call).some((ended) => {
      const made = assignmentOf(subject, ended);
      return (
        made !== undefined &&
        isWithin(made, loop) &&
        isMadeByCall(subject, made) &&
        !isHeldOn(subject, { deferred, loop, ended, made })
      );
    }) || unlocksLast(subject, deferred, call, loop)
  );
}

/** `defer func() { err = f() }()`: what the function gives is decided when it ends. */
function setsResult(subject: Subject, call: Call): boolean {
  const literal = unparenthesized(call.callee);
  return (
    literal.kind === 'function' &&
    subject
      .all('assignment')
      .some(
        (each) =>
          isWithin(each, literal) &&
          each.left.some((target) => subject.variableOf(target)?.role === 'result'),
      )
  );
}

/** `f` of `defer f.Close()`, `cancel` of `defer cancel()`, `done` of `defer close(done)`: in a literal of its own as well. */
function endedBy(subject: Subject, call: Call): readonly VarObject[] {
  const callee = unparenthesized(call.callee);
  // `defer func(f *os.File) { … }(f)`
  const given = callee.kind === 'function' ? call.arguments : [];
  const calls = callee.kind === 'function' ? callsIn(subject, callee.body) : [call];
  return [...given, ...calls.flatMap((each) => endedIn(subject, each))].flatMap(
    (each) => subject.variableOf(each) ?? [],
  );
}

function callsIn(subject: Subject, node: AstNode): readonly Call[] {
  return subject.all('call').filter((each) => isWithin(each, node));
}

/** What it is called on, and all that it is given where it is given one thing: `os.RemoveAll(folder)`. */
function endedIn(subject: Subject, { callee: called, arguments: given }: Call): Expression[] {
  const callee = unparenthesized(called);
  const [only, ...more] = given;
  return [
    callee.kind === 'selector' ? callee.operand : callee,
    ...(only && more.length === 0 && isThing(subject, only) ? [only] : []),
  ];
}

/** Numbers and texts are no things that end, but for the path of what is removed. */
function isThing(subject: Subject, given: Expression): boolean {
  const call = subject.parentOf(given);
  const type = subject.typeOf(given);
  const isRemoved = call?.kind === 'call' && REMOVERS.has(subject.calleeOf(call) ?? '');
  return isRemoved || (type !== undefined && underlying(type).kind !== 'basic');
}

/** Undefined for what is assigned more than once. */
function assignmentOf(subject: Subject, variable: VarObject): Assignment | undefined {
  const [only, ...more] = subject
    .all('assignment')
    .filter(({ left }) => left.some((each) => subject.variableOf(each) === variable));
  return more.length === 0 ? only : undefined;
}

function isMadeByCall(subject: Subject, { right }: Assignment): boolean {
  return right.some((each) => {
    const value = unparenthesized(each);
    return value.kind === 'call' && !subject.isConversion(value);
  });
}

interface Ended {
  readonly deferred: Defer;
  readonly loop: AstNode;
  readonly ended: VarObject;
  readonly made: Assignment;
}

/**
 * A connection that a goroutine of the round goes on with, a file that is appended to a list, a server
 * that nothing else is done with than to stop it: they could not be let go when the round ends.
 */
function isHeldOn(subject: Subject, { deferred, loop, ended, made }: Ended): boolean {
  // What a context's `cancel` ends is the context.
  const uses = made.left
    .flatMap((each) => subject.variableOf(each) ?? [])
    .filter(({ type }) => unalias(type) !== errorType)
    .flatMap((variable) => subject.usesOf(variable))
    .filter((use) => !isLeftOf(made, use) && !isWithin(use, deferred) && !declares(subject, use));
  return uses.length === 0
    ? unalias(ended.type).kind !== 'signature'
    : uses.some((use) => !isWithin(use, loop) || goesOn(subject, use));
}

function isLeftOf({ left }: Assignment, use: Identifier): boolean {
  return left.some((each) => isWithin(use, each));
}

/** `var f *os.File`. */
function declares(subject: Subject, use: Identifier): boolean {
  return specOf(subject.parentOf(use), use) !== undefined;
}

/** What is done with it in a goroutine, and where it is put into something else. */
function goesOn(subject: Subject, use: Identifier): boolean {
  const parent = subject.parentOf(use);
  const isPut =
    parent?.kind === 'composite' ||
    (parent?.kind === 'send' && parent.value === use) ||
    (parent?.kind === 'assignment' && parent.right.includes(use)) ||
    (parent?.kind === 'call' && subject.calleeOf(parent) === 'append');
  return isPut || [...subject.parentsOf(use)].some(({ kind }) => kind === 'go');
}

/** `m.Lock(); defer m.Unlock()` in a loop that nothing is done behind: before what follows, all may have to be locked. */
function unlocksLast(subject: Subject, deferred: Defer, call: Call, loop: AstNode): boolean {
  const { callee } = call;
  const [block, around] = [subject.parentOf(deferred), subject.parentOf(loop)];
  const locking = callee.kind === 'selector' ? LOCKS.get(callee.selector.name) : undefined;
  if (callee.kind !== 'selector' || locking === undefined || block?.kind !== 'block') {
    return false;
  }
  const locked = `${subject.textOf(callee.operand)}.${locking}()`;
  const isLocked = block.statements.some(
    (each) => each.end <= deferred.start && subject.textOf(each) === locked,
  );
  const isLast = (each: Statement) =>
    each.end <= loop.end || (each.kind === 'return' && callsIn(subject, each).length === 0);
  return isLocked && around === subject.body && subject.body.statements.every(isLast);
}
