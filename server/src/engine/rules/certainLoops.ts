/** Loops that come by a place in each of their rounds, so that what is the same in all of them can be made before. */
import type { Allocation } from '../alloc/allocations.ts';
import { bytesEachTime } from '../alloc/estimate.ts';
import type { For, Range, Span, Statement } from '../syntax/ast.ts';
import { type AstNode, forEachNode } from '../syntax/walk.ts';
import { indentOf, lineIndent } from './edits.ts';
import type { Gain } from './rule.ts';
import type { Subject } from './subject.ts';

/** Loops whose every round comes by a node, from the innermost outwards: none behind a condition. */
export function certainLoopsAround(subject: Subject, node: AstNode): readonly (For | Range)[] {
  const loops: (For | Range)[] = [];
  let child = node;
  for (const parent of subject.parentsOf(node)) {
    if (parent.kind === 'for' || parent.kind === 'range') {
      if (parent.body !== child) {
        break;
      }
      loops.push(parent);
    } else if (!isPassed(parent, child)) {
      break;
    }
    child = parent;
  }
  return loops;
}

/** Whether what stands in a node is evaluated whenever the node is. */
function isPassed(parent: AstNode, child: AstNode): boolean {
  switch (parent.kind) {
    case 'function':
    case 'switch':
    case 'typeSwitch':
    case 'select':
    case 'defer':
      return false;
    case 'if':
      return parent.initial === child || parent.condition === child;
    case 'binary':
      return parent.left === child || !/^(?:&&|\|\|)$/.test(parent.operator);
    case 'block':
      return !parent.statements.some((each) => each.end <= child.start && mayLeave(each));
    default:
      return true;
  }
}

/** Whether a statement may end the round: what stands behind it does not run in each. */
function mayLeave(statement: Statement): boolean {
  let isLeft = false;
  forEachNode(statement, (node) => {
    isLeft ||= node.kind === 'branch' || node.kind === 'return';
  });
  return isLeft;
}

/** Where a statement can be put before a loop, and the white space that the loop's line begins with then. */
export interface BeforeLoop extends Span {
  readonly indent: string;
}

/** Undefined where the loop shares its line, or where a `goto` could jump over what is declared there. */
export function beforeLoop(subject: Subject, loop: For | Range): BeforeLoop | undefined {
  const outer = subject.parentOf(loop);
  const statement = outer?.kind === 'labeled' ? outer : loop;
  const isInBlock = subject.parentOf(statement)?.kind === 'block';
  const hasJumps = subject.all('branch').some(({ keyword }) => keyword === 'goto');
  if (!isInBlock || hasJumps || indentOf(subject, statement) === undefined) {
    return undefined;
  }
  const { start } = statement;
  return { start, end: start, indent: lineIndent(subject, statement) };
}

/** Of what each round of a loop makes, and is made once before it. */
export function gainBefore(subject: Subject, loop: For | Range, made: Allocation): Gain {
  return {
    objectsBefore: 'n',
    objectsAfter: 1,
    frequency: subject.source.frequencyAt(loop.start),
    about: { objects: 1, bytes: bytesEachTime(made) },
  };
}
