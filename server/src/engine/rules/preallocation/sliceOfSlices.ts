/** Rows of the same length that are made one by one, and that one array could hold. */
import type { Expression } from '../../syntax/ast.ts';
import { asNamed } from '../../types/predicates.ts';
import { indentOf } from '../edits.ts';
import { onHeap } from '../evidence.ts';
import type { Fix, Found, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import { beforeLoop, type MadeInRounds, madeInRounds } from './madeInRounds.ts';
import { isFixedIn } from './rounds.ts';

export const sliceOfSlices: Rule = {
  name: 'slice-of-slices',
  summary: 'rows of one length that are made one by one, and that one array could hold',
  isSafe: false,
  isOnByDefault: true,
  *find(subject) {
    let count = 0;
    for (const row of madeInRounds(subject)) {
      const found = findingOf(subject, row, count);
      count += found ? 1 : 0;
      yield found;
    }
  },
};

function findingOf(subject: Subject, row: MadeInRounds, index: number): Found | undefined {
  const { localize } = subject;
  const { made, loop } = row;
  const { type, sizes } = subject.makeOf(made) ?? {};
  const width = sizes?.at(-1);
  const array = subject.expressionAt(made);
  if (type?.kind !== 'arrayType' || !width || array?.frequency !== 'iteration') {
    return undefined;
  }
  if (!isInt(subject, width) || !isFixedIn(subject, width, loop)) {
    return undefined;
  }
  const { start, end } = made;
  return {
    start,
    end,
    message: localize('Each row has an array of its own, and all are of one length'),
    evidence: onHeap(subject, [array], subject.source.frequencyAt(loop.start)),
    gain: { objectsBefore: 'n', objectsAfter: 1 },
    fix: fixOf(subject, row, index, type.element, sizes ?? []),
  };
}

/** A constant, or of type int itself: it is multiplied with a length. */
function isInt(subject: Subject, expression: Expression): boolean {
  const type = subject.typeOf(expression);
  return (
    subject.isConstant(expression) ||
    (type?.kind === 'basic' && type.basic === 'int' && asNamed(type) === undefined)
  );
}

/** Rows are cut off the front of what is left; none has room for the next one's elements. */
function fixOf(
  subject: Subject,
  row: MadeInRounds,
  index: number,
  element: Expression,
  sizes: readonly Expression[],
): Fix | undefined {
  const { made, statement, rounds } = row;
  const [length, capacity = length] = sizes;
  const array = subject.numberedName('backing', index);
  const isPlain = capacity?.kind === 'identifier' || capacity?.kind === 'literal';
  const width = isPlain ? subject.textOf(capacity) : subject.numberedName('rowLength', index);
  const indent = indentOf(subject, statement);
  if (!length || !capacity || indent === undefined) {
    return undefined;
  }
  const before = beforeLoop(subject, row, [
    ...(isPlain ? [] : [`${width} := ${spaced(subject, capacity)}`]),
    `${array} := make([]${subject.textOf(element)}, ${product(rounds, width)})`,
  ]);
  const filled = length === capacity ? width : subject.textOf(length);
  const taken = `${array}[:${filled}:${width}]`;
  return (
    before && {
      title: subject.localize('Cut the rows from one array'),
      changes: [
        before,
        { start: made.start, end: made.end, text: taken },
        {
          start: statement.end,
          end: statement.end,
          text: `\n${indent}${array} = ${array}[${width}:]`,
        },
      ],
      imports: [],
    }
  );
}

/** As gofmt writes a sum, or a product, that stands alone. */
function spaced(subject: Subject, expression: Expression): string {
  if (expression.kind !== 'binary') {
    return subject.textOf(expression);
  }
  const { left, operator, right } = expression;
  const isSame = left.kind === 'binary' && left.operator === operator;
  return `${isSame ? spaced(subject, left) : subject.textOf(left)} ${operator} ${subject.textOf(right)}`;
}

function product(rounds: string, width: string): string {
  return /^[\w.]+$|^(?:len|max)\([\w., ]+\)$/.test(rounds)
    ? `${rounds}*${width}`
    : `(${rounds})*${width}`;
}
