/** `q.items = q.items[1:]`: what was taken from the front stays in the array, out of sight. */
import { codeWith, type TypedDeclaration } from '../../checker/packageChecker.ts';
import type { Assignment, Expression, Selector } from '../../syntax/ast.ts';
import { unparenthesized } from '../../syntax/treeBuilder.ts';
import { forEachNode } from '../../syntax/walk.ts';
import type { GoObject } from '../../types/objects.ts';
import { type Type, underlying } from '../../types/types.ts';
import { sameMessage } from '../causes.ts';
import { indentOf } from '../edits.ts';
import { withoutObjects } from '../evidence.ts';
import type { Fix, Found, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';

export const queueHead: Rule = {
  name: 'queue-head',
  summary: 'a queue whose array still holds what was taken from its front',
  isSafe: false,
  isOnByDefault: true,
  causeOf: sameMessage,
  *find(subject) {
    for (const assignment of subject.all('assignment')) {
      const queue = poppedBy(subject, assignment);
      if (
        queue &&
        !isCleared(subject, queue) &&
        !isRefilled(subject, queue) &&
        isAppendedTo(subject, queue)
      ) {
        yield findingOf(subject, assignment, queue);
      }
    }
  },
};

interface Queue {
  /** `q.items` of a struct, which outlives the call. */
  readonly slice: Selector;
  readonly field: GoObject;
  /** How nothing is written. */
  readonly zero: string | undefined;
}

/** A field that is set to itself without its first element, of a type that holds other objects. */
function poppedBy(
  subject: Subject,
  { left, right, operator, isDefinition }: Assignment,
): Queue | undefined {
  const index = right.findIndex((value, at) => isTail(subject, value, left[at]));
  const slice = left[index];
  const field = slice?.kind === 'selector' ? fieldOf(subject, slice) : undefined;
  const type = slice && subject.typeOf(slice);
  const list = type && underlying(type);
  const zero = list?.kind === 'slice' ? zeroOf(list.element) : undefined;
  return slice?.kind === 'selector' && field && zero && !operator && !isDefinition
    ? { slice, field, zero: zero === 'struct' ? undefined : zero }
    : undefined;
}

function isTail(subject: Subject, value: Expression, target: Expression | undefined): boolean {
  return (
    value.kind === 'slice' &&
    target !== undefined &&
    value.high === undefined &&
    value.low !== undefined &&
    subject.integerOf(value.low) === 1 &&
    subject.textOf(value.operand) === subject.textOf(target)
  );
}

function fieldOf(subject: Subject, { selector }: Selector): GoObject | undefined {
  const object = subject.source.types.objectOf(selector);
  return object?.kind === 'var' && object.role === 'field' ? object : undefined;
}

/** What an element that is nothing is written as; undefined of a type that holds no object. */
function zeroOf(element: Type): 'nil' | 'struct' | undefined {
  const actual = underlying(element);
  switch (actual.kind) {
    case 'pointer':
    case 'interface':
    case 'slice':
    case 'map':
    case 'channel':
    case 'signature':
      return 'nil';
    case 'struct':
      return actual.fields.some(({ type }) => zeroOf(type) !== undefined) ? 'struct' : undefined;
    default:
      return undefined;
  }
}

/** Whether the function writes to an element of it, or lets go of its array. */
function isCleared(subject: Subject, { slice }: Queue): boolean {
  const text = subject.textOf(slice);
  return (
    subject.all('assignment').some(({ left, right }) =>
      left.some((each, at) => {
        const value = right[at];
        return subject.textOf(each) === text && value && !isMadeOf(subject, value, text);
      }),
    ) ||
    subject
      .all('assignment')
      .flatMap(({ left }) => left)
      .some((each) => each.kind === 'index' && subject.textOf(each.operand) === text) ||
    subject.callsOf('clear', 'copy').some((call) => subject.textOf(call).includes(text))
  );
}

/** `x[1:]` and `append(x, …)` of such a text: the same array, or one with all that is in it. */
function isMadeOf(subject: Subject, value: Expression, text: string): boolean {
  const [first] = value.kind === 'call' ? value.arguments : [];
  const list = value.kind === 'slice' ? value.operand : first;
  return list !== undefined && subject.textOf(list) === text;
}

/** Whether the function appends as well: then the array is full, and another one, before it holds twice what the queue does. */
function isRefilled(subject: Subject, { slice }: Queue): boolean {
  const text = subject.textOf(slice);
  return subject
    .callsOf('append')
    .some(({ arguments: [list] }) => list !== undefined && subject.textOf(list) === text);
}

/** Whether anything in the package appends to the field: to one that is only read it is no queue. */
function isAppendedTo(subject: Subject, { field }: Queue): boolean {
  for (const { text, look } of codeWith(subject.source.package, field.name)) {
    const code = text.includes('append(') ? look() : undefined;
    if (code && appends(code, field)) {
      return true;
    }
  }
  return false;
}

function appends({ syntax, types }: TypedDeclaration, field: GoObject): boolean {
  let isFound = false;
  forEachNode(syntax, (node) => {
    const [first] = node.kind === 'call' ? node.arguments : [];
    const appended = first && unparenthesized(first);
    isFound ||=
      node.kind === 'call' &&
      node.callee.kind === 'identifier' &&
      node.callee.name === 'append' &&
      appended?.kind === 'selector' &&
      types.objectOf(appended.selector) === field;
  });
  return isFound;
}

function findingOf(subject: Subject, assignment: Assignment, queue: Queue): Found {
  const { localize } = subject;
  const { start, end } = assignment;
  const text = subject.textOf(queue.slice);
  return {
    start,
    end,
    message: localize('The array of {0} still holds what is taken from its front', text),
    evidence: withoutObjects(
      subject,
      'retention',
      assignment,
      localize('it is held until append needs a larger array'),
    ),
    fix: fixOf(subject, assignment, queue),
  };
}

function fixOf(subject: Subject, assignment: Assignment, { slice, zero }: Queue): Fix | undefined {
  const { localize } = subject;
  const indent = indentOf(subject, assignment);
  const text = subject.textOf(slice);
  return zero !== undefined && indent !== undefined && assignment.left.length === 1
    ? {
        title: localize('Clear it in the array before'),
        changes: [
          {
            start: assignment.start,
            end: assignment.start,
            text: `${text}[0] = ${zero}\n${indent}`,
          },
        ],
        imports: [],
      }
    : undefined;
}
