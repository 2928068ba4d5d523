/** Walks over the code of a function. */
import type { Func } from './func.ts';
import type { Expression, Statement } from './nodes.ts';

export type IrNode = Expression | Statement;

/** What is directly below a node, in the order of its evaluation, `init` first. */
export function childrenOf(node: IrNode): readonly IrNode[] {
  const children: IrNode[] = [];
  addChildren(node, children);
  return children;
}

function addAll(nodes: readonly (IrNode | undefined)[], children: IrNode[]): void {
  for (const each of nodes) {
    if (each) {
      children.push(each);
    }
  }
}

function addOne(node: IrNode | undefined, children: IrNode[]): void {
  if (node) {
    children.push(node);
  }
}

/** Adds to a list that many nodes may share. */
function addChildren(node: IrNode, children: IrNode[]): void {
  if (node.init) {
    addAll(node.init, children);
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
      addAll(node.parts, children);
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
      children.push(node.x);
      return;
    case 'binary':
    case 'logical':
    case 'asOp':
      addOne(node.x, children);
      addOne(node.y, children);
      return;
    case 'index':
    case 'indexMap':
      addOne(node.x, children);
      addOne(node.index, children);
      return;
    case 'slice':
    case 'sliceArr':
    case 'sliceStr':
      addOne(node.x, children);
      addOne(node.low, children);
      addOne(node.high, children);
      addOne(node.max, children);
      return;
    case 'callFunc':
      if (node.inlined) {
        addAll(node.inlined.init, children);
        addAll(node.inlined.body, children);
      } else {
        addOne(node.fun, children);
        addAll(node.args, children);
      }
      return;
    case 'callInter':
      if (node.devirtualized) {
        children.push(node.devirtualized);
      } else {
        children.push(node.receiver);
        addAll(node.args, children);
      }
      return;
    case 'append':
    case 'copy':
    case 'panic':
    case 'complex':
    case 'real':
    case 'imag':
    case 'delete':
    case 'print':
    case 'recover':
    case 'min':
    case 'max':
    case 'len':
    case 'cap':
    case 'close':
    case 'clear':
    case 'unsafeAdd':
    case 'unsafeSlice':
    case 'unsafeString':
    case 'unsafeSliceData':
    case 'unsafeStringData':
    case 'panicRangeState':
    case 'deferRangeFunc':
    case 'keepAlive':
      addAll(node.args, children);
      return;
    case 'makeSlice':
    case 'makeMap':
    case 'makeChan':
      addOne(node.length, children);
      addOne(node.capacity, children);
      return;
    case 'arrayLit':
    case 'sliceLit':
    case 'structLit':
    case 'mapLit':
      for (const { key, value } of node.elements) {
        addOne(key, children);
        addOne(value, children);
      }
      return;
    case 'addStr':
    case 'block':
      addAll(node.list, children);
      return;
    case 'send':
      addOne(node.channel, children);
      addOne(node.value, children);
      return;
    case 'as':
      addOne(node.x, children);
      addOne(node.y, children);
      return;
    case 'as2':
      addAll(node.targets, children);
      addAll(node.values, children);
      return;
    case 'as2Func':
    case 'as2DotType':
    case 'as2MapR':
    case 'as2Recv':
      addAll(node.targets, children);
      addOne(node.value, children);
      return;
    case 'return':
      addAll(node.results, children);
      return;
    case 'go':
    case 'defer':
      children.push(node.call);
      return;
    case 'if':
      addOne(node.condition, children);
      addAll(node.then, children);
      addAll(node.otherwise, children);
      return;
    case 'switch':
      addOne(node.tag, children);
      for (const { expressions, body } of node.clauses) {
        addAll(expressions, children);
        addAll(body, children);
      }
      return;
    case 'typeSwitch':
      children.push(node.x);
      for (const { body } of node.clauses) {
        addAll(body, children);
      }
      return;
    case 'select':
      for (const { communication, body } of node.clauses) {
        addOne(communication, children);
        addAll(body, children);
      }
      return;
    case 'for':
      addOne(node.condition, children);
      addAll(node.body, children);
      addOne(node.post, children);
      return;
    case 'range':
      addOne(node.x, children);
      addOne(node.key, children);
      addOne(node.value, children);
      addAll(node.body, children);
  }
}

/** All nodes of some code, parents first; those of closures only if asked for. */
export function forEachNode(
  roots: readonly IrNode[],
  visit: (node: IrNode) => void,
  withClosures = false,
): void {
  const open: IrNode[] = roots.toReversed();
  for (let node = open.pop(); node; node = open.pop()) {
    visit(node);
    const first = open.length;
    addChildren(node, open);
    if (withClosures && node.op === 'closure') {
      addAll(node.func.body, open);
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
