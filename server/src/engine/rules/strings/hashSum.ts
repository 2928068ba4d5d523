/** `h := sha256.New(); h.Write(b); h.Sum(nil)`: the sum as a slice, where one that is an array stays on the stack. */
import type { Call, Expression, Span, Statement } from '../../syntax/ast.ts';
import { isBlank } from '../../syntax/treeBuilder.ts';
import type { AstNode } from '../../syntax/walk.ts';
import { replacing, wholeLines } from '../edits.ts';
import { inResult } from '../evidence.ts';
import { READS_BYTES } from '../readers.ts';
import type { Fix, Found, Rule } from '../rule.ts';
import { type Start, startOf } from '../start.ts';
import type { Subject } from '../subject.ts';

export const hashSum: Rule = {
  name: 'hash-sum',
  summary: 'a hash of one text whose sum is allocated to be read only',
  isSafe: true,
  isOnByDefault: true,
  *find(subject) {
    for (const statement of subject.all('assignment')) {
      const start = startOf(subject, statement);
      yield start && findingOf(subject, start);
    }
  },
};

interface Hash {
  /** Of the same package, for all at once. */
  readonly sum: string;
  /** What the array of a sum takes on the heap. */
  readonly bytes: number;
}

const HASHES: ReadonlyMap<string, Hash> = new Map([
  ['crypto/md5.New', { sum: 'Sum', bytes: 16 }],
  ['crypto/sha1.New', { sum: 'Sum', bytes: 24 }],
  ['crypto/sha256.New', { sum: 'Sum256', bytes: 32 }],
  ['crypto/sha256.New224', { sum: 'Sum224', bytes: 32 }],
  ['crypto/sha512.New', { sum: 'Sum512', bytes: 64 }],
  ['crypto/sha512.New384', { sum: 'Sum384', bytes: 48 }],
  ['crypto/sha512.New512_224', { sum: 'Sum512_224', bytes: 32 }],
  ['crypto/sha512.New512_256', { sum: 'Sum512_256', bytes: 32 }],
]);

/** Functions that only look at bytes, so that those of an array can be on the stack. */
const READERS = new Set([
  ...READS_BYTES,
  ...['encoding/hex.Encode', 'encoding/hex.AppendEncode'],
  ...['encoding/base64.Encoding.Encode', 'encoding/base64.Encoding.AppendEncode'],
  ...['copy', 'len'],
]);

/** `binary.BigEndian.Uint64`, and the like. */
const NUMBERS = /^encoding\/binary\.\w+Endian\.Uint\d+$/;

/** What is done with a hash from its beginning on, and nothing else. */
interface Uses {
  /** `h.Write(data)`. */
  readonly write: Statement;
  readonly data: Expression;
  /** `h.Sum(nil)`. */
  readonly sum: Call;
}

function findingOf(subject: Subject, start: Start): Found | undefined {
  const { value } = start;
  const hash = value?.kind === 'call' ? HASHES.get(subject.calleeOf(value) ?? '') : undefined;
  const uses = hash && usesIn(subject, start);
  if (value?.kind !== 'call' || !hash || !uses || !isOnlyRead(subject, uses.sum)) {
    return undefined;
  }
  const { localize } = subject;
  const { sum } = uses;
  return {
    start: sum.start,
    end: sum.end,
    message: localize('The sum is allocated, and is only read'),
    evidence: inResult(subject, sum),
    gain: { objectsBefore: 1, objectsAfter: 0, bytes: hash.bytes },
    fix: fixOf(subject, start, value, hash, uses),
  };
}

/** One `Write` of all there is, in the block where the hash begins, and one `Sum(nil)` behind it, of the same function. */
function usesIn(subject: Subject, { statement, variable }: Start): Uses | undefined {
  const [, written, summed, ...more] = subject.usesOf(variable);
  const writing = written && callOn(subject, written, 'Write');
  const sum = summed && callOn(subject, summed, 'Sum');
  const [data] = writing?.arguments ?? [];
  const [prefix] = sum?.arguments ?? [];
  const block = subject.parentOf(statement);
  const write = writing && statementOf(subject, writing);
  return block?.kind === 'block' &&
    write &&
    subject.parentOf(write) === block &&
    data &&
    sum &&
    prefix &&
    subject.isNil(prefix) &&
    subject.functionAround(sum) === subject.functionAround(statement) &&
    more.length === 0
    ? { write, data, sum }
    : undefined;
}

/** `h.name(…)`. */
function callOn(subject: Subject, use: Expression, name: string): Call | undefined {
  const selector = subject.parentOf(use);
  const call = selector && subject.parentOf(selector);
  return selector?.kind === 'selector' &&
    selector.selector.name === name &&
    call?.kind === 'call' &&
    call.callee === selector
    ? call
    : undefined;
}

/** The statement that is nothing but a call, or leaves out what it returns. */
function statementOf(subject: Subject, call: Call): Statement | undefined {
  const parent = subject.parentOf(call);
  return parent?.kind === 'expression' ||
    (parent?.kind === 'assignment' && parent.left.every(isBlank))
    ? parent
    : undefined;
}

/** Where it is read at once, or by a variable of which all uses are. */
function isOnlyRead(subject: Subject, sum: Call): boolean {
  const parent = subject.parentOf(sum);
  const start = parent?.kind === 'assignment' ? startOf(subject, parent) : undefined;
  return start
    ? subject
        .usesOf(start.variable)
        .every((use) => use === start.name || isRead(subject, use, start.statement))
    : isRead(subject, sum, sum);
}

/** Given to a function that only reads it, a part of it as well; now, not later. */
function isRead(subject: Subject, value: Expression, from: AstNode): boolean {
  const parent = subject.parentOf(value);
  if (parent?.kind === 'slice' && parent.operand === value) {
    return isRead(subject, parent, from);
  }
  if (parent?.kind === 'index') {
    return parent.operand === value;
  }
  return (
    parent?.kind === 'call' &&
    readsOnly(subject, parent, value) &&
    subject.functionAround(parent) === subject.functionAround(from) &&
    !/^(?:go|defer)$/.test(subject.parentOf(parent)?.kind ?? '')
  );
}

function readsOnly(subject: Subject, call: Call, value: Expression): boolean {
  const callee = subject.calleeOf(call) ?? '';
  return subject.isConversion(call)
    ? subject.textOf(call.callee) === 'string'
    : READERS.has(callee) ||
        NUMBERS.test(callee) ||
        (callee === 'append' && call.hasEllipsis && call.arguments[0] !== value);
}

/** The array has the name of the hash, and is there from where that was written to on. */
function fixOf(
  subject: Subject,
  { statement, name: { name } }: Start,
  { callee }: Call,
  hash: Hash,
  { write, data, sum }: Uses,
): Fix | undefined {
  const beginning = wholeLines(subject, statement);
  if (!beginning || callee.kind !== 'selector') {
    return undefined;
  }
  const summed = `${subject.textOf(callee.operand)}.${hash.sum}`;
  const change = ({ start, end }: Span, text: string) => ({ start, end, text });
  return replacing(subject, [beginning, write, sum], {
    title: subject.localize('Use {0}', summed),
    changes: [
      change(beginning, ''),
      change(write, `${name} := ${summed}(${subject.textOf(data)})`),
      change(sum, `${name}[:]`),
    ],
    imports: [],
    names: [name],
  });
}
