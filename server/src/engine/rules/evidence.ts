/** What stands behind findings, in words. */
import type { Allocation } from '../alloc/allocations.ts';
import { takenText } from '../features/byteTexts.ts';
import type { Frequency } from '../frequency/frequency.ts';
import type { Call, Span } from '../syntax/ast.ts';
import { oneLine } from './oneLine.ts';
import type { Evidence } from './rule.ts';
import type { Subject } from './subject.ts';

/** Objects that are put on the heap at this place. */
export function onHeap(
  { localize }: Subject,
  allocations: readonly Allocation[],
  frequency: Frequency,
): Evidence {
  const text = allocations.map((allocation) => {
    const taken = takenText(allocation.bytes, localize);
    const what =
      allocation.kind === 'runtime' || allocation.kind === 'inlined'
        ? localize('{0} allocates', oneLine(allocation.what))
        : localize('{0} escapes to heap', oneLine(allocation.what));
    return taken === undefined ? what : `${what}: ${taken}`;
  });
  return { kind: 'verdict', frequency, text: text.join('; '), allocations };
}

/** What a function of the standard library allocates with each call. */
export function inCallee(subject: Subject, call: Call, text: string): Evidence {
  return { kind: 'callee', frequency: subject.frequencyOf(call), text, allocations: [] };
}

/** What a call makes, which is its result. */
export function inResult(subject: Subject, made: Call): Evidence {
  const name = subject.textOf(made.callee);
  return inCallee(subject, made, subject.localize('{0} allocates its result', name));
}

/** What is wrong, is held for too long, or only copied: no object of it is counted. */
export function withoutObjects(
  subject: Subject,
  kind: 'copy' | 'sharing' | 'retention' | 'misuse',
  { start }: Span,
  text: string,
): Evidence {
  return { kind, frequency: subject.source.frequencyAt(start), text, allocations: [] };
}
