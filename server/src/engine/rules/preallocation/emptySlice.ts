import type { Expression } from '../../syntax/ast.ts';
import type { Subject } from '../subject.ts';

/** Whether it is `[]T{}`, `make([]T, 0)`, or the zero value. */
export function isEmptySlice(subject: Subject, value: Expression | undefined): boolean {
  switch (value?.kind) {
    case undefined:
      return true;
    case 'composite':
      return value.elements.length === 0 && value.type?.kind === 'arrayType';
    case 'call': {
      const [size, ...more] = subject.makeOf(value)?.sizes ?? [];
      return size !== undefined && subject.integerOf(size) === 0 && more.length === 0;
    }
    default:
      return false;
  }
}
