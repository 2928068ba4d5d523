/** How often loops go round. */
import type { Block, Expression, For, Range } from '../../syntax/ast.ts';
import { unparenthesized } from '../../syntax/treeBuilder.ts';
import { type AstNode, forEachChild, forEachNode } from '../../syntax/walk.ts';
import type { VarObject } from '../../types/objects.ts';
import { errorType } from '../../types/universe.ts';
import { unalias, underlying } from '../../types/types.ts';
import { isWithin } from '../spans.ts';
import type { Subject } from '../subject.ts';
import { roundsText } from './neverNegative.ts';
import { writesTo } from '../writes.ts';

export type Loop = Range | For;

/** How often a loop goes round, as an expression before it; undefined where only its end tells. */
export function roundsOf(subject: Subject, loop: Loop): string | undefined {
  return loop.kind === 'range' ? lengthOf(subject, loop) : countedRounds(subject, loop);
}

/** `for i := 0; i < n; i++`. */
function countedRounds(subject: Subject, loop: For): string | undefined {
  const { initial, condition, post } = loop;
  const [name] = initial?.kind === 'assignment' && initial.isDefinition ? initial.left : [];
  const [from] = initial?.kind === 'assignment' ? initial.right : [];
  const counter = name && subject.variableOf(name);
  const isCounted =
    counter !== undefined &&
    from !== undefined &&
    subject.integerOf(from) === 0 &&
    post?.kind === 'increment' &&
    post.operator === '++' &&
    subject.variableOf(post.operand) === counter &&
    condition?.kind === 'binary' &&
    condition.operator === '<' &&
    subject.variableOf(condition.left) === counter &&
    writesTo(subject, counter).length === 1;
  return isCounted && isFixedIn(subject, condition.right, loop)
    ? roundsText(subject, condition.right, loop)
    : undefined;
}

/**
 * Whether an expression means the same before a loop as in each round of it, and does nothing: it names
 * what the loop and those that it calls cannot change.
 */
export function isFixedIn(subject: Subject, expression: Expression, loop: Loop): boolean {
  let isFixed = true;
  forEachNode(expression, (node) => {
    switch (node.kind) {
      case 'identifier': {
        const variable = subject.variableOf(node);
        isFixed &&=
          !variable || variable.role === 'field' || isFixedVariable(subject, variable, loop);
        return;
      }
      case 'call':
        isFixed &&= subject.isConversion(node) || isLength(subject, node);
        return;
      case 'selector':
        isFixed &&= !callsOrAssigns(subject, loop, subject.textOf(node));
        return;
      case 'binary':
        isFixed &&= node.operator !== '/' && node.operator !== '%';
        return;
      case 'literal':
      case 'parenthesized':
        return;
      default:
        isFixed = false;
    }
  });
  return isFixed;
}

function isLength(subject: Subject, node: AstNode): boolean {
  return node.kind === 'call' && /^(?:len|cap)$/.test(subject.calleeOf(node) ?? '');
}

function isFixedVariable(subject: Subject, variable: VarObject, loop: Loop): boolean {
  const [declared] = subject.usesOf(variable);
  return (
    variable.role !== 'package' &&
    declared !== undefined &&
    declared.start < loop.start &&
    writesTo(subject, variable).every(
      (use) => !isWithin(use, loop) && subject.functionAround(use) === subject.functionAround(loop),
    )
  );
}

/** Whether a loop may set a field: it assigns to it, or calls somebody. */
function callsOrAssigns(subject: Subject, loop: Loop, field: string): boolean {
  let isChanged = false;
  forEachNode(loop.body, (node) => {
    isChanged ||=
      node.kind === 'call'
        ? !subject.isConversion(node) && !BUILTINS.has(subject.calleeOf(node) ?? '')
        : node.kind === 'assignment' && node.left.some((each) => subject.textOf(each) === field);
  });
  return isChanged;
}

const BUILTINS = new Set(['append', 'cap', 'clear', 'copy', 'len', 'make', 'max', 'min', 'new']);

/** Undefined where only the end of the loop tells, or where it is hardly worth a thought. */
export function lengthOf(subject: Subject, loop: Range): string | undefined {
  const { operand } = loop;
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
      return under.basic === 'int' && !subject.isConstant(operand)
        ? roundsText(subject, operand, loop)
        : undefined;
    default:
      return undefined;
  }
}

/** The variable that an expression without calls begins with. */
export function rootOf(subject: Subject, expression: Expression): VarObject | undefined {
  const inner = unparenthesized(expression);
  return inner.kind === 'selector' ? rootOf(subject, inner.operand) : subject.variableOf(inner);
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
