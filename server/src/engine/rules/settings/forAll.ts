import type { Call } from '../../syntax/ast.ts';
import type { AstNode } from '../../syntax/walk.ts';
import type { Subject } from '../subject.ts';

/** Whether a setting of the collector is for good and for everyone: nobody keeps the former one, or chose to set it. */
export function isForAll(subject: Subject, call: Call): boolean {
  const isDropped = subject.parentOf(call)?.kind === 'expression';
  return isDropped && ![...subject.parentsOf(call)].some(({ kind }) => CHOICES.has(kind));
}

const CHOICES: ReadonlySet<AstNode['kind']> = new Set(['if', 'switch', 'typeSwitch', 'select']);
