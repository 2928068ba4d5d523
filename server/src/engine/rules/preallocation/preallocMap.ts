/** A map that gets an entry each round, though the number of rounds is known. */
import { ROUNDS } from '../../alloc/estimate.ts';
import type { Index, Statement } from '../../syntax/ast.ts';
import { onHeap } from '../evidence.ts';
import { replacing } from '../edits.ts';
import { emptyMapType } from './emptyMap.ts';
import { type Filled, startsBefore, usesInLoop } from './filledInRange.ts';
import type { Found, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import { countsDifferentKeys, growsInField } from './sizeOfMap.ts';

export const preallocMap: Rule = {
  name: 'prealloc-map',
  summary: 'a map that grows entry by entry in a loop of known length',
  isSafe: true,
  isOnByDefault: true,
  // A map that is made once grows once.
  yieldsTo: ['map-remade'],
  *find(subject) {
    for (const filled of startsBefore(subject)) {
      yield findingOf(subject, filled);
    }
  },
};

function findingOf(subject: Subject, filled: Filled): Found | undefined {
  const { localize } = subject;
  const { start, loop, length } = filled;
  const { value, name } = start;
  const hasSize = (subject.makeOf(value)?.sizes.length ?? 0) > 0;
  const type = value && !hasSize ? emptyMapType(subject, value) : undefined;
  const insert = loop.body.statements.flatMap((each) => insertOf(each, name.name)).at(0);
  const [key] = insert?.indices ?? [];
  if (
    !value ||
    !type ||
    !insert ||
    usesInLoop(subject, filled) !== 1 ||
    (key && subject.isConstant(key))
  ) {
    return undefined;
  }
  const uses = subject.usesOf(start.variable);
  if (countsDifferentKeys(subject, insert, uses) || growsInField(subject, uses)) {
    return undefined;
  }
  const growth = subject.heapAt(insert).filter(({ kind }) => kind === 'runtime');
  if (growth.length === 0) {
    return undefined;
  }
  return {
    start: value.start,
    end: value.end,
    message: localize('{0} grows round by round, and the number of rounds is known', name.name),
    evidence: {
      ...onHeap(subject, growth, subject.source.frequencyAt(start.statement.start)),
      text: localize('{0} allocates each time the map is full', subject.shortTextOf(insert)),
    },
    gain: { objectsBefore: 'log n', objectsAfter: localize('a few'), about: SAVED },
    fix: replacing(subject, [value], {
      title: localize('Make it with its size'),
      changes: [
        { start: value.start, end: value.end, text: `make(${subject.textOf(type)}, ${length})` },
      ],
      imports: [],
    }),
  };
}

/** As test/fixtures/rules/prealloc-map measures it, for as many entries as a loop is taken to have rounds. */
const SAVED = { objects: 2, bytes: 40 * ROUNDS };

/** `m[k] = v`. */
function insertOf(statement: Statement, name: string): Index[] {
  const [target, ...more] =
    statement.kind === 'assignment' && statement.operator === undefined ? statement.left : [];
  return target?.kind === 'index' &&
    more.length === 0 &&
    target.operand.kind === 'identifier' &&
    target.operand.name === name
    ? [target]
    : [];
}
