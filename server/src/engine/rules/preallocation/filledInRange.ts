/** Something empty that a loop of known length fills: slices and maps that could be made at once. */
import type { Block, Range, Statement } from '../../syntax/ast.ts';
import type { VarObject } from '../../types/objects.ts';
import { isWithin } from '../spans.ts';
import { type Start, startOf } from '../start.ts';
import type { Subject } from '../subject.ts';
import { lengthOf, rootOf, runsThrough } from './rounds.ts';

export interface Filled {
  readonly start: Start;
  readonly loop: Range;
  /** How often the loop goes round, as an expression. */
  readonly length: string;
}

/** What is declared in the block of a range loop of known length that comes after it. */
export function* startsBefore(subject: Subject): Iterable<Filled> {
  for (const loop of subject.all('range')) {
    const block = subject.parentOf(loop);
    const length = lengthOf(subject, loop);
    if (length === undefined || block?.kind !== 'block' || !runsThrough(subject, loop.body)) {
      continue;
    }
    for (const start of startsAbove(subject, block, loop)) {
      yield { start, loop, length };
    }
  }
}

/** From the loop upwards, as long as nothing but declarations and assignments is in between. */
function* startsAbove(subject: Subject, block: Block, loop: Range): Iterable<Start> {
  const root = rootOf(subject, loop.operand);
  for (let at = block.statements.indexOf(loop) - 1; at >= 0; at--) {
    const statement = block.statements[at];
    if (statement?.kind !== 'assignment' && statement?.kind !== 'declaration') {
      return;
    }
    const start = startOf(subject, statement);
    if (start) {
      yield start;
    }
    if (root && mentions(subject, statement, root)) {
      return;
    }
  }
}

function mentions(subject: Subject, statement: Statement, variable: VarObject): boolean {
  return subject.usesOf(variable).some((use) => isWithin(use, statement));
}

/** How often the loop names the variable, which is not named before it; 0 where it is. */
export function usesInLoop(subject: Subject, { start, loop }: Filled): number {
  const uses = subject
    .usesOf(start.variable)
    .filter((use) => use !== start.name && use.start < loop.end);
  return uses.every((use) => isWithin(use, loop)) ? uses.length : 0;
}
