/** Which functions are so big that little is inlined into them: IsBigFunc of inline/inl.go (Go 1.26). */
import type { Func } from '../ir/func.ts';
import type { Target } from '../ir/nodes.ts';
import { forEachNode, type IrNode } from '../ir/walk.ts';
import { dictionaryCost, receiveCost } from './cost.ts';
import { BIG_FUNCTION_NODES } from './limits.ts';

export function isBig(func: Func): boolean {
  return 1 + nodesIn(func.body) >= BIG_FUNCTION_NODES;
}

/** How many nodes the compiler has for these, with all that is in them. */
export function nodesIn(nodes: readonly IrNode[]): number {
  let count = 0;
  forEachNode(nodes, (node) => {
    count += nodesOf(node);
  });
  return count;
}

/** How many nodes the compiler has for one of ours, what is below it left aside. */
function nodesOf(node: IrNode): number {
  switch (node.op) {
    // There a call is a statement, and so is what is in a block.
    case 'expression':
    case 'block':
      return 0;
    // With the variable, the method, the type.
    case 'dcl':
    case 'callInter':
    case 'methodExpr':
    case 'new':
      return 2;
    case 'makeMap':
    case 'makeChan':
      return node.length ? 1 : 2;
    case 'structLit':
    case 'mapLit':
      return 1 + node.elements.length;
    case 'arrayLit':
    case 'sliceLit':
      return 1 + node.elements.filter(({ key }) => key !== undefined).length;
    case 'callFunc':
      return 1 + dictionaryCost(node);
    case 'switch':
      return 1 + node.clauses.length;
    case 'select':
      return node.clauses.reduce(
        // Of a receive with `ok`, the conversion is left that held it.
        (count, { communication }) =>
          count + 1 + (communication?.op === 'as2Recv' ? 1 : receiveCost(communication)),
        1,
      );
    case 'typeSwitch': {
      // What is looked at is named for itself as well.
      const declares = node.clauses.some(({ variable }) => variable);
      return node.clauses.reduce(
        (count, { types, variable }) => count + 1 + types.length + (variable ? 1 : 0),
        declares ? 3 : 2,
      );
    }
    // The blank identifier is a node as well.
    case 'as':
      return node.x ? 1 : 2;
    case 'range':
      return 1 + node.countBlanks;
    case 'as2':
      return 1 + blanksIn(node) - temporaries(node.values[0]?.init, node.targets.length);
    case 'as2Func':
    case 'as2DotType':
    case 'as2MapR':
    case 'as2Recv':
      return 1 + blanksIn(node);
    default:
      return 1;
  }
}

function blanksIn({ targets }: { readonly targets: readonly Target[] }): number {
  return targets.filter((each) => !each).length;
}

/** What `a, b = f()` is more than it looks. */
function temporaries(init: readonly IrNode[] = [], count: number): number {
  const [first, ...others] = init;
  return first && others.length === 0 && first.op.startsWith('as2') ? 4 * count : 0;
}
