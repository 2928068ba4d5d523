/** A buffer that is made with each request and is done with when the function returns. */
import { totalBytes } from '../../features/byteTexts.ts';
import type { Expression } from '../../syntax/ast.ts';
import { unparenthesized } from '../../syntax/treeBuilder.ts';
import { onHeap } from '../evidence.ts';
import { indentOf, replacing } from '../edits.ts';
import { deferred, guardedPut } from './guardedPut.ts';
import { isNewBuffer } from './newBuffer.ts';
import { bufferOutlives, bytesOutlive, isOnlyHere } from './outlives.ts';
import { poolDeclaration } from './poolDeclaration.ts';
import { resettableIn } from './resettable.ts';
import type { Fix, Found, Rule } from '../rule.ts';
import { type Start, startOf } from '../start.ts';
import { namedType, type Subject } from '../subject.ts';

export const poolMissing: Rule = {
  name: 'pool-missing',
  summary: 'a buffer that each call makes, and that a sync.Pool could give',
  isSafe: false,
  isOnByDefault: true,
  *find(subject) {
    if (!isForRequests(subject)) {
      return;
    }
    for (const statement of subject.body.statements) {
      const start = startOf(subject, statement);
      const kind = start && kindOf(subject, start);
      yield kind ? findingOf(subject, { ...start, kind }) : start && resettableIn(subject, start);
    }
  },
};

interface MadeBuffer extends Start {
  /** A bytes.Buffer by value or by pointer, or a `[]byte`. */
  readonly kind: 'buffer' | 'pointer' | 'bytes';
}

/** Smaller ones are cheaper to make than to get from a pool. */
const MINIMUM_BYTES = 1024;

const REQUESTS = new Set([
  'net/http.Request',
  'net/http.ResponseWriter',
  'context.Context',
  'net.Conn',
  'io.Writer',
]);

/** A function for each request or message: as its parameters tell, or its name. */
function isForRequests(subject: Subject): boolean {
  return (
    /^(?:Serve|Encode|Marshal|Render)/.test(subject.source.syntax.name.name) ||
    subject.hasParameterOf(REQUESTS)
  );
}

function kindOf(subject: Subject, { variable, value }: Start): MadeBuffer['kind'] | undefined {
  if (!value) {
    const { type } = variable;
    return type.kind === 'named' && namedType(type) === 'bytes.Buffer' ? 'buffer' : undefined;
  }
  return isNewBuffer(subject, value)
    ? 'pointer'
    : isLargeBytes(subject, value)
      ? 'bytes'
      : undefined;
}

function isLargeBytes(subject: Subject, value: Expression): boolean {
  const made = subject.makeOf(value);
  const [size, ...more] = made?.sizes ?? [];
  return (
    made !== undefined &&
    subject.textOf(made.type) === '[]byte' &&
    size !== undefined &&
    more.length === 0 &&
    (subject.integerOf(unparenthesized(size)) ?? 0) >= MINIMUM_BYTES
  );
}

function findingOf(subject: Subject, made: MadeBuffer): Found | undefined {
  const { localize } = subject;
  const { name, variable, kind, value } = made;
  const outlives = kind === 'bytes' ? bytesOutlive : bufferOutlives;
  const target = value ?? name;
  const heap = subject
    .heapAt(target)
    .filter((each) => each.kind === (value ? 'expression' : 'variable'));
  const [first] = heap;
  if (!first || !isOnlyHere(subject, variable) || outlives(subject, variable)) {
    return undefined;
  }
  return {
    start: target.start,
    end: target.end,
    message: localize('{0} is made with each call, and nobody has it afterwards', name.name),
    evidence: onHeap(subject, heap, first.frequency),
    gain:
      kind === 'bytes'
        ? { objectsBefore: 1, objectsAfter: 0, bytes: totalBytes(heap) }
        : { objectsBefore: localize('the buffer and its arrays'), objectsAfter: 0 },
    fix: fixOf(subject, made),
  };
}

function fixOf(subject: Subject, made: MadeBuffer): Fix | undefined {
  const { localize } = subject;
  const { statement, name, kind, value, variable } = made;
  const stem = subject.unexportedName;
  const pool = subject.freshName(`${stem}Buffers`, `${stem}Pool`, `${stem}BufferPool`);
  const pointer = kind === 'bytes' ? subject.freshName(`${name.name}Pointer`) : name.name;
  const bytes = kind === 'bytes' ? '' : subject.qualifierOf('bytes');
  const indent = indentOf(subject, statement);
  if (pool === undefined || pointer === undefined || bytes === undefined || indent === undefined) {
    return undefined;
  }
  const lines =
    kind === 'bytes'
      ? [
          `${pointer} := ${pool}.Get().(*[]byte)`,
          `defer ${pool}.Put(${pointer})`,
          `${name.name} := *${pointer}`,
        ]
      : [
          `${name.name} := ${pool}.Get().(*${bytes}.Buffer)`,
          `${name.name}.Reset()`,
          ...deferred(guardedPut(`${name.name}.Cap()`, `${pool}.Put(${name.name})`)),
        ];
  const declared = poolDeclaration(
    subject,
    pool,
    kind === 'bytes' && value
      ? [`b := ${subject.textOf(value)}`, 'return &b']
      : [`return new(${bytes}.Buffer)`],
  );
  const addresses =
    kind === 'buffer'
      ? subject.usesOf(variable).flatMap((use) => {
          const parent = subject.parentOf(use);
          return parent?.kind === 'unary' && parent.operator === '&'
            ? [{ start: parent.start, end: parent.end, text: name.name }]
            : [];
        })
      : [];
  const taken = { start: statement.start, end: statement.end, text: lines.join(`\n${indent}`) };
  return (
    declared &&
    replacing(subject, [statement], {
      title: localize('Get it from a sync.Pool'),
      changes: [declared, taken, ...addresses],
      imports: ['sync'],
      names: [name.name, pointer],
      packageNames: [pool],
    })
  );
}
