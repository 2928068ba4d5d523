/** A buffer that is put back however large it has grown. */
import type { Expression } from '../../syntax/ast.ts';
import type { VarObject } from '../../types/objects.ts';
import { isBytes } from '../../types/predicates.ts';
import { type Type, underlying } from '../../types/types.ts';
import { indentOf, replacing } from '../edits.ts';
import { withoutObjects } from '../evidence.ts';
import type { Fix, Found, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import { deferred, guardedPut } from './guardedPut.ts';
import { type Given, givenIn } from './poolCalls.ts';
import { isBuffer, isMeasured } from './poolMemory.ts';

export const poolUnbounded: Rule = {
  name: 'pool-unbounded',
  summary: 'a buffer that is put into a sync.Pool however large it has grown',
  isSafe: false,
  isOnByDefault: true,
  *find(subject) {
    for (const given of givenIn(subject)) {
      const { variable } = given;
      if (variable && mayHaveGrown(subject, variable) && !isMeasured(subject, variable)) {
        yield findingOf(subject, given, variable);
      }
    }
  },
};

function findingOf(subject: Subject, given: Given, variable: VarObject): Found {
  const { localize } = subject;
  const { start, end } = given.call;
  return {
    start,
    end,
    message: localize('{0} is put back however large it has grown', variable.name),
    evidence: withoutObjects(
      subject,
      'retention',
      given.call,
      localize('one large message makes the pool hold that much for as long as it is in use'),
    ),
    fix: fixOf(subject, given, variable),
  };
}

/** A pointer to a bytes.Buffer, or to a slice that is replaced by another one. */
function mayHaveGrown(subject: Subject, variable: VarObject): boolean {
  return isBuffer(variable)
    ? variable.type.kind === 'pointer'
    : isBytesPointer(variable.type) &&
        subject.usesOf(variable).some((use) => {
          const star = subject.parentOf(use);
          const assignment = star && subject.parentOf(star);
          return (
            star?.kind === 'star' &&
            assignment?.kind === 'assignment' &&
            assignment.left.includes(star) &&
            assignment.right.some((each) => each.kind !== 'slice' && !isNumber(subject, each))
          );
        });
}

const NUMBERS = new Set([
  'strconv.AppendBool',
  'strconv.AppendFloat',
  'strconv.AppendInt',
  'strconv.AppendUint',
]);

/** `strconv.AppendInt((*p)[:0], n, 10)`: no number is long. */
function isNumber(subject: Subject, value: Expression): boolean {
  if (value.kind !== 'call' || !NUMBERS.has(subject.calleeOf(value) ?? '')) {
    return false;
  }
  const [target] = value.arguments;
  return (
    target?.kind === 'slice' && target.high !== undefined && subject.integerOf(target.high) === 0
  );
}

function isBytesPointer(type: Type): boolean {
  const pointer = underlying(type);
  return pointer.kind === 'pointer' && isBytes(pointer.element);
}

function fixOf(subject: Subject, { call }: Given, variable: VarObject): Fix | undefined {
  const { localize } = subject;
  const parent = subject.parentOf(call);
  const isAssigned = subject
    .usesOf(variable)
    .slice(1)
    .some((use) => {
      const statement = subject.parentOf(use);
      return statement?.kind === 'assignment' && statement.left.includes(use);
    });
  if ((parent?.kind !== 'expression' && parent?.kind !== 'defer') || isAssigned) {
    return undefined;
  }
  const indent = indentOf(subject, parent);
  const { name } = variable;
  const size = isBuffer(variable) ? `${name}.Cap()` : `cap(*${name})`;
  const guarded = guardedPut(size, subject.textOf(call));
  const lines = parent.kind === 'defer' ? deferred(guarded) : guarded;
  return indent !== undefined
    ? replacing(subject, [parent], {
        title: localize('Leave large ones to the collector'),
        changes: [{ start: parent.start, end: parent.end, text: lines.join(`\n${indent}`) }],
        imports: [],
      })
    : undefined;
}
