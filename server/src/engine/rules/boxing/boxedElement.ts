/** `enc.AppendObject(list[i])`: an element that is copied to go into an interface, which its address would be in as it is. */
import { asNamed } from '../../types/predicates.ts';
import { typeSetOf } from '../../types/typeSet.ts';
import { type Type, underlying } from '../../types/types.ts';
import { totalBytes } from '../../features/byteTexts.ts';
import { onHeap } from '../evidence.ts';
import type { Found } from '../rule.ts';
import type { Subject } from '../subject.ts';
import type { Boxed } from './boxedInRounds.ts';

/** Without a fix: whether the function asks for the type, or keeps what it is given, only its author knows. */
export function boxedElement(
  subject: Subject,
  { call, argument, wanted, box }: Boxed,
): Found | undefined {
  if (!hasMethods(wanted) || !isElementOfSlice(subject, argument) || !isLarge(box.bytes)) {
    return undefined;
  }
  const text = subject.textOf(argument);
  return {
    start: call.start,
    end: call.end,
    message: subject.localize(
      'Each round puts a copy of {0} into an interface: {1} would need none',
      text,
      `&${text}`,
    ),
    evidence: onHeap(subject, [box], box.frequency),
    gain: { objectsBefore: 1, objectsAfter: 0, bytes: totalBytes([box]) },
  };
}

/** For `any` it is the type that counts, and a pointer is of another one. */
function hasMethods(wanted: Type): boolean {
  const type = underlying(wanted);
  return type.kind === 'interface' && typeSetOf(type).methods.length > 0;
}

/** Of a type whose methods its pointer has as well. That of an array would be moved to the heap. */
function isElementOfSlice(subject: Subject, argument: Boxed['argument']): boolean {
  const list = argument.kind === 'index' ? subject.typeOf(argument.operand) : undefined;
  const type = subject.typeOf(argument);
  return (
    list !== undefined &&
    underlying(list).kind === 'slice' &&
    type !== undefined &&
    asNamed(type) !== undefined &&
    /^(?:struct|array)$/.test(underlying(type).kind)
  );
}

/** What is no larger than a word costs hardly more than to follow a pointer to it. */
function isLarge(bytes: Boxed['box']['bytes']): boolean {
  return bytes?.kind === 'fixed' && bytes.takenBytes > WORD;
}

const WORD = 8;
