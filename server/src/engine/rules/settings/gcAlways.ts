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
    for (const call of subject.callsOf('runtime/debug.SetMemoryLimit')) {
      yield limitFound(subject, call);
    }
    for (const call of subject.callsOf('runtime/debug.SetGCPercent')) {
      yield percentFound(subject, call);
    }
  },
};

/** What the runtime itself and the smallest heap take (Go 1.26, runtime/mgcpacer.go, defaultHeapMinimum), in bytes. */
const LEAST_LIMIT = 4 << 20;

function limitFound(subject: Subject, call: Call): Found | undefined {
  const limit = firstOf(subject, call);
  const { localize } = subject;
  return limit !== undefined && limit >= 0 && limit < LEAST_LIMIT && isForAll(subject, call)
    ? foundAt(
        subject,
        call,
        localize(
          'The limit is in bytes: with {0} the collector runs all the time',
          sizeText(limit, localize),
        ),
      )
    : undefined;
}

/** What is live may be marked ten times for as much that is new. */
const LEAST_PERCENT = 10;

function percentFound(subject: Subject, call: Call): Found | undefined {
  const percent = firstOf(subject, call);
  const { localize } = subject;
  return percent !== undefined && percent >= 0 && percent < LEAST_PERCENT && isForAll(subject, call)
    ? foundAt(
        subject,
        call,
        localize('With {0} % the collector runs all the time, once something is live', percent),
      )
    : undefined;
}

function firstOf(subject: Subject, call: Call): number | undefined {
  const [first] = call.arguments;
  return first && subject.integerOf(first);
}

function foundAt(subject: Subject, call: Call, message: string): Found {
  const { start, end } = call;
  const text = subject.localize('each collection marks all that is live, however little is new');
  return { start, end, message, evidence: withoutObjects(subject, 'misuse', call, text) };
}
