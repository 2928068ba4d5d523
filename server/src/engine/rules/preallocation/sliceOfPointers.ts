/** Objects that are made one by one for a slice of pointers, and that one array could hold. */
import { ROUNDS } from '../../alloc/estimate.ts';
import type { CompositeLiteral } from '../../syntax/ast.ts';
import { hasAtomicWord } from '../atomicWords.ts';
import { indentOf } from '../edits.ts';
import { onHeap } from '../evidence.ts';
import type { Fix, Found, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import { beforeLoop, type MadeInRounds, madeInRounds } from './madeInRounds.ts';

export const sliceOfPointers: Rule = {
  name: 'slice-of-pointers',
  summary: 'small objects that are made one by one for a slice of pointers',
  isSafe: false,
  isOnByDefault: true,
  *find(subject) {
    let count = 0;
    for (const each of madeInRounds(subject)) {
      const found = findingOf(subject, each, count);
      count += found ? 1 : 0;
      yield found;
    }
  },
};

/** One that is held holds all: of larger ones that is too much. */
const MAXIMUM_BYTES = 128;

function findingOf(subject: Subject, each: MadeInRounds, index: number): Found | undefined {
  const { localize } = subject;
  const { made, loop } = each;
  const literal = made.kind === 'unary' && made.operator === '&' ? made.operand : undefined;
  if (literal?.kind !== 'composite' || !literal.type) {
    return undefined;
  }
  const object = subject.expressionAt(made);
  const bytes = object?.bytes;
  if (
    object?.frequency !== 'iteration' ||
    bytes?.kind !== 'fixed' ||
    bytes.askedBytes > MAXIMUM_BYTES
  ) {
    return undefined;
  }
  const { start, end } = made;
  return {
    start,
    end,
    message: localize(
      'Each {0} is an object of its own, and the slice holds them all',
      subject.textOf(literal.type),
    ),
    evidence: onHeap(subject, [object], subject.source.frequencyAt(loop.start)),
    gain: {
      objectsBefore: 'n',
      objectsAfter: 1,
      about: { objects: ROUNDS - 1, bytes: 0, at: loop.start },
    },
    fix: fixOf(subject, each, index, literal),
  };
}

/** The array has room for all from the beginning: what points into it keeps pointing into it. */
function fixOf(
  subject: Subject,
  each: MadeInRounds,
  index: number,
  literal: CompositeLiteral,
): Fix | undefined {
  const { made, statement, rounds } = each;
  const type = literal.type && subject.textOf(literal.type);
  const array = subject.numberedName('objects', index);
  const indent = indentOf(subject, statement);
  const element = subject.typeOf(literal);
  if (type === undefined || indent === undefined || !element || hasAtomicWord(element)) {
    return undefined;
  }
  const before = beforeLoop(subject, each, [`${array} := make([]${type}, 0, ${rounds})`]);
  const append = `${array} = append(${array}, ${subject.textOf(literal)})\n${indent}`;
  return (
    before && {
      title: subject.localize('Put them into one array'),
      changes: [
        before,
        { start: statement.start, end: statement.start, text: append },
        { start: made.start, end: made.end, text: `&${array}[len(${array})-1]` },
      ],
      imports: [],
    }
  );
}
