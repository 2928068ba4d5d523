/** A limit, or a percentage, with which the collector hardly ever rests. */
import { sizeText } from '../../features/byteTexts.ts';
import type { Call } from '../../syntax/ast.ts';
import { withoutObjects } from '../evidence.ts';
import type { Found, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import { isForAll } from './forAll.ts';

export const gcAlways: Rule = {
  name: 'gc-always',
  summary: 'a memory limit, or a percentage, with which the collector runs all the time',
  isSafe: false,
  isOnByDefault: true,
  *find(subject) {
    const { localize } = subject;
    for (const { call, value } of valuesBelow(subject, 'SetMemoryLimit', LEAST_LIMIT)) {
      const limit = sizeText(value, localize);
      const message = localize(
        'The limit is in bytes: with {0} the collector runs all the time',
        limit,
      );
      yield foundAt(subject, call, message);
    }
    for (const { call, value } of valuesBelow(subject, 'SetGCPercent', LEAST_PERCENT)) {
      const message = localize(
        'With {0} % the collector runs all the time, once something is live',
        value,
      );
      yield foundAt(subject, call, message);
    }
  },
};

/** What the runtime itself and the smallest heap take (Go 1.26, runtime/mgcpacer.go, defaultHeapMinimum), in bytes. */
const LEAST_LIMIT = 4 << 20;

/** What is live may be marked ten times for as much that is new. */
const LEAST_PERCENT = 10;

/** What calls of a function of runtime/debug set for good, where it is less: below 0 it is off. */
function* valuesBelow(
  subject: Subject,
  name: string,
  least: number,
): Iterable<{ readonly call: Call; readonly value: number }> {
  for (const call of subject.callsOf(`runtime/debug.${name}`)) {
    const [first] = call.arguments;
    const value = first && subject.integerOf(first);
    if (value !== undefined && value >= 0 && value < least && isForAll(subject, call)) {
      yield { call, value };
    }
  }
}

function foundAt(subject: Subject, call: Call, message: string): Found {
  const { start, end } = call;
  const text = subject.localize('each collection marks all that is live, however little is new');
  return { start, end, message, evidence: withoutObjects(subject, 'misuse', call, text) };
}
