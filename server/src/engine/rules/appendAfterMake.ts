/** `make([]T, n)`, and then append behind the n zeros: twice as long, and seldom what is meant. */
import { positionOf } from '../noder/positions.ts';
import { replacing } from './edits.ts';
import { isWithin, startsBefore, usesAfter } from './filledInRange.ts';
import type { Rule } from './rule.ts';

export const appendAfterMake: Rule = {
  name: 'append-after-make',
  summary: 'a slice made with a length, to which a loop of that length appends',
  isSafe: false,
  isOnByDefault: true,
  *find(subject) {
    const { localize } = subject;
    for (const { start, loop, length } of startsBefore(subject)) {
      const { value, name } = start;
      const [type, size, ...more] = value?.kind === 'call' ? value.arguments : [];
      const isMade =
        value?.kind === 'call' &&
        subject.calleeOf(value) === 'make' &&
        type?.kind === 'arrayType' &&
        more.length === 0 &&
        size !== undefined &&
        subject.textOf(size) === length;
      const uses = usesAfter(subject, start).filter((use) => use.start < loop.end);
      const append = loop.body.statements
        .flatMap((each) => (each.kind === 'assignment' ? each.right : []))
        .find(
          (each) =>
            each.kind === 'call' &&
            subject.calleeOf(each) === 'append' &&
            each.arguments[0]?.kind === 'identifier' &&
            each.arguments[0].name === name.name,
        );
      if (isMade && append && uses.length === 2 && uses.every((use) => isWithin(use, loop))) {
        yield {
          start: value.start,
          end: value.end,
          message: localize(
            '{0} begins with {1} zeros, and the loop appends behind them',
            name.name,
            length,
          ),
          evidence: {
            kind: 'misuse',
            frequency: subject.source.frequencyAt(positionOf(value)),
            text: localize('{0} has to make another array at once', subject.textOf(append)),
            allocations: [],
          },
          gain: { objectsBefore: 2, objectsAfter: 1 },
          fix: replacing(subject, [value], {
            title: localize('Make it with that capacity, and length 0'),
            changes: [{ start: size.start, end: size.start, text: '0, ' }],
            imports: [],
          }),
        };
      }
    }
  },
};
