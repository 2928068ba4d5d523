import type { Expression } from '../../syntax/ast.ts';
import { namedType, type Subject } from '../subject.ts';

/** `new(bytes.Buffer)` and `&bytes.Buffer{}`. */
export function isNewBuffer(subject: Subject, value: Expression): boolean {
  const type = subject.typeOf(value);
  return (
    subject.isPointerToZero(value) && type?.kind === 'pointer' && namedType(type) === 'bytes.Buffer'
  );
}
