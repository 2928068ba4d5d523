/** What functions refer to: cmd/compile/internal/ir/scc.go (Go 1.26). */
import type { Callee, Func } from '../ir/func.ts';
import { forEachNode } from '../ir/walk.ts';

/** Every function that is mentioned, called or not, in closures too. */
export function mentionedIn({ body }: Func): readonly Callee[] {
  const found: Callee[] = [];
  forEachNode(
    body,
    (node) => {
      if (node.op === 'func' || (node.op === 'methodExpr' && !node.isDynamic)) {
        found.push(node.callee);
      } else if (node.op === 'methodValue' && node.callee) {
        found.push(node.callee);
      }
    },
    true,
  );
  return found;
}
