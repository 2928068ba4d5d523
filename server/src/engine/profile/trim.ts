/** Graphs without what is too small to tell: google/pprof, newTrimmedGraph in internal/report/report.go. */
import { absolute, truncated, type Amount } from './columns.ts';
import type { FrameMarks, WantedEdges } from './edges.ts';
import {
  removeEdges,
  type FrameSums,
  type Graph,
  type GraphEdge,
  type GraphNode,
} from './graph.ts';
import { sortedEdges, sortedNodes } from './order.ts';

export interface TrimOptions {
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
}

export interface DrawnGraph extends TrimmedGraph {
  readonly droppedEdges: number;
}

/** For some nodes, how many labels there are beside each whose values reach the cutoff. */
export type CountLabels = (
  nodes: readonly GraphNode[],
  cutoff: Amount,
) => (node: GraphNode) => number;

/** How many labels of a node are drawn. */
const MAXIMUM_LABELS = 4;

/** A graph for tables: the nodes in order, with the edges that are wanted. */
export function trimmedGraph(
  sums: FrameSums,
  order: 'flat' | 'cum',
  options: TrimOptions,
  wanted: WantedEdges,
): TrimmedGraph {
  const { large, kept, edgeCutoff, countBefore, droppedNodes } = largeFrames(sums, options);
  const { nodeCount } = options;
  const isCounted = nodeCount > 0 && nodeCount < countBefore;
  const counted = isCounted
    ? sums.marks(sortedNodes(sums.nodes(large), order).slice(0, nodeCount))
    : kept;
  const graph = sums.graph(counted, wanted, edgeCutoff);
  return { nodes: sortedNodes(graph.nodes, order), countBefore, droppedNodes };
}

/** A graph to be drawn: what tells most first. */
export function drawnGraph(
  sums: FrameSums,
  options: TrimOptions,
  wanted: WantedEdges,
  countLabels: CountLabels,
): DrawnGraph {
  const { kept, nodeCutoff, edgeCutoff, countBefore, droppedNodes } = largeFrames(sums, options);
  const { nodeCount } = options;
  // How much a node tells is said by all its edges, the light ones too.
  let nodes = sortedNodes(sums.graph(kept, wanted, 0).nodes, 'entropy');
  if (nodeCount > 0) {
    const countOfNode = countLabels(nodes.slice(0, nodeCount), nodeCutoff);
    const count = countDrawn(nodes, nodeCount, countOfNode);
    if (count < nodes.length) {
      const drawn = sums.marks(nodes.slice(0, count));
      nodes = sortedNodes(sums.graph(drawn, wanted, 0).nodes, 'entropy');
    }
  }
  const droppedEdges = removeLightEdges(nodes, edgeCutoff);
  removeRedundantEdges(nodes);
  return { nodes, countBefore, droppedNodes, droppedEdges };
}

function countOf(marks: FrameMarks): number {
  return marks.reduce((count, mark) => count + mark, 0);
}

/** Edges are collected once it is known which frames are kept: they go over those that are not. */
function largeFrames(sums: FrameSums, { nodeFraction, edgeFraction }: TrimOptions) {
  const all = sums.withValues();
  const total = Number(sums.flatTotal(all));
  const nodeCutoff = absolute(truncated(total * nodeFraction));
  const edgeCutoff = absolute(truncated(total * edgeFraction));
  const large = nodeCutoff > 0 ? sums.withCum(all, nodeCutoff) : all;
  const countBefore = countOf(large);
  const droppedNodes = countOf(all) - countBefore;
  const kept = droppedNodes > 0 ? large : undefined;
  return { large, kept, nodeCutoff, edgeCutoff, countBefore, droppedNodes };
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

function removeLightEdges(nodes: readonly GraphNode[], cutoff: Amount): number {
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
