/** Walks over the code of a function. */
import type { Func } from './func.ts';
import type { Expression, Statement } from './nodes.ts';

export type IrNode = Expression | Statement;

type Visit = (node: IrNode) => void;

/** What is directly below a node, in the order of its evaluation, `init` first. */
export function childrenOf(node: IrNode): readonly IrNode[] {
  const children: IrNode[] = [];
  forEachChild(node, (child) => {
    children.push(child);
  });
  return children;
}

function visitAll(nodes: readonly (IrNode | undefined)[], visit: Visit): void {
  for (const each of nodes) {
    visitOne(each, visit);
  }
}

function visitOne(node: IrNode | undefined, visit: Visit): void {
  if (node) {
    visit(node);
  }
}

/** The same, one after the other: without a list for each node of a function that is edited. */
export function forEachChild(node: IrNode, visit: Visit): void {
  if (node.init) {
    visitAll(node.init, visit);
  }
  switch (node.op) {
    case 'name':
    case 'global':
    case 'func':
    case 'methodExpr':
    case 'literal':
    case 'nil':
    case 'new':
    case 'closure':
    case 'dcl':
    case 'break':
    case 'continue':
    case 'goto':
    case 'fallthrough':
    case 'label':
      return;
    case 'unknown':
      visitAll(node.parts, visit);
      return;
    case 'plus':
    case 'neg':
    case 'bitNot':
    case 'not':
    case 'addr':
    case 'ptrLit':
    case 'deref':
    case 'dot':
    case 'dotPtr':
    case 'dotType':
    case 'conv':
    case 'convNop':
    case 'convIface':
    case 'bytesToStr':
    case 'runesToStr':
    case 'runeToStr':
    case 'strToBytes':
    case 'strToRunes':
    case 'sliceToArr':
    case 'sliceToArrPtr':
    case 'recv':
    case 'methodValue':
    case 'expression':
      visit(node.x);
      return;
    case 'binary':
    case 'logical':
    case 'asOp':
      visitOne(node.x, visit);
      visitOne(node.y, visit);
      return;
    case 'index':
    case 'indexMap':
      visitOne(node.x, visit);
      visitOne(node.index, visit);
      return;
    case 'slice':
    case 'sliceArr':
    case 'sliceStr':
      visitOne(node.x, visit);
      visitOne(node.low, visit);
      visitOne(node.high, visit);
      visitOne(node.max, visit);
      return;
    case 'callFunc':
      if (node.inlined) {
        visitAll(node.inlined.init, visit);
        visitAll(node.inlined.body, visit);
      } else {
        visitOne(node.fun, visit);
        visitAll(node.args, visit);
      }
      return;
    case 'callInter':
      if (node.devirtualized) {
        visit(node.devirtualized);
      } else {
        visit(node.receiver);
        visitAll(node.args, visit);
      }
      return;
    case 'builtin':
      visitAll(node.args, visit);
      return;
    case 'makeSlice':
    case 'makeMap':
    case 'makeChan':
      visitOne(node.length, visit);
      visitOne(node.capacity, visit);
      return;
    case 'arrayLit':
    case 'sliceLit':
    case 'structLit':
    case 'mapLit':
      for (const { key, value } of node.elements) {
        visitOne(key, visit);
        visitOne(value, visit);
      }
      return;
    case 'addStr':
    case 'block':
      visitAll(node.list, visit);
      return;
    case 'send':
      visitOne(node.channel, visit);
      visitOne(node.value, visit);
      return;
    case 'as':
      visitOne(node.x, visit);
      visitOne(node.y, visit);
      return;
    case 'as2':
      visitAll(node.targets, visit);
      visitAll(node.values, visit);
      return;
    case 'as2Func':
    case 'as2DotType':
    case 'as2MapR':
    case 'as2Recv':
      visitAll(node.targets, visit);
      visitOne(node.value, visit);
      return;
    case 'return':
      visitAll(node.results, visit);
      return;
    case 'go':
    case 'defer':
      visit(node.call);
      return;
    case 'if':
      visitOne(node.condition, visit);
      visitAll(node.then, visit);
      visitAll(node.otherwise, visit);
      return;
    case 'switch':
      visitOne(node.tag, visit);
      for (const { expressions, body } of node.clauses) {
        visitAll(expressions, visit);
        visitAll(body, visit);
      }
      return;
    case 'typeSwitch':
      visit(node.x);
      for (const { body } of node.clauses) {
        visitAll(body, visit);
      }
      return;
    case 'select':
      for (const { communication, body } of node.clauses) {
        visitOne(communication, visit);
        visitAll(body, visit);
      }
      return;
    case 'for':
      visitOne(node.condition, visit);
      visitAll(node.body, visit);
      visitOne(node.post, visit);
      return;
    case 'range':
      visitOne(node.x, visit);
      visitOne(node.key, visit);
      visitOne(node.value, visit);
      visitAll(node.body, visit);
  }
}

/** All nodes of some code, parents first; those of closures only if asked for. */
export function forEachNode(
  roots: readonly IrNode[],
  visit: (node: IrNode) => void,
  withClosures = false,
): void {
  const open: IrNode[] = roots.toReversed();
  const add = (node: IrNode): void => {
    open.push(node);
  };
  for (let node = open.pop(); node; node = open.pop()) {
    visit(node);
    const first = open.length;
    forEachChild(node, add);
    if (withClosures && node.op === 'closure') {
      visitAll(node.func.body, add);
    }
    reverseFrom(open, first);
  }
}

/** The last one of a stack is the next. */
function reverseFrom(nodes: IrNode[], first: number): void {
  for (let low = first, high = nodes.length - 1; low < high; low++, high--) {
    const one = nodes[low];
    const other = nodes[high];
    if (one && other) {
      nodes[low] = other;
      nodes[high] = one;
    }
  }
}

/** All function literals in some code, at any depth, those around others first. */
export function closuresIn(nodes: readonly IrNode[]): readonly Func[] {
  const found: Func[] = [];
  forEachNode(
    nodes,
    (node) => {
      if (node.op === 'closure') {
        found.push(node.func);
      }
    },
    true,
  );
  return found;
}
