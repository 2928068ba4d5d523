/** Whether what a deferred call ends is of use after the round of the loop that made it. */
import type { Assignment, Call, Defer, Identifier } from '../../syntax/ast.ts';
import { unparenthesized } from '../../syntax/treeBuilder.ts';
import type { VarObject } from '../../types/objects.ts';
import { unalias } from '../../types/types.ts';
import { errorType } from '../../types/universe.ts';
import { isLoop } from '../loopsAround.ts';
import { isWithin } from '../spans.ts';
import type { Subject } from '../subject.ts';
import { specOf } from '../varSpec.ts';

/**
 * A connection that a goroutine of the round goes on with, a file that is appended to a list, a server
 * that nothing else is done with than to stop it: they could not be let go when the round ends.
 */
export function isHeldOn(subject: Subject, deferred: Defer): boolean {
  if (setsResult(subject, deferred)) {
    return true;
  }
  const loop = [...subject.parentsOf(deferred)].find(isLoop);
  const ended = endedBy(subject, deferred);
  const made = ended && assignmentOf(subject, ended);
  if (!loop || !made || !isWithin(made, loop)) {
    return false;
  }
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

/** `defer func() { err = f() }()`: what the function gives is decided when it ends. */
function setsResult(subject: Subject, { call }: Defer): boolean {
  const literal = call.kind === 'call' ? unparenthesized(call.callee) : undefined;
  return (
    literal?.kind === 'function' &&
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
function endedBy(subject: Subject, { call }: Defer): VarObject | undefined {
  const done = call.kind === 'call' ? (onlyCallIn(call) ?? call) : undefined;
  const callee = done && unparenthesized(done.callee);
  const [argument] = done && subject.calleeOf(done) === 'close' ? done.arguments : [];
  const ended = argument ?? (callee?.kind === 'selector' ? callee.operand : callee);
  return ended && subject.variableOf(ended);
}

/** `f.Close()` of `func() { f.Close() }()`. */
function onlyCallIn({ callee }: Call): Call | undefined {
  const literal = unparenthesized(callee);
  const [only, ...more] = literal.kind === 'function' ? literal.body.statements : [];
  const call = only?.kind === 'expression' && more.length === 0 ? only.expression : undefined;
  return call?.kind === 'call' ? call : undefined;
}

/** Undefined for what is assigned more than once. */
function assignmentOf(subject: Subject, variable: VarObject): Assignment | undefined {
  const [only, ...more] = subject
    .all('assignment')
    .filter(({ left }) => left.some((each) => subject.variableOf(each) === variable));
  return more.length === 0 ? only : undefined;
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
