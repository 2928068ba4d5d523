/** A buffer that is put back however large it has grown. */
import type { Expression } from '../../syntax/ast.ts';
import type { VarObject } from '../../types/objects.ts';
import { isBytes } from '../../types/predicates.ts';
import { type Type, underlying } from '../../types/types.ts';
import { sameMessage } from '../causes.ts';
import { indentOf, replacing } from '../edits.ts';
import { withoutObjects } from '../evidence.ts';
import type { Fix, Found, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import { deferred, guardedPut } from './guardedPut.ts';
import { keptBytesOf } from './keptBytes.ts';
import { type Given, givenIn, givenToWrappers } from './poolCalls.ts';
import { isBuffer, isMeasured } from './poolMemory.ts';

export const poolUnbounded: Rule = {
  name: 'pool-unbounded',
  summary: 'a buffer that is put into a sync.Pool however large it has grown',
  isSafe: false,
  isOnByDefault: true,
  causeOf: sameMessage,
  *find(subject) {
    for (const given of [...givenIn(subject), ...givenToWrappers(subject)]) {
      const { variable } = given;
      if (!variable || isMeasured(subject, variable)) {
        continue;
      }
      const kept = keptBytesOf(subject, variable);
      if (kept.length > 0 || mayHaveGrown(subject, variable)) {
        yield findingOf(subject, given, variable, kept);
      }
    }
  },
};

function findingOf(
  subject: Subject,
  given: Given,
  variable: VarObject,
  kept: readonly string[],
): Found {
  const { localize } = subject;
  const { start, end } = given.call;
  return {
    start,
    end,
    message: messageOf(subject, variable, kept),
    evidence: withoutObjects(
      subject,
      'retention',
      given.call,
      localize('one large message makes the pool hold that much for as long as it is in use'),
    ),
    fix: fixOf(subject, given, variable, kept),
  };
}

/** Who has seen so many has seen enough. */
const MOST_NAMED = 3;

function messageOf({ localize }: Subject, { name }: VarObject, kept: readonly string[]): string {
  const named = kept.slice(0, MOST_NAMED).map((field) => `${name}.${field}`);
  const [field] = named;
  if (field === undefined) {
    return localize('{0} is put back however large it has grown', name);
  }
  return kept.length === 1
    ? localize('{0} is put back however large {1} has grown', name, field)
    : localize(
        '{0} is put back however large its slices have grown: {1}',
        name,
        kept.length > MOST_NAMED ? `${named.join(', ')}, …` : named.join(', '),
      );
}

/** A pointer to a bytes.Buffer, or to a slice that is replaced by one that may be long. */
function mayHaveGrown(subject: Subject, variable: VarObject): boolean {
  if (isBuffer(variable)) {
    return variable.type.kind === 'pointer';
  }
  const values = isBytesPointer(variable.type) ? assignedThrough(subject, variable) : [];
  const isAnyLong = values.some(
    (value) => value.kind !== 'slice' && !isNumber(subject, value) && !isFewMore(subject, value),
  );
  return isAnyLong || (values.length > 0 && values.every((value) => isFewMore(subject, value)));
}

/** What `*p = …` puts in place of the slice. */
function assignedThrough(subject: Subject, variable: VarObject): readonly Expression[] {
  return subject.usesOf(variable).flatMap((use) => {
    const star = subject.parentOf(use);
    const assignment = star && subject.parentOf(star);
    return star?.kind === 'star' &&
      assignment?.kind === 'assignment' &&
      assignment.left.includes(star)
      ? assignment.right
      : [];
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

/** `append(*p, '.', '0')`, once. */
function isFewMore(subject: Subject, value: Expression): boolean {
  return (
    value.kind === 'call' &&
    subject.calleeOf(value) === 'append' &&
    !value.hasEllipsis &&
    subject.frequencyOf(value) !== 'iteration'
  );
}

function isBytesPointer(type: Type): boolean {
  const pointer = underlying(type);
  return pointer.kind === 'pointer' && isBytes(pointer.element);
}

function fixOf(
  subject: Subject,
  { call }: Given,
  variable: VarObject,
  kept: readonly string[],
): Fix | undefined {
  const { localize } = subject;
  const parent = subject.parentOf(call);
  const isAssigned = subject
    .usesOf(variable)
    .slice(1)
    .some((use) => {
      const statement = subject.parentOf(use);
      return statement?.kind === 'assignment' && statement.left.includes(use);
    });
  const isStatement = parent?.kind === 'expression' || parent?.kind === 'defer';
  // What a limit of several fields together would be, nobody but their owner knows.
  if (!isStatement || isAssigned || kept.length > 1) {
    return undefined;
  }
  const indent = indentOf(subject, parent);
  const { name } = variable;
  const [field] = kept;
  const slice = field === undefined ? `*${name}` : `${name}.${field}`;
  const size = isBuffer(variable) ? `${name}.Cap()` : `cap(${slice})`;
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
