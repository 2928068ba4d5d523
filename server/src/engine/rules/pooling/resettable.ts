/** Readers and writers of the standard library with much memory of their own, which Reset gives another end. */
import type { Call, Expression, Identifier } from '../../syntax/ast.ts';
import { underlying } from '../../types/types.ts';
import { indentOf, replacing } from '../edits.ts';
import { inResult } from '../evidence.ts';
import type { Fix, Found } from '../rule.ts';
import type { Start } from '../start.ts';
import { namedType, type Subject } from '../subject.ts';
import { deferred } from './guardedPut.ts';
import { isConsumed, isOnlyHere } from './outlives.ts';
import { poolDeclaration } from './poolDeclaration.ts';

interface Kind {
  readonly path: string;
  readonly type: string;
  /** Those that give nothing of its memory away. */
  readonly methods: ReadonlySet<string>;
  /** Whether it may be the very thing that it is made of, where that is one of its kind already. */
  readonly isReused: boolean;
}

const BUFFERED_READER: Kind = {
  path: 'bufio',
  type: 'Reader',
  methods: new Set([
    ...['Read', 'ReadByte', 'ReadBytes', 'ReadRune', 'ReadString', 'UnreadByte', 'UnreadRune'],
    ...['Buffered', 'Discard', 'Size', 'WriteTo'],
  ]),
  isReused: true,
};

const BUFFERED_WRITER: Kind = {
  path: 'bufio',
  type: 'Writer',
  methods: new Set([
    ...['Write', 'WriteByte', 'WriteRune', 'WriteString', 'ReadFrom', 'Flush'],
    ...['Available', 'Buffered', 'Size'],
  ]),
  isReused: true,
};

const COMPRESSING_METHODS = new Set(['Write', 'Flush', 'Close']);

/** By what makes them of the reader or writer that they are given first. */
const KINDS: ReadonlyMap<string, Kind> = new Map([
  ['bufio.NewReader', BUFFERED_READER],
  ['bufio.NewReaderSize', BUFFERED_READER],
  ['bufio.NewWriter', BUFFERED_WRITER],
  ['bufio.NewWriterSize', BUFFERED_WRITER],
  ...['gzip', 'zlib'].map((name): [string, Kind] => [
    `compress/${name}.NewWriter`,
    { path: `compress/${name}`, type: 'Writer', methods: COMPRESSING_METHODS, isReused: false },
  ]),
]);

/** Interfaces that neither *bufio.Reader nor *bufio.Writer has all methods of. */
const NEVER_BUFFERED = new Set([
  ...['net.Conn', 'net/http.ResponseWriter'],
  ...['io.ReadCloser', 'io.WriteCloser', 'io.ReadWriteCloser'],
]);

/** What a variable begins with, where nothing is done with it that gives it or its memory away. */
export interface Made {
  readonly made: Call;
  readonly kind: Kind;
  /** The reader or writer that it is made of. */
  readonly end: Expression;
  /** The same without one. */
  readonly ofNothing: string;
}

export function resettableOf(subject: Subject, { variable, name, value }: Start): Made | undefined {
  const kind = value?.kind === 'call' ? KINDS.get(subject.calleeOf(value) ?? '') : undefined;
  const [end, ...sizes] = value?.kind === 'call' ? value.arguments : [];
  if (
    value?.kind !== 'call' ||
    !kind ||
    !end ||
    !sizes.every((size) => subject.integerOf(size) !== undefined) ||
    (kind.isReused && !isNeverBuffered(subject, end)) ||
    !isOnlyHere(subject, variable) ||
    !subject.usesOf(variable).every((use) => use === name || isHarmless(subject, use, kind))
  ) {
    return undefined;
  }
  const rest = sizes.map((size) => `, ${subject.integerOf(size)}`).join('');
  return { made: value, kind, end, ofNothing: `${subject.textOf(value.callee)}(nil${rest})` };
}

export function resettableIn(subject: Subject, start: Start): Found | undefined {
  const made = resettableOf(subject, start);
  if (!made) {
    return undefined;
  }
  const { localize } = subject;
  const value = made.made;
  return {
    start: value.start,
    end: value.end,
    message: localize('{0} is made with each call, and nobody has it afterwards', start.name.name),
    evidence: inResult(subject, value),
    gain: { objectsBefore: localize('all that it holds'), objectsAfter: 0 },
    fix: fixOf(subject, start, made),
  };
}

function isNeverBuffered(subject: Subject, end: Expression): boolean {
  const type = subject.typeOf(end);
  const name = namedType(type) ?? '';
  const kind = type && underlying(type).kind;
  const isKnown = kind === 'pointer' || kind === 'struct' || NEVER_BUFFERED.has(name);
  return isKnown && !name.startsWith('bufio.');
}

/** Deferred calls of its methods come before it is put back. */
function isHarmless(subject: Subject, use: Identifier, { methods }: Kind): boolean {
  const selector = subject.parentOf(use);
  if (selector?.kind !== 'selector') {
    return isConsumed(subject, use);
  }
  const call = subject.parentOf(selector);
  return (
    call?.kind === 'call' &&
    call.callee === selector &&
    methods.has(selector.selector.name) &&
    subject.parentOf(call)?.kind !== 'go'
  );
}

/** What a buffered one was made of is let go of; for the others a Reset costs too much to do it twice. */
function fixOf(
  subject: Subject,
  { statement, name: { name } }: Start,
  { kind: { path, type, isReused }, end, ofNothing }: Made,
): Fix | undefined {
  const stem = subject.unexportedName;
  const pool = subject.freshName(`${stem}${type}s`, `${stem}${type}Pool`);
  const qualifier = subject.qualifierOf(path);
  const indent = indentOf(subject, statement);
  if (pool === undefined || qualifier === undefined || indent === undefined) {
    return undefined;
  }
  const declared = poolDeclaration(subject, pool, [`return ${ofNothing}`]);
  const put = `${pool}.Put(${name})`;
  const lines = [
    `${name} := ${pool}.Get().(*${qualifier}.${type})`,
    `${name}.Reset(${subject.textOf(end)})`,
    ...(isReused ? deferred([`${name}.Reset(nil)`, put]) : [`defer ${put}`]),
  ];
  const { start, end: statementEnd } = statement;
  return (
    declared &&
    replacing(subject, [statement], {
      title: subject.localize('Get it from a sync.Pool'),
      changes: [declared, { start, end: statementEnd, text: lines.join(`\n${indent}`) }],
      imports: ['sync'],
      packageNames: [pool],
    })
  );
}
