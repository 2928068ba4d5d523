/** How many objects an inlined call makes, where its code has branches that exclude each other. */
import { type CodeNode, CodeWalk } from '../alloc/codeWalk.ts';
import { total } from '../alloc/flow.ts';
import { withClosures } from '../escape/callGraph.ts';
import type { FunctionEscapes } from '../escape/program.ts';
import { verdictsOf } from '../escape/verdicts.ts';
import type { CallExpression } from '../ir/nodes.ts';
import { type Position, reportedPosition } from '../ir/position.ts';
import { forEachNode } from '../ir/walk.ts';

/**
 * Of calls that bring several copies on the heap, how many of these one way through the inlined code
 * comes by at most, by the call's place. What literals in it make counts as if it were made there.
 */
export function mostObjectsOf({ func, analysis }: FunctionEscapes): ReadonlyMap<string, number> {
  const copies = new Map<string, Set<CodeNode>>();
  for (const { node, kind, isOnHeap } of verdictsOf(analysis, func)) {
    if (node.frame.inlinedAt && isOnHeap && kind !== 'append') {
      const key = callKey(reportedPosition(node));
      const nodes = copies.get(key) ?? new Set();
      copies.set(key, nodes.add(node));
    }
  }
  const most = new Map<string, number>();
  const count = (call: CallExpression): void => {
    const nodes = copies.get(callKey(call));
    if (nodes && nodes.size > 1) {
      const known = most.get(callKey(call)) ?? 0;
      most.set(callKey(call), Math.max(known, mostOf(call, nodes)));
    }
  };
  for (const { body } of copies.size > 0 ? withClosures(func) : []) {
    forEachNode(body, (node) => {
      if (node.op === 'callFunc' && node.inlined && !node.frame.inlinedAt) {
        count(node);
      }
    });
  }
  return most;
}

export function callKey({ frame, offset }: Position): string {
  return `${frame.source.file} ${frame.source.declaration.id} ${offset}`;
}

function mostOf(call: CallExpression, copies: ReadonlySet<CodeNode>): number {
  const walk = new CodeWalk([call], copies, () => true);
  const elsewhere = [...copies].filter((each) => !walk.isPlaced(each)).length;
  const objects = total(walk.flow, {
    nothing: 0,
    of: (node) => (copies.has(node) ? 1 : 0),
    plus: (one, other) => one + other,
    most: Math.max,
  });
  return elsewhere + objects;
}
