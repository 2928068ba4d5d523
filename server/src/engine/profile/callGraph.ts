/** The graph that is drawn, as plain data. */
import type { Amount } from './columns.ts';
import { sortedEdges } from './order.ts';
import { drawnGraphOf, type Report } from './report.ts';
import { cumOf, flatOf, weightOf } from './graph.ts';
import { summaryOf, type TableSummary } from './top.ts';

export interface CallGraphNode {
  readonly name: string;
  readonly flat: Amount;
  readonly cum: Amount;
}

export interface CallGraphEdge {
  /** Places among the nodes. */
  readonly from: number;
  readonly to: number;
  readonly weight: Amount;
  /** Goes over frames that are left out. */
  readonly isResidual: boolean;
  readonly isInlined: boolean;
}

export interface CallGraph extends TableSummary {
  readonly droppedEdges: number;
  /** What tells most first. */
  readonly nodes: readonly CallGraphNode[];
  /** The heaviest first. */
  readonly edges: readonly CallGraphEdge[];
}

export function callGraph(report: Report): CallGraph {
  const graph = drawnGraphOf(report);
  const places = new Map(graph.nodes.map((node, index) => [node, index]));
  return {
    ...summaryOf(report, graph),
    droppedEdges: graph.droppedEdges,
    nodes: graph.nodes.map((node) => ({
      name: node.name,
      flat: flatOf(node),
      cum: cumOf(node),
    })),
    edges: sortedEdges(graph.nodes.flatMap((node) => node.out)).flatMap((edge) => {
      const from = places.get(edge.from);
      const to = places.get(edge.to);
      const { isResidual, isInlined } = edge;
      return from === undefined || to === undefined
        ? []
        : [{ from, to, weight: weightOf(edge), isResidual, isInlined }];
    }),
  };
}
