/** `io.ReadAll(r)`, and all of it is written: a slice as long as what is read, where a buffer would do. */
import type { Assignment, Call, Expression, Statement } from '../../syntax/ast.ts';
import type { TextChange } from '../../refactor/unkeyedLiterals.ts';
import { isBlank } from '../../syntax/treeBuilder.ts';
import { isInterface } from '../../types/predicates.ts';
import type { VarObject } from '../../types/objects.ts';
import { replacing, wholeLines } from '../edits.ts';
import { inCallee } from '../evidence.ts';
import type { Found, Rule } from '../rule.ts';
import { isWithin } from '../spans.ts';
import { namedType, type Subject } from '../subject.ts';

export const readAll: Rule = {
  name: 'read-all',
  summary: 'a slice of all that is read, which is only written',
  // Some has been written before an error that reading comes by.
  isSafe: false,
  // Where neither side has a buffer, io.Copy makes one of 32 KiB, which is more than a small text takes.
  isOnByDefault: false,
  find: (subject) =>
    subject.callsOf('io.ReadAll', 'io/ioutil.ReadAll').map((call) => findingOf(subject, call)),
};

/** What io.Copy needs no buffer of its own for: it reads from readers by itself, or has a pool of buffers. */
const READING_WRITERS = new Set(['bufio.Writer', 'net/http.ResponseWriter']);
/** The same of readers that write what they hold. */
const WRITING_READERS = new Set(['bufio.Reader', 'bytes.Buffer', 'bytes.Reader', 'strings.Reader']);

/** These have all of it in memory in any case. */
const HOLDING_WRITERS = new Set(['bytes.Buffer', 'strings.Builder']);

interface Write {
  readonly call: Call;
  readonly writer: Expression;
}

function findingOf(subject: Subject, call: Call): Found | undefined {
  const { localize } = subject;
  const assignment = subject.parentOf(call);
  const [reader] = call.arguments;
  const [target] = assignment?.kind === 'assignment' ? assignment.left : [];
  const data = target && subject.variableOf(target);
  const write = data && assignment?.kind === 'assignment' && writeOf(subject, data, assignment);
  if (!reader || !write || isOfSame(subject, reader, write.writer)) {
    return undefined;
  }
  const { type } = subject.variableOf(write.writer) ?? { type: subject.typeOf(write.writer) };
  const needsBuffer =
    !READING_WRITERS.has(namedType(type) ?? '') &&
    !WRITING_READERS.has(namedType(subject.typeOf(reader)) ?? '') &&
    !isDiscard(subject, write.writer);
  const name = subject.textOf(call.callee);
  return HOLDING_WRITERS.has(namedType(type) ?? '')
    ? undefined
    : {
        start: call.start,
        end: call.end,
        message: localize('All that is read is held to be written once'),
        evidence: inCallee(
          subject,
          call,
          needsBuffer
            ? localize('{0} allocates all that is read, io.Copy 32 KiB at most', name)
            : localize('{0} allocates all that is read, io.Copy nothing', name),
        ),
        gain: {
          objectsBefore: localize('1 for each time it grows'),
          objectsAfter: needsBuffer ? 1 : 0,
        },
        fix: fixOf(subject, { assignment, reader, write }),
      };
}

function isDiscard(subject: Subject, writer: Expression): boolean {
  const object =
    writer.kind === 'selector' ? subject.source.types.objectOf(writer.selector) : undefined;
  return object?.name === 'Discard' && object.package?.path === 'io';
}

/** Where all of it is written, in the function that reads it and as often; undefined where more is done with it. */
function writeOf(subject: Subject, data: VarObject, assignment: Assignment): Write | undefined {
  const [declared, use, ...more] = subject.usesOf(data);
  const block = subject.parentOf(assignment);
  const [target, error] = assignment.left;
  if (!assignment.isDefinition || declared !== target || !use || more.length > 0 || !block) {
    return undefined;
  }
  const write = givenTo(subject, use);
  const failure = error && subject.variableOf(error);
  for (const parent of write ? subject.parentsOf(write.call) : []) {
    if (parent === block) {
      return write && !answersFailure(subject, { assignment, failure, write }) ? write : undefined;
    }
    if (['for', 'range', 'function', 'go', 'defer'].includes(parent.kind)) {
      return undefined;
    }
  }
  return undefined;
}

/** The call that writes data, or a string of it. */
function givenTo(subject: Subject, data: Expression): Write | undefined {
  const call = subject.parentOf(data);
  if (call?.kind !== 'call') {
    return undefined;
  }
  const [first] = call.arguments;
  const { callee } = call;
  const name = subject.calleeOf(call) ?? '';
  const isText = subject.isConversion(call) || name === 'bytes.NewReader';
  const taker = isText ? subject.parentOf(call) : undefined;
  if (taker?.kind === 'call') {
    const [writer, text, ...others] = taker.arguments;
    const takerName = subject.calleeOf(taker) ?? '';
    const isTaken =
      name === 'bytes.NewReader' ? takerName === 'io.Copy' : TAKE_TEXTS.has(takerName);
    return isTaken && writer && text === call && others.length === 0
      ? { call: taker, writer }
      : undefined;
  }
  return callee.kind === 'selector' && first === data && subject.isWrite(call)
    ? { call, writer: callee.operand }
    : undefined;
}

