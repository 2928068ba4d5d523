/** The orders of nodes and edges: google/pprof, internal/graph/graph.go. */
import { absolute, added, truncated, type Amount } from './columns.ts';
import type { Frame } from './frames.ts';
import type { GraphEdge, GraphNode } from './graph.ts';

/** By what nodes take by themselves, with all that they call, or by how much they tell in a drawing. */
export type NodeOrder = 'flat' | 'cum' | 'entropy';

export function sortedNodes(nodes: readonly GraphNode[], order: NodeOrder): GraphNode[] {
  if (order === 'flat') {
    return [...nodes].sort(
      (a, b) =>
        descending(a.flat, b.flat) ||
        byName(a, b) ||
        descending(a.cum, b.cum) ||
        byFrame(a.frame, b.frame),
    );
  }
  const scores = new Map(
    nodes.map((node) => [node, order === 'cum' ? node.cum : entropyScore(node)]),
  );
  return [...nodes].sort(
    (a, b) =>
      descending(scores.get(a) ?? 0, scores.get(b) ?? 0) ||
      byName(a, b) ||
      descending(a.flat, b.flat) ||
      byFrame(a.frame, b.frame),
  );
}

/** The heaviest first; pprof leaves those in any order that differ in their sign only. */
export function sortedEdges(edges: readonly GraphEdge[]): GraphEdge[] {
  return [...edges].sort(
    (a, b) => descending(a.weight, b.weight) || byName(a.from, b.from) || byName(a.to, b.to),
  );
}

/** By their absolute values. */
export function descending(a: Amount, b: Amount): number {
  const first = absolute(a);
  const second = absolute(b);
  return first > second ? -1 : first < second ? 1 : 0;
}

export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function byName(a: GraphNode, b: GraphNode): number {
  return compareTexts(a.name, b.name);
}

/** Go's text of the struct: what tells frames of one name apart. */
function byFrame(a: Frame, b: Frame): number {
  return compareTexts(textOf(a), textOf(b));
}

function textOf({ name, address, file, startLine, line, column, binary }: Frame): string {
  return `{${name}  ${address} ${file} ${startLine} ${line} ${column} ${binary}}`;
}

/**
 * Little for a node that one other calls and that calls one other. What cancels out adds nothing, where
 * pprof computes with what is no number.
 */
function entropyScore({ flat, cum, in: callers, out: callees }: GraphNode): Amount {
  const score =
    (callers.length === 0 ? 1 : edgeEntropy(callers, 0)) +
    (callees.length === 0 ? 1 : edgeEntropy(callees, flat));
  return added(truncated(score * Number(cum)), flat);
}

function edgeEntropy(edges: readonly GraphEdge[], self: Amount): number {
  let total = self;
  for (const { weight } of edges) {
    total = weight > 0 ? added(total, weight) : total;
  }
  if (total === 0) {
    return 0;
  }
  const weights = edges.map(({ weight }) => weight).filter((weight) => weight !== 0);
  return [...weights, ...(self > 0 ? [self] : [])].reduce((score: number, weight) => {
    const share = Number(absolute(weight)) / Number(total);
    return score - share * Math.log2(share);
  }, 0);
}
