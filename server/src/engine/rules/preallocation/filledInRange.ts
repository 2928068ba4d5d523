/** Something empty that a loop of known length fills: slices and maps that could be made at once. */
import type { Block, Expression, Identifier, Range, Span, Statement } from '../../syntax/ast.ts';
import type { VarObject } from '../../types/objects.ts';
import { isWithin } from '../spans.ts';
import { type Start, startOf } from '../start.ts';
import type { Subject } from '../subject.ts';
import { specOf } from '../varSpec.ts';
import { lengthOf, rootOf, runsThrough } from './rounds.ts';

/** What a loop of known length fills, which is empty before. */
export interface Filling {
  readonly start: Pick<Start, 'name' | 'variable'>;
  readonly loop: Range;
  /** How often the loop goes round, as an expression. */
  readonly length: string;
}

/** One of which the loop's length is known where it is declared. */
export interface Filled extends Filling {
  readonly start: Start;
}

interface LoopOfKnownLength extends Pick<Filling, 'loop' | 'length'> {
  /** What it is a statement of. */
  readonly block: Block;
}

/** Those each round of which goes to the end. */
function* loopsOfKnownLength(subject: Subject): Iterable<LoopOfKnownLength> {
  for (const loop of subject.all('range')) {
    const block = subject.parentOf(loop);
    const length = lengthOf(subject, loop);
    if (length !== undefined && block?.kind === 'block' && runsThrough(subject, loop.body)) {
      yield { loop, length, block };
    }
  }
}

/** What is declared in the block of a range loop of known length that comes after it. */
export function* startsBefore(subject: Subject): Iterable<Filled> {
  for (const { loop, length, block } of loopsOfKnownLength(subject)) {
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

/**
 * What is declared among others or is a result of the function, and is filled once for each time that it is declared. Its
 * first value is one that `isEmpty` takes for such.
 */
export function* filledLater(
  subject: Subject,
  isEmpty: (subject: Subject, value: Expression | undefined) => boolean,
): Iterable<Filling> {
  for (const { loop, length } of loopsOfKnownLength(subject)) {
    for (const statement of loop.body.statements) {
      const [target] = statement.kind === 'assignment' ? statement.left : [];
      const variable = target && subject.variableOf(target);
      const name = variable && emptyFrom(subject, variable, isEmpty);
      if (name && isComeByOnce(subject, loop, name)) {
        yield { start: { name, variable }, loop, length };
      }
    }
  }
}

/** Where a variable is declared, if it is empty then. */
function emptyFrom(
  subject: Subject,
  variable: VarObject,
  isEmpty: (subject: Subject, value: Expression | undefined) => boolean,
): Identifier | undefined {
  const [name] = subject.usesOf(variable);
  const parent = name && subject.parentOf(name);
  if (variable.role === 'result') {
    return name;
  }
  if (parent?.kind === 'assignment') {
    const start = startOf(subject, parent);
    return start && isEmpty(subject, start.value) ? name : undefined;
  }
  return name && specOf(parent, name)?.values.length === 0 ? name : undefined;
}

/** Whether no other loop, and no function literal, is around the loop and not around the declaration. */
function isComeByOnce(subject: Subject, loop: Range, declared: Span): boolean {
  for (const parent of subject.parentsOf(loop)) {
    if (isWithin(declared, parent)) {
      return true;
    }
    if (parent.kind === 'for' || parent.kind === 'range' || parent.kind === 'function') {
      return false;
    }
  }
  return false;
}

function mentions(subject: Subject, statement: Statement, variable: VarObject): boolean {
  return subject.usesOf(variable).some((use) => isWithin(use, statement));
}

/** How often the loop names the variable, which is not named before it; 0 where it is. */
export function usesInLoop(subject: Subject, { start, loop }: Filling): number {
  const uses = subject
    .usesOf(start.variable)
    .filter((use) => use !== start.name && use.start < loop.end);
  return uses.every((use) => isWithin(use, loop)) ? uses.length : 0;
}
