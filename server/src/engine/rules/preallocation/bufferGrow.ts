/** A buffer that a loop over a text fills, and that could have its length from the beginning. */
import type { Expression, For, Range, Statement } from '../../syntax/ast.ts';
import { unparenthesized } from '../../syntax/treeBuilder.ts';
import { isBytes, isString } from '../../types/predicates.ts';
import { indentOf, isKnownBefore } from '../edits.ts';
import type { Fix, Found, Rule } from '../rule.ts';
import { type Start, startOf } from '../start.ts';
import { namedType, type Subject } from '../subject.ts';
import { runsThrough } from './rounds.ts';

export const bufferGrow: Rule = {
  name: 'buffer-grow',
  summary: 'a buffer that a loop over a text fills without having room for it',
  isSafe: true,
  isOnByDefault: true,
  *find(subject) {
    for (const loop of [...subject.all('range'), ...subject.all('for')]) {
      yield findingOf(subject, loop);
    }
  },
};

const BUFFERS = new Set(['strings.Builder', 'bytes.Buffer']);

const WRITES = new Set(['Write', 'WriteByte', 'WriteRune', 'WriteString']);

function findingOf(subject: Subject, loop: Range | For): Found | undefined {
  const { localize } = subject;
  const block = subject.parentOf(loop);
  const text = textOfLoop(subject, loop);
  const starts =
    block?.kind === 'block' && text && runsThrough(subject, loop.body)
      ? startsAbove(subject, block.statements, loop)
      : [];
  const start = starts.find(({ name }) => writesAlways(loop.body.statements, name.name));
  if (!text || !start || isGrown(subject, start)) {
    return undefined;
  }
  const { name, statement } = start;
  return {
    start: name.start,
    end: name.end,
    message: localize(
      '{0} grows with what the loop writes, and is about as long as {1}',
      name.name,
      subject.textOf(text),
    ),
    evidence: {
      kind: 'callee',
      frequency: subject.source.frequencyAt(statement.start),
      text: localize('{0} allocates each time its array is full', name.name),
      allocations: [],
    },
    gain: { objectsBefore: 'log n', objectsAfter: 1 },
    fix: fixOf(subject, loop, name.name, text),
  };
}

/** The string or `[]byte` whose characters a loop goes through. */
function textOfLoop(subject: Subject, loop: Range | For): Expression | undefined {
  const text = loop.kind === 'range' ? loop.operand : countedText(subject, loop);
  return text && isText(subject, text) ? text : undefined;
}

function isText(subject: Subject, expression: Expression): boolean {
  const type = subject.typeOf(expression);
  return type !== undefined && (isString(type) || isBytes(type));
}

/** `for i := 0; i < len(text); i++`. */
function countedText(subject: Subject, { condition, post }: For): Expression | undefined {
  const length = condition?.kind === 'binary' && condition.operator === '<' && condition.right;
  const isCounted = post?.kind === 'increment' && post.operator === '++';
  return length && isCounted && length.kind === 'call' && subject.calleeOf(length) === 'len'
    ? length.arguments[0]
    : undefined;
}

/** Buffers that are declared before the loop, in its block. */
function startsAbove(
  subject: Subject,
  statements: readonly Statement[],
  loop: Range | For,
): readonly Start[] {
  return statements.slice(0, statements.indexOf(loop)).flatMap((statement) => {
    const start = startOf(subject, statement);
    const isBuffer = start && BUFFERS.has(namedType(start.variable.type) ?? '');
    return isBuffer && isEmpty(subject, start.value) ? [start] : [];
  });
}

/** The zero value, `T{}`, `&T{}` or `new(T)`. */
function isEmpty(subject: Subject, value: Expression | undefined): boolean {
  return (
    value === undefined ||
    (value.kind === 'composite' && value.elements.length === 0) ||
    subject.isPointerToZero(value)
  );
}

/** Whether one of the statements writes to the buffer, whichever way is taken. */
function writesAlways(statements: readonly Statement[], name: string): boolean {
  return statements.some((each) => {
    switch (each.kind) {
      case 'expression':
        return isWrite(each.expression, name);
      case 'block':
        return writesAlways(each.statements, name);
      case 'if':
        return (
          writesAlways(each.then.statements, name) &&
          each.otherwise !== undefined &&
          writesAlways([each.otherwise], name)
        );
      case 'switch':
        return (
          each.clauses.some(({ isDefault }) => isDefault) &&
          each.clauses.every(({ body }) => writesAlways(body, name))
        );
      default:
        return false;
    }
  });
}

function isWrite(expression: Expression, name: string): boolean {
  const { callee } = expression.kind === 'call' ? expression : { callee: undefined };
  return (
    callee?.kind === 'selector' &&
    WRITES.has(callee.selector.name) &&
    callee.operand.kind === 'identifier' &&
    callee.operand.name === name
  );
}

function isGrown(subject: Subject, { variable }: Start): boolean {
  return subject.usesOf(variable).some((use) => {
    const parent = subject.parentOf(use);
    return parent?.kind === 'selector' && parent.selector.name === 'Grow';
  });
}

/** For texts that cost nothing to be named twice. */
function fixOf(
  subject: Subject,
  loop: Range | For,
  name: string,
  text: Expression,
): Fix | undefined {
  const { localize } = subject;
  const [converted] = text.kind === 'call' && subject.isConversion(text) ? text.arguments : [];
  const named = unparenthesized(converted ?? text);
  if ((named.kind !== 'identifier' && named.kind !== 'selector') || !isText(subject, named)) {
    return undefined;
  }
  const indent = indentOf(subject, loop);
  return indent !== undefined && isKnownBefore(subject, named, loop)
    ? {
        title: localize('Make room for it with Grow'),
        changes: [
          {
            start: loop.start,
            end: loop.start,
            text: `${name}.Grow(len(${subject.textOf(named)}))\n${indent}`,
          },
        ],
        imports: [],
      }
    : undefined;
}
