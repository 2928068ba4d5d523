/** `for … { var b bytes.Buffer … }`: a buffer, reader or writer of each round, where Reset makes one as good as new. */
import type { For, Range } from '../../syntax/ast.ts';
import { inResult } from '../evidence.ts';
import type { Evidence, Found, Rule } from '../rule.ts';
import { standardCostOf } from '../standardCosts.ts';
import { type Start, startOf } from '../start.ts';
import { namedType, type Subject } from '../subject.ts';
import { isNewBuffer } from './newBuffer.ts';
import { comesBy, gainOfSharing, loopToShareIn, madeWithEachRound, sharedFix } from './ofRound.ts';
import { bufferOutlives } from './outlives.ts';
import { resettableOf } from './resettable.ts';

export const resetInLoop: Rule = {
  name: 'reset-in-loop',
  summary:
    'a buffer, reader or writer that each round makes, and that Reset would make as good as new',
  isSafe: true,
  isOnByDefault: true,
  *find(subject) {
    for (const statement of [...subject.all('assignment'), ...subject.all('declaration')]) {
      const start = startOf(subject, statement);
      const loop = start && loopToShareIn(subject, start);
      yield loop && (bufferFound(subject, start, loop) ?? resettableFound(subject, start, loop));
    }
  },
};

/** The first array of a bytes.Buffer (bytes/buffer.go, smallBufferSize), in bytes. */
const FIRST_ARRAY = 64;

function bufferFound(subject: Subject, start: Start, loop: For | Range): Found | undefined {
  const { variable, name, value, statement } = start;
  const write = isEmptyBuffer(subject, start)
    ? subject.usesOf(variable).find((use) => use !== name && comesBy(subject, use, start))
    : undefined;
  if (!write || bufferOutlives(subject, variable)) {
    return undefined;
  }
  const { localize } = subject;
  const own = subject.heapAt(value ?? name).filter(({ kind }) => kind !== 'append');
  const evidence: Evidence = {
    kind: 'callee',
    frequency: 'iteration',
    text: localize('{0} gets its arrays anew in each round', name.name),
    allocations: own,
  };
  return foundAt(start, {
    message: madeWithEachRound(subject, name),
    evidence,
    gain: gainOfSharing(subject, loop, { objects: 1 + own.length, bytes: FIRST_ARRAY }),
    fix: sharedFix(subject, start, loop, {
      declared: subject.textOf(statement),
      emptied: `${name.name}.Reset()`,
    }),
  });
}

/** `var b bytes.Buffer`, `b := bytes.Buffer{}`, and what makes a pointer to an empty one. */
function isEmptyBuffer(subject: Subject, { variable, value }: Start): boolean {
  const { type } = variable;
  if (value === undefined) {
    return type.kind === 'named' && namedType(type) === 'bytes.Buffer';
  }
  const [bytes, ...more] =
    value.kind === 'call' && subject.calleeOf(value) === 'bytes.NewBuffer' ? value.arguments : [];
  return (
    isNewBuffer(subject, value) ||
    (bytes !== undefined && more.length === 0 && subject.isNil(bytes)) ||
    (value.kind === 'composite' &&
      value.elements.length === 0 &&
      namedType(type) === 'bytes.Buffer')
  );
}

function resettableFound(subject: Subject, start: Start, loop: For | Range): Found | undefined {
  const { name, variable } = start;
  const made = resettableOf(subject, start);
  const isUsed = subject
    .usesOf(variable)
    .some((use) => use !== name && comesBy(subject, use, start));
  if (!made || !isUsed) {
    return undefined;
  }
  return foundAt(start, {
    message: madeWithEachRound(subject, name),
    evidence: inResult(subject, made.made),
    gain: gainOfSharing(subject, loop, standardCostOf(subject.calleeOf(made.made) ?? '')),
    fix: sharedFix(subject, start, loop, {
      declared: `${name.name} := ${made.ofNothing}`,
      emptied: `${name.name}.Reset(${subject.textOf(made.end)})`,
    }),
  });
}

function foundAt({ name, value }: Start, found: Omit<Found, 'start' | 'end'>): Found {
  const { start, end } = value ?? name;
  return { start, end, ...found };
}
