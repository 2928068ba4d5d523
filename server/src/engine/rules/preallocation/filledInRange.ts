/** Something empty that a loop of known length fills: slices and maps that could be made at once. */
import type { Block, Expression, Range, Statement } from '../../syntax/ast.ts';
import { unparenthesized } from '../../syntax/treeBuilder.ts';
import { type AstNode, forEachChild } from '../../syntax/walk.ts';
import type { VarObject } from '../../types/objects.ts';
import { errorType } from '../../types/universe.ts';
import { underlying, unalias } from '../../types/types.ts';
import { isWithin } from '../spans.ts';
import { type Start, startOf } from '../start.ts';
import type { Subject } from '../subject.ts';

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

/** Undefined where only the end of the loop tells, or where it is hardly worth a thought. */
function lengthOf(subject: Subject, { operand }: Range): string | undefined {
  const type = subject.typeOf(operand);
  const under = type && underlying(type);
  if (!under || !rootOf(subject, operand)) {
    return undefined;
  }
  const text = subject.textOf(operand);
  switch (under.kind) {
    case 'slice':
    case 'map':
      return `len(${text})`;
    case 'basic':
      return under.basic === 'int' && !subject.isConstant(operand) ? text : undefined;
    default:
      return undefined;
  }
}

/** The variable that an expression without calls begins with. */
function rootOf(subject: Subject, expression: Expression): VarObject | undefined {
  const inner = unparenthesized(expression);
  return inner.kind === 'selector' ? rootOf(subject, inner.operand) : subject.variableOf(inner);
}

function mentions(subject: Subject, statement: Statement, variable: VarObject): boolean {
  return subject.usesOf(variable).some((use) => isWithin(use, statement));
}

/** Whether each round goes to the end of a body, errors aside. */
export function runsThrough(subject: Subject, body: Block): boolean {
  const leaves = (node: AstNode, inLoop: boolean, inSwitch: boolean): boolean => {
    switch (node.kind) {
      case 'function':
        return false;
      case 'return':
        return !isOnError(subject, node);
      case 'branch':
        return (
          node.keyword === 'goto' ||
          node.label !== undefined ||
          (node.keyword === 'continue' && !inLoop) ||
          (node.keyword === 'break' && !inLoop && !inSwitch)
        );
      default: {
        const isLoop = node.kind === 'for' || node.kind === 'range';
        const isSwitch =
          node.kind === 'switch' || node.kind === 'typeSwitch' || node.kind === 'select';
        let isLeft = false;
        forEachChild(node, (child) => {
          isLeft ||= leaves(child, inLoop || isLoop, inSwitch || isSwitch);
        });
        return isLeft;
      }
    }
  };
  return !leaves(body, false, false);
}

/** In `if err != nil { … }`. */
function isOnError(subject: Subject, node: AstNode): boolean {
  for (const parent of subject.parentsOf(node)) {
    if (parent.kind === 'if') {
      const { condition } = parent;
      const type = condition.kind === 'binary' ? subject.typeOf(condition.left) : undefined;
      return (
        condition.kind === 'binary' &&
        condition.operator === '!=' &&
        type !== undefined &&
        unalias(type) === errorType
      );
    }
    if (parent.kind !== 'block') {
      return false;
    }
  }
  return false;
}

/** How often the loop names the variable, which is not named before it; 0 where it is. */
export function usesInLoop(subject: Subject, { start, loop }: Filled): number {
  const uses = subject
    .usesOf(start.variable)
    .filter((use) => use !== start.name && use.start < loop.end);
  return uses.every((use) => isWithin(use, loop)) ? uses.length : 0;
}
