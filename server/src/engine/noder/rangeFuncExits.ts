/** Ways out of the body of a range over a function: editReturn, editBranch, checks of rewrite.go (Go 1.26). */
import type { Func } from '../ir/func.ts';
import type { Statement } from '../ir/nodes.ts';
import type { Position } from '../ir/position.ts';
import type { Branch } from '../syntax/ast.ts';
import { type AstNode, forEachChild, pathTo } from '../syntax/walk.ts';
import { at, type Builder, captured, nameOf } from './builder.ts';
import {
  ifCompared,
  intLiteral,
  panicRangeState,
  RangeState,
  returnBool,
  type RangeFuncLoop,
} from './rangeFuncLoop.ts';

/** Of each loop that is left two numbers: for its end, and one less for its next turn. */
const STEP_OF_LOOP = 2;

/** Behind the results of a `return`: all loops are left. */
export function leaveAll(builder: Builder, loop: RangeFuncLoop, position: Position): Statement[] {
  for (const each of loop.stack) {
    each.checked.add('return');
  }
  return leave(builder, loop, -1, position);
}

/** Whether a branch leads out of the body, or to its end: it is written as a `return` then. */
export function isExit(loop: RangeFuncLoop | undefined, syntax: Branch): loop is RangeFuncLoop {
  if (!loop || syntax.keyword === 'fallthrough') {
    return false;
  }
  if (!syntax.label) {
    return isOwn(loop, syntax);
  }
  const { name } = syntax.label;
  return targetOf(loop, syntax) >= 0 || !declaresLabel(loop.syntax.body, name);
}

export function exit(builder: Builder, loop: RangeFuncLoop, syntax: Branch): Statement[] {
  const position = at(builder, syntax.start);
  const { stack, nest } = loop;
  const target = targetOf(loop, syntax);
  const isContinue = syntax.keyword === 'continue';
  if (target === stack.length - 1) {
    const state = isContinue ? RangeState.ready : RangeState.done;
    return [loop.setState(builder.func, state, position), returnBool(isContinue, position)];
  }
  if (target < 0) {
    const { label } = syntax;
    const around = stack.findLastIndex(
      ({ syntax: { body } }) => label !== undefined && declaresLabel(body, label.name),
    );
    const number = nest.numberOf(syntax);
    stack[around + 1]?.branches.set(number, syntax);
    for (const each of stack.slice(around + 2)) {
      each.checked.add('return');
    }
    return leave(builder, loop, number, position);
  }
  stack[isContinue ? target + 1 : target]?.checked.add(isContinue ? 'continue' : 'break');
  for (const each of stack.slice((isContinue ? target + 1 : target) + 1)) {
    each.checked.add('break');
  }
  const next = STEP_OF_LOOP * (target + 1) - (isContinue ? 1 : 0);
  return leave(builder, loop, next, position);
}

/** The index of the loop over a function that a branch leads to; negative if it is none of these. */
function targetOf({ stack }: RangeFuncLoop, { keyword, label }: Branch): number {
  if (!label) {
    return stack.length - 1;
  }
  return keyword === 'goto' ? -1 : stack.findLastIndex((each) => each.label === label.name);
}

function leave(
  builder: Builder,
  loop: RangeFuncLoop,
  next: number,
  position: Position,
): Statement[] {
  return [
    loop.setNext(builder.func, next, position),
    loop.setState(builder.func, RangeState.done, position),
    returnBool(false, position),
  ];
}

const LOOPS = new Set(['for', 'range', 'function']);
const BROKEN = new Set([...LOOPS, 'switch', 'typeSwitch', 'select']);

/** Whether a branch without a label is one of the loop itself. */
function isOwn({ syntax: { body } }: RangeFuncLoop, { keyword, start }: Branch): boolean {
  const others = keyword === 'break' ? BROKEN : LOOPS;
  return !pathTo(body, start).some(({ kind }) => others.has(kind));
}

function declaresLabel(node: AstNode, label: string): boolean {
  if (node.kind === 'function') {
    return false;
  }
  let isFound = node.kind === 'labeled' && node.label.name === label;
  forEachChild(node, (child) => {
    isFound ||= declaresLabel(child, label);
  });
  return isFound;
}

/** Behind the loop, in the function `func` around it: whether its body wanted to go further. */
export function checksAfter(func: Func, loop: RangeFuncLoop, position: Position): Statement[] {
  const { nest, outer, checked, branches } = loop;
  const ifNext = (
    operator: '==' | '<' | '>',
    value: number,
    isCleared: boolean,
    then: readonly Statement[],
  ): Statement => {
    const next = nameOf(captured(func, nest.next, position), position);
    const clear = isCleared ? [loop.setNext(func, 0, position)] : [];
    return ifCompared(next, operator, value, [...clear, ...then]);
  };
  const list = [...branches].map(([number, { keyword, label }]) =>
    ifNext('==', number, true, [{ op: keyword, label: label?.name, ...position }]),
  );
  if (!outer) {
    return checked.has('return')
      ? [...list, ifNext('==', -1, false, [{ op: 'return', results: [], ...position }])]
      : list;
  }
  const stop = (): Statement[] => [
    outer.setState(func, RangeState.done, position),
    returnBool(false, position),
  ];
  const go = (): Statement[] => [
    outer.setState(func, RangeState.ready, position),
    returnBool(true, position),
  ];
  if (checked.has('return')) {
    list.push(ifNext('<', 0, false, stop()));
  }
  const ofOuter = STEP_OF_LOOP * outer.stack.length;
  list.push(ifNext('>', ofOuter, false, [panicRangeState(intLiteral(RangeState.done, position))]));
  if (checked.has('continue')) {
    list.push(ifNext('==', ofOuter - 1, true, go()));
  }
  if (checked.has('break')) {
    list.push(ifNext('==', ofOuter, true, stop()));
  }
  if (checked.has('continue') || checked.has('break')) {
    list.push(ifNext('>', 0, false, stop()));
  }
  return list;
}
