/** `defer` in a loop: what it holds is held until the function returns, with a record for each round. */
import { onHeap } from '../evidence.ts';
import { isInLoop } from '../loopsAround.ts';
import type { Rule } from '../rule.ts';
import { endsRound } from './endsRound.ts';

export const deferInLoop: Rule = {
  name: 'defer-in-loop',
  summary: 'a defer in a loop, which runs only when the function returns',
  isSafe: false,
  isOnByDefault: true,
  *find(subject) {
    const { localize } = subject;
    const inLoops = subject.all('defer').filter((deferred) => isInLoop(subject, deferred));
    for (const deferred of inLoops) {
      const { start, end } = deferred;
      const records = subject.source.allocations.filter(
        (each) => each.kind === 'runtime' && each.operation === 'defer' && each.offset === start,
      );
      const [record] = records;
      // A loop that is left at once goes round once.
      if (record?.frequency === 'iteration' && endsRound(subject, deferred)) {
        yield {
          start,
          end,
          message: localize('What is deferred here piles up until the function returns'),
          evidence: onHeap(subject, records, record.frequency),
          gain: { objectsBefore: 1, objectsAfter: 0 },
        };
      }
    }
  },
};
