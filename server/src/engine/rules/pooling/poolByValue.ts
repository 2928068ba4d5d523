/** `pool.Put(b)` of a slice or a struct: its header is put on the heap each time. */
import { totalBytes } from '../../features/byteTexts.ts';
import { type Type, underlying } from '../../types/types.ts';
import { onHeap } from '../evidence.ts';
import type { Rule } from '../rule.ts';
import { givenIn } from './poolCalls.ts';

export const poolByValue: Rule = {
  name: 'pool-by-value',
  summary: 'a value that sync.Pool.Put puts on the heap each time, where a pointer need not be',
  isSafe: false,
  isOnByDefault: true,
  *find(subject) {
    const { localize } = subject;
    for (const { argument } of givenIn(subject)) {
      const type = subject.typeOf(argument);
      const boxed = type && VALUES.has(kindOf(type)) ? subject.expressionAt(argument) : undefined;
      if (boxed) {
        const { start, end } = argument;
        yield {
          start,
          end,
          message: localize('Put allocates for what is no pointer: let the pool hold pointers'),
          evidence: onHeap(subject, [boxed], boxed.frequency),
          gain: { objectsBefore: 1, objectsAfter: 0, bytes: totalBytes([boxed]) },
        };
      }
    }
  },
};

/** What an interface holds by a pointer to a copy. */
const VALUES: ReadonlySet<Type['kind']> = new Set(['slice', 'struct', 'array', 'basic']);

function kindOf(type: Type): Type['kind'] {
  return underlying(type).kind;
}
