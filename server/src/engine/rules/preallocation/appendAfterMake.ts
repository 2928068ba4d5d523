/** `make([]T, n)`, and then append behind the n zeros: twice as long, and seldom what is meant. */
import { replacing } from '../edits.ts';
import { withoutObjects } from '../evidence.ts';
import { type Filled, startsBefore, usesInLoop } from './filledInRange.ts';
import type { Found, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';

export const appendAfterMake: Rule = {
  name: 'append-after-make',
  summary: 'a slice made with a length, to which a loop of that length appends',
  isSafe: false,
  isOnByDefault: true,
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
  const made = subject.makeOf(value);
  const [size, ...more] = made?.sizes ?? [];
  const isAsLong = size && more.length === 0 && subject.textOf(size) === length;
  if (!value || made?.type.kind !== 'arrayType' || !isAsLong) {
    return undefined;
  }
  const append = loop.body.statements
    .flatMap((each) => (each.kind === 'assignment' ? each.right : []))
    .find(
      (each) =>
        each.kind === 'call' &&
        subject.calleeOf(each) === 'append' &&
        each.arguments[0]?.kind === 'identifier' &&
        each.arguments[0].name === name.name,
    );
  // Nothing else is done with it until the loop ends: both uses are those of the append.
  if (!append || usesInLoop(subject, filled) !== 2) {
    return undefined;
  }
  return {
    start: value.start,
    end: value.end,
    message: localize(
      '{0} begins with {1} zeros, and the loop appends behind them',
      name.name,
      length,
    ),
    evidence: withoutObjects(
      subject,
      'misuse',
      value,
      localize('{0} has to make another array at once', subject.shortTextOf(append)),
    ),
    gain: { objectsBefore: 2, objectsAfter: 1 },
    fix: replacing(subject, [value], {
      title: localize('Make it with that capacity, and length 0'),
      changes: [{ start: size.start, end: size.start, text: '0, ' }],
      imports: [],
    }),
  };
}
