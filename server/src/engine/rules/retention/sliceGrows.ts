/** A slice of the package to which functions append, and from which nothing is ever taken. */
import type { Assignment, Call } from '../../syntax/ast.ts';
import type { AstNode } from '../../syntax/walk.ts';
import type { VarObject } from '../../types/objects.ts';
import { type Type, underlying } from '../../types/types.ts';
import type { Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import { growingFound, isFromCaller, onlyGrows } from './growing.ts';

export const sliceGrows: Rule = {
  name: 'slice-grows',
  summary: 'a slice of the package that only grows',
  isSafe: false,
  isOnByDefault: true,
  *find(subject) {
    for (const append of subject.callsOf('append')) {
      const list = growingSlice(subject, append);
      if (list) {
        const held = subject.localize(
          'what its elements hold is held for as long as the program runs',
        );
        yield growingFound(subject, list, append, held);
      }
    }
  },
};

/** An unexported list that gets elements from outside, for each call at least one. */
function growingSlice(subject: Subject, append: Call): VarObject | undefined {
  const [first, ...elements] = append.arguments;
  const list = first && subject.variableOf(first);
  return list?.role === 'package' &&
    isOfData(list.type) &&
    isGrownBy(subject, append) &&
    elements.some((element) => isFromCaller(subject, element)) &&
    onlyGrows(subject, list, isLookedAt)
    ? list
    : undefined;
}

/** Whether it is the list itself that has the elements then, and not a longer copy. */
function isGrownBy(subject: Subject, append: Call): boolean {
  const parent = subject.parentOf(append);
  const target =
    parent?.kind === 'assignment' ? parent.left[parent.right.indexOf(append)] : undefined;
  return parent?.kind === 'assignment' && target !== undefined && isGrowth(parent, target);
}

/** Of functions and of what has methods there are as many as the program has of them. */
function isOfData(type: Type): boolean {
  const list = underlying(type);
  const element = list.kind === 'slice' ? underlying(list.element).kind : undefined;
  return element !== undefined && element !== 'signature' && element !== 'interface';
}

/** Where it is indexed, gone through or copied, and where it grows. */
function isLookedAt(parent: AstNode, child: AstNode): boolean {
  switch (parent.kind) {
    case 'index':
    case 'range':
      return parent.operand === child;
    case 'assignment':
      return isGrowth(parent, child);
    case 'call':
      return isAppend(parent) && (parent.arguments[0] === child || parent.hasEllipsis);
    default:
      return false;
  }
}

/** `list = append(list, …)`. */
function isGrowth({ left, right }: Assignment, target: AstNode): boolean {
  const value = right[left.findIndex((each) => each === target)];
  const [list] = value?.kind === 'call' && isAppend(value) ? value.arguments : [];
  return list?.kind === 'identifier' && target.kind === 'identifier' && list.name === target.name;
}

function isAppend({ callee }: Call): boolean {
  return callee.kind === 'identifier' && callee.name === 'append';
}
