import type { Identifier } from '../syntax/ast.ts';
import type { VarObject } from '../types/objects.ts';
import type { Subject } from './subject.ts';

/** Where a variable is written to after its declaration, or may be, as its address is taken. */
export function writesTo(subject: Subject, variable: VarObject): readonly Identifier[] {
  return subject
    .usesOf(variable)
    .slice(1)
    .filter((use) => {
      const parent = subject.parentOf(use);
      return (
        (parent?.kind === 'assignment' && parent.left.includes(use)) ||
        (parent?.kind === 'unary' && parent.operator === '&') ||
        (parent?.kind === 'range' && parent.operand !== use) ||
        parent?.kind === 'increment'
      );
    });
}
