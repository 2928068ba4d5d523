/** A finalizer or a cleanup that holds the very object that it waits for. */
import type { Call, Expression } from '../../syntax/ast.ts';
import type { VarObject } from '../../types/objects.ts';
import { withoutObjects } from '../evidence.ts';
import type { Found, Rule } from '../rule.ts';
import { isWithin } from '../spans.ts';
import type { Subject } from '../subject.ts';

export const finalizerCycle: Rule = {
  name: 'finalizer-cycle',
  summary: 'a finalizer or a cleanup that keeps its own object alive',
  isSafe: false,
  isOnByDefault: true,
  *find(subject) {
    for (const call of subject.callsOf('runtime.SetFinalizer', 'runtime.AddCleanup')) {
      const [object, ...rest] = call.arguments;
      const variable = object && subject.variableOf(object);
      const held = variable && rest.find((each) => holds(subject, each, variable));
      if (variable && held) {
        yield findingOf(subject, call, variable, held);
      }
    }
  },
};

function findingOf(subject: Subject, call: Call, { name }: VarObject, held: Expression): Found {
  const { localize } = subject;
  const { start, end } = held.kind === 'function' ? held.type : held;
  return {
    start,
    end,
    message: localize('It holds {0}: it never runs, and {0} is never collected', name),
    evidence: withoutObjects(
      subject,
      'misuse',
      call,
      localize(
        'the runtime holds the function, and what that captures, until {0} is unreachable',
        name,
      ),
    ),
  };
}

/** A literal that captures the variable, or a method value of it. */
function holds(subject: Subject, argument: Expression, variable: VarObject): boolean {
  return argument.kind === 'function'
    ? subject.usesOf(variable).some((use) => isWithin(use, argument.body))
    : argument.kind === 'selector' &&
        subject.variableOf(argument.operand) === variable &&
        subject.typeOf(argument)?.kind === 'signature';
}