/** Those that write a string that is their second argument. */
const TAKE_TEXTS = new Set(['io.WriteString', 'fmt.Fprint']);

/** Whether who is written to is told of a failure to read: what has been written by then cannot be taken back. */
function answersFailure(
  subject: Subject,
  read: {
    readonly assignment: Assignment;
    readonly failure: VarObject | undefined;
    readonly write: Write;
  },
): boolean {
  const { assignment, write } = read;
  const writers = subject.variablesIn(write.writer);
  const between = { start: assignment.end, end: write.call.start };
  return (
    read.failure === undefined ||
    [...writers].some(
      (writer) =>
        !isMadeLater(subject, writer, assignment) &&
        subject.usesOf(writer).some((use) => isWithin(use, between) && !isWithin(use, write.call)),
    )
  );
}

/** Whether a variable is declared behind an assignment. */
function isMadeLater(subject: Subject, variable: VarObject, { end }: Assignment): boolean {
  const [declared] = subject.usesOf(variable);
  return variable.role === 'local' && declared !== undefined && declared.start > end;
}

function isOfSame(subject: Subject, reader: Expression, writer: Expression): boolean {
  const writers = subject.variablesIn(writer);
  return [...subject.variablesIn(reader)].some((variable) => writers.has(variable));
}

/** Where both failures lead to the same, and nothing is done in between. */
function fixOf(
  subject: Subject,
  {
    assignment,
    reader,
    write,
  }: {
    readonly assignment: Assignment;
    readonly reader: Expression;
    readonly write: Write;
  },
): Found['fix'] {
  const io = subject.qualifierOf('io');
  const [, error] = assignment.left;
  const failure = error && subject.variableOf(error);
  const statements = statementsFrom(subject, assignment);
  const gone = failure && goneAfter(subject, statements, failure, write);
  const lines = gone?.map((statement) => wholeLines(subject, statement));
  const writer = writerText(subject, write.writer);
  if (io === undefined || !error || !failure || !lines || writer === undefined) {
    return undefined;
  }
  const isNew = subject.usesOf(failure)[0] === error;
  const changes: TextChange[] = [
    {
      start: assignment.start,
      end: assignment.end,
      text: `_, ${failure.name} ${isNew ? ':=' : '='} ${io}.Copy(${writer}, ${subject.textOf(reader)})`,
    },
  ];
  for (const line of lines) {
    if (!line) {
      return undefined;
    }
    changes.push({ ...line, text: '' });
  }
  return replacing(subject, changes, {
    title: subject.localize('Use {0}', `${io}.Copy`),
    changes,
    imports: ['io'],
  });
}

/** A statement and what stands behind it in its block. */
function statementsFrom(subject: Subject, statement: Statement): readonly Statement[] {
  const block = subject.parentOf(statement);
  const all = block?.kind === 'block' ? block.statements : [];
  return all.slice(all.indexOf(statement));
}

/** What says the same twice once reading and writing are one. */
function goneAfter(
  subject: Subject,
  [, onReading, writing, onWriting]: readonly Statement[],
  failure: VarObject,
  { call }: Write,
): readonly Statement[] | undefined {
  const reading = failureBody(subject, onReading, failure);
  if (!onReading || !writing || reading === undefined) {
    return undefined;
  }
  if (writing.kind === 'if' && writing.initial && assigns(subject, writing.initial, call)) {
    const [, error] = writing.initial.kind === 'assignment' ? writing.initial.left : [];
    const own = error && subject.variableOf(error);
    return own?.name === failure.name && failureBody(subject, writing, own) === reading
      ? [writing]
      : undefined;
  }
  if (!assigns(subject, writing, call, failure)) {
    return undefined;
  }
  if (onWriting && failureBody(subject, onWriting, failure) === reading) {
    return [writing, onWriting];
  }
  const isReturned = onWriting?.kind === 'return' && reading === `{ ${subject.textOf(onWriting)} }`;
  return isReturned ? [onReading, writing] : undefined;
}

/** `_, err = w.Write(data)`, of that error where it is given. */
function assigns(
  subject: Subject,
  statement: Statement,
  write: Call,
  failure?: VarObject,
): boolean {
  if (statement.kind !== 'assignment' || statement.right[0] !== write) {
    return false;
  }
  const [count, error] = statement.left;
  const isUncounted = count !== undefined && isBlank(count);
  const variable = error && subject.variableOf(error);
  return isUncounted && variable !== undefined && (!failure || variable === failure);
}

/** What is done in `if err != nil { … }`, in one line; undefined for any other statement. */
function failureBody(
  subject: Subject,
  statement: Statement | undefined,
  failure: VarObject,
): string | undefined {
  if (statement?.kind !== 'if' || statement.otherwise) {
    return undefined;
  }
  const { condition, then } = statement;
  const isFailure =
    condition.kind === 'binary' &&
    condition.operator === '!=' &&
    subject.variableOf(condition.left) === failure &&
    subject.isNil(condition.right);
  return isFailure ? subject.textOf(then).replaceAll(/\s+/g, ' ') : undefined;
}

/** As an io.Writer: methods take the address of a variable themselves. */
function writerText(subject: Subject, writer: Expression): string | undefined {
  const type = subject.typeOf(writer);
  const text = subject.textOf(writer);
  if (!type) {
    return undefined;
  }
  return isInterface(type) || type.kind === 'pointer' ? text : `&${text}`;
}
