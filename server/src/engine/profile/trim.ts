/** Graphs without what is too small to tell: google/pprof, newTrimmedGraph in internal/report/report.go. */
import { absolute, truncated, type Amount } from './columns.ts';
import type { Frame } from './frames.ts';
import { flatTotal, removeEdges, type Graph, type GraphEdge, type GraphNode } from './graph.ts';
import { sortedEdges, sortedNodes, type NodeOrder } from './order.ts';

export interface TrimOptions {
  readonly order: NodeOrder;
  /** 0 for all. */
  readonly nodeCount: number;
  /** Of the total, what nodes and edges have to take. */
  readonly nodeFraction: number;
  readonly edgeFraction: number;
}

export interface TrimmedGraph extends Graph {
  /** How many nodes there were before they were counted off. */
  readonly countBefore: number;
  readonly droppedNodes: number;
  readonly droppedEdges: number;
}

/** How many labels of a node are drawn. */
const MAXIMUM_LABELS = 4;

/**
 * `build` makes the graph of the frames that are kept anew each time, from the samples: edges go over
 * those that are not. `countLabels` says how many labels are drawn beside a node.
 */
export function trimmedGraph(
  build: (kept?: ReadonlySet<Frame>) => Graph,
  { order, nodeCount, nodeFraction, edgeFraction }: TrimOptions,
  countLabels: (node: GraphNode, cutoff: Amount) => number,
): TrimmedGraph {
  let graph = build();
  const total = Number(flatTotal(graph));
  const nodeCutoff = absolute(truncated(total * nodeFraction));
  const edgeCutoff = absolute(truncated(total * edgeFraction));
  let droppedNodes = 0;
  if (nodeCutoff > 0) {
    const kept = graph.nodes.filter(({ cum }) => absolute(cum) >= nodeCutoff);
    droppedNodes = graph.nodes.length - kept.length;
    if (droppedNodes > 0) {
      graph = build(new Set(kept.map(({ frame }) => frame)));
    }
  }
  const countBefore = graph.nodes.length;
  let nodes = sortedNodes(graph.nodes, order);
  if (nodeCount > 0) {
    trimEdges(nodes, edgeCutoff);
    const count =
      order === 'entropy'
        ? countDrawn(nodes, nodeCount, (node) => countLabels(node, nodeCutoff))
        : nodeCount;
    if (count < nodes.length) {
      graph = build(new Set(nodes.slice(0, count).map(({ frame }) => frame)));
      nodes = sortedNodes(graph.nodes, order);
    }
  }
  const droppedEdges = trimEdges(nodes, edgeCutoff);
  if (order === 'entropy') {
    removeRedundantEdges(nodes);
  }
  return { nodes, countBefore, droppedNodes, droppedEdges };
}

/** Labels count as nodes in a drawing. */
function countDrawn(
  nodes: readonly GraphNode[],
  most: number,
  countLabels: (node: GraphNode) => number,
): number {
  let count = 0;
  for (const [index, node] of nodes.entries()) {
    count += Math.min(countLabels(node), MAXIMUM_LABELS) + 1;
    if (count >= most) {
      return index + 1;
    }
  }
  return most;
}

function trimEdges(nodes: readonly GraphNode[], cutoff: Amount): number {
  if (cutoff === 0) {
    return 0;
  }
  const light = new Set<GraphEdge>();
  for (const node of nodes) {
    for (const edge of node.in) {
      if (absolute(edge.weight) < cutoff) {
        light.add(edge);
      }
    }
  }
  removeEdges(nodes, light);
  return light.size;
}

/** Without residual edges between nodes that other edges join: the lightest go first. */
function removeRedundantEdges(nodes: readonly GraphNode[]): void {
  for (const node of nodes.toReversed()) {
    for (const edge of sortedEdges(node.in).reverse()) {
      if (!edge.isResidual) {
        break;
      }
      if (isRedundant(edge)) {
        removeEdges([edge.from, edge.to], new Set([edge]));
      }
    }
  }
}

function isRedundant(edge: GraphEdge): boolean {
  const seen = new Set([edge.to]);
  for (const node of seen) {
    for (const other of node.in) {
      if (other === edge || seen.has(other.from)) {
        continue;
      }
      if (other.from === edge.from) {
        return true;
      }
      seen.add(other.from);
    }
  }
  return false;
}
