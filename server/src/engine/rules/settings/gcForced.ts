/** A whole collection with each request or each round of a loop. */
import type { Call } from '../../syntax/ast.ts';
import { forEachNode } from '../../syntax/walk.ts';
import { underlying } from '../../types/types.ts';
import { withoutObjects } from '../evidence.ts';
import type { Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import { REQUESTS } from './requests.ts';

export const gcForced: Rule = {
  name: 'gc-forced',
  summary: 'a collection that is forced with each request or each round of a loop',
  isSafe: false,
  isOnByDefault: true,
  *find(subject) {
    const { localize } = subject;
    for (const call of subject.callsOf('runtime.GC', 'runtime/debug.FreeOSMemory')) {
      const frequency = subject.frequencyOf(call);
      const isRepeated = frequency === 'iteration' && !isTimed(subject, call);
      if (isRepeated || (frequency === 'call' && serves(subject))) {
        const { start, end } = call;
        yield {
          start,
          end,
          message: isRepeated
            ? localize('A whole collection with each round of the loop')
            : localize('A whole collection with each request'),
          evidence: withoutObjects(
            subject,
            'misuse',
            call,
            localize('all that is live is marked each time, and the caller waits for it'),
          ),
        };
      }
    }
  },
};

/** Whether a function is called with each request, and not to look at the memory itself. */
function serves(subject: Subject): boolean {
  const looks = subject.all('call').some((call) => LOOKS.test(subject.calleeOf(call) ?? ''));
  return !looks && subject.hasParameterOf(REQUESTS);
}

const LOOKS = /^runtime(?:\/pprof|\/metrics)?\.(?:Write|Lookup|Profile|Read)/;

const WAITS = new Set(['time.Sleep', 'time.After', 'time.Tick', 'time.NewTicker']);

/** Whether a loop around it waits: it goes by the clock, not by the work. */
function isTimed(subject: Subject, call: Call): boolean {
  for (const parent of subject.parentsOf(call)) {
    if (parent.kind !== 'for' && parent.kind !== 'range') {
      continue;
    }
    const ranged = parent.kind === 'range' ? subject.typeOf(parent.operand) : undefined;
    let waits = ranged !== undefined && underlying(ranged).kind === 'channel';
    forEachNode(parent, (node) => {
      waits ||=
        (node.kind === 'unary' && node.operator === '<-') ||
        (node.kind === 'call' && WAITS.has(subject.calleeOf(node) ?? ''));
    });
    if (waits) {
      return true;
    }
  }
  return false;
}
