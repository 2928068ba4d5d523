import type { Callee, Func } from './func.ts';
import { forEachNode } from './walk.ts';

/** What the code of a function names: functions, and the literals in it, in the order of the text. */
export function mentionsIn({ body }: Func): readonly (Callee | Func)[] {
  const found: (Callee | Func)[] = [];
  forEachNode(body, (node) => {
    if (node.op === 'func' || (node.op === 'methodExpr' && node.foundIn === undefined)) {
      found.push(node.callee);
    } else if (node.op === 'methodValue' && node.callee) {
      found.push(node.callee);
    } else if (node.op === 'closure') {
      found.push(node.func);
    }
  });
  return found;
}
