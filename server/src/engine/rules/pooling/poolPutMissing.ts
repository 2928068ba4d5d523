/** A way out of a function on which what others put back is lost to the pool. */
import type { Identifier } from '../../syntax/ast.ts';
import type { VarObject } from '../../types/objects.ts';
import { flowAround, nodesDoneIn, reachedAfter, stepOf } from '../flow/paths.ts';
import type { Edge, Step } from '../flow/graph.ts';
import { withoutObjects } from '../evidence.ts';
import type { Found, Rule } from '../rule.ts';
import { isWithin } from '../spans.ts';
import type { Subject } from '../subject.ts';
import { isConsumed } from './outlives.ts';
import { givenIn, type Taken, takenIn } from './poolCalls.ts';
import { isBuffer, isMeasured } from './poolMemory.ts';

export const poolPutMissing: Rule = {
  name: 'pool-put-missing',
  summary: 'a return that forgets to put back what other ways out of the function do',
  isSafe: false,
  isOnByDefault: true,
  *find(subject) {
    const given = givenIn(subject);
    for (const taken of takenIn(subject)) {
      const puts = given.filter(({ variable }) => variable === taken.variable);
      const isDeferred = puts.some((put) => put.isDeferred);
      if (puts.length > 0 && !isDeferred && !isMeasured(subject, taken.variable)) {
        yield* forgottenAfter(subject, taken);
      }
    }
  },
};

function* forgottenAfter(subject: Subject, taken: Taken): Iterable<Found> {
  const { statement, variable } = taken;
  const graph = flowAround(subject, statement);
  const from = stepOf(graph, statement);
  const reached = from
    ? reachedAfter(from, true, {
        behind: (step) => (isOutOfHand(subject, step, variable) ? undefined : true),
        isBarred: (edge) => hasNothing(subject, edge, taken),
      })
    : [];
  const { localize } = subject;
  for (const { step, before } of reached) {
    const [last] = before.nodes;
    // What ends with a panic is left to the collector. So it is on the way to an error, which is rare.
    if (step === graph.exit && last?.kind === 'return') {
      const { start } = last;
      yield {
        start,
        end: start + 'return'.length,
        message: localize('{0} is not put back on this way out', variable.name),
        evidence: withoutObjects(
          subject,
          'retention',
          last,
          localize('the next Get allocates what is lost here'),
        ),
      };
    }
  }
}

/** Ways on which the pool was empty: `x == nil`, and `!ok` of `x, ok := pool.Get().(T)`. */
function hasNothing(subject: Subject, { known }: Edge, { statement, variable }: Taken): boolean {
  if (!known) {
    return false;
  }
  const { condition, isTrue } = known;
  if (condition.kind === 'binary') {
    const { left, right, operator } = condition;
    return (
      subject.isNil(right) &&
      subject.variableOf(left) === variable &&
      isTrue === (operator === '==')
    );
  }
  const [, second] = statement.left;
  const isThere = second && subject.variableOf(second);
  return !isTrue && isThere !== undefined && subject.variableOf(condition) === isThere;
}

/** Whether a step gives it back, or does what may hand it to somebody. */
function isOutOfHand(subject: Subject, step: Step, variable: VarObject): boolean {
  const isNamedInLiteral = step.nodes.some((node) =>
    subject
      .usesOf(variable)
      .some(
        (use) =>
          isWithin(use, node) && subject.functionAround(use) !== subject.functionAround(node),
      ),
  );
  return (
    isNamedInLiteral ||
    nodesDoneIn(step).some(
      (node) =>
        node.kind === 'identifier' &&
        subject.variableOf(node) === variable &&
        !isKept(subject, node, variable),
    )
  );
}

const CALLS = new Set(['Len', 'Reset', 'Bytes', 'String', 'Grow', 'Truncate']);

/** Whether a use leaves it where it is: calls of a buffer's methods, and of functions that keep nothing. */
function isKept(subject: Subject, use: Identifier, variable: VarObject): boolean {
  const parent = subject.parentOf(use);
  const call = parent && subject.parentOf(parent);
  return isBuffer(variable) && parent?.kind === 'selector' && call?.kind === 'call'
    ? CALLS.has(parent.selector.name) || /^(?:Write|Read)/.test(parent.selector.name)
    : parent?.kind === 'star' || isConsumed(subject, use);
}
