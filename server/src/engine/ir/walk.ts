/** Walks over the code of a function. */
import type { Expression, Statement } from './nodes.ts';

export type IrNode = Expression | Statement;

type Visit = (child: IrNode) => void;

/** Calls `visit` for what is directly below a node, in the order of its evaluation, `init` first. */
export function forEachChild(node: IrNode, visit: Visit): void {
  const all = (nodes: readonly (IrNode | undefined)[]): void => {
    for (const each of nodes) {
      if (each) {
        visit(each);
      }
    }
  };
  all(node.init ?? []);
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
      all(node.parts);
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
      all([node.x, node.y]);
      return;
    case 'index':
    case 'indexMap':
      all([node.x, node.index]);
      return;
    case 'slice':
    case 'sliceArr':
    case 'sliceStr':
      all([node.x, node.low, node.high, node.max]);
      return;
    case 'callFunc':
      if (node.inlined) {
        all([...node.inlined.init, ...node.inlined.body]);
      } else {
        all([node.fun, ...node.args]);
      }
      return;
    case 'callInter':
      all(node.devirtualized ? [node.devirtualized] : [node.receiver, ...node.args]);
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
      all(node.args);
      return;
    case 'makeSlice':
    case 'makeMap':
    case 'makeChan':
      all([node.length, node.capacity]);
      return;
    case 'arrayLit':
    case 'sliceLit':
    case 'structLit':
    case 'mapLit':
      all(node.elements.flatMap(({ key, value }) => [key, value]));
      return;
    case 'addStr':
    case 'block':
      all(node.list);
      return;
    case 'send':
      all([node.channel, node.value]);
      return;
    case 'as':
      all([node.x, node.y]);
      return;
    case 'as2':
      all([...node.targets, ...node.values]);
      return;
    case 'as2Func':
    case 'as2DotType':
    case 'as2MapR':
    case 'as2Recv':
      all([...node.targets, node.value]);
      return;
    case 'return':
      all(node.results);
      return;
    case 'go':
    case 'defer':
      visit(node.call);
      return;
    case 'if':
      all([node.condition, ...node.then, ...node.otherwise]);
      return;
    case 'switch':
      all([
        node.tag,
        ...node.clauses.flatMap(({ expressions, body }) => [...expressions, ...body]),
      ]);
      return;
    case 'typeSwitch':
      all([node.x, ...node.clauses.flatMap(({ body }) => body)]);
      return;
    case 'select':
      all(node.clauses.flatMap(({ communication, body }) => [communication, ...body]));
      return;
    case 'for':
      all([node.condition, ...node.body, node.post]);
      return;
    case 'range':
      all([node.x, node.key, node.value, ...node.body]);
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
    const children: IrNode[] = [];
    forEachChild(node, (child) => children.push(child));
    if (withClosures && node.op === 'closure') {
      children.push(...node.func.body);
    }
    open.push(...children.reverse());
  }
}
