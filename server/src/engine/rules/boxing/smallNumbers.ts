/** Numbers for which the runtime has objects already. */
import type { HeapBytes } from '../../alloc/heapBytes.ts';
import type { Expression, Identifier } from '../../syntax/ast.ts';
import type { VarObject } from '../../types/objects.ts';
import type { Subject } from '../subject.ts';
import { specOf } from '../varSpec.ts';

/** Those below have an object each: staticuint64s (runtime/iface.go, Go 1.26). */
const COUNT_STATIC = 256;

/** Whether a local variable that is put into an interface only ever is one of some constants of which each is so small. */
export function isAlwaysSmall(
  subject: Subject,
  variable: VarObject,
  bytes: HeapBytes | undefined,
): boolean {
  const isNumber = bytes?.kind === 'fixed' && bytes.condition === 'from256';
  return (
    isNumber &&
    variable.role === 'local' &&
    subject.usesOf(variable).every((use) => isGivenSmall(subject, use))
  );
}

/** Whether a use gives its variable such a constant, the zero value, or nothing at all. */
function isGivenSmall(subject: Subject, use: Identifier): boolean {
  const parent = subject.parentOf(use);
  switch (parent?.kind) {
    case 'assignment': {
      const at = parent.left.indexOf(use);
      return at < 0 || (parent.operator === undefined && isSmall(subject, parent.right[at]));
    }
    case 'var': {
      const spec = specOf(parent, use);
      const value = spec?.values[spec.names.indexOf(use)];
      return spec?.values.length === 0 || isSmall(subject, value);
    }
    case 'increment':
      return false;
    case 'range':
      return parent.operand === use;
    default:
      return true;
  }
}

function isSmall(subject: Subject, value: Expression | undefined): boolean {
  const number = value && subject.integerOf(value);
  return number !== undefined && 0 <= number && number < COUNT_STATIC;
}
