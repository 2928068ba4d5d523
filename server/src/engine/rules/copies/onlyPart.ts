import type { VarObject } from '../../types/objects.ts';
import { type Reference, referencesTo } from '../escapes/references.ts';
import type { Subject } from '../subject.ts';

/** As measured with Go 1.26: 256 bytes are copied in the time in which an element is found, 512 take twice as long. */
const LEAST_BYTES = 512;

/** How many bytes the copy has that a variable is, where it is large and a part of it is read, no more. */
export function copiedInVain(subject: Subject, variable: VarObject): number | undefined {
  const bytes = subject.source.sizeOf(variable.type);
  return bytes !== undefined &&
    bytes >= LEAST_BYTES &&
    referencesTo(subject, variable).every((each) => readsPart(subject, each))
    ? bytes
    : undefined;
}

/** What is written, kept by its address or taken as a whole needs the copy. */
function readsPart(subject: Subject, { use, isAddress, isWrite, closure }: Reference): boolean {
  const parent = subject.parentOf(use);
  const isPart =
    (parent?.kind === 'selector' &&
      subject.source.types.objectOf(parent.selector)?.kind === 'var') ||
    (parent?.kind === 'index' && parent.operand === use);
  return isPart && !isAddress && !isWrite && closure === undefined;
}
