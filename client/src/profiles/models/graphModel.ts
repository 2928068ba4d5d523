import { callGraph } from '../../../../server/src/engine/profile/callGraph.ts';
import { DEFAULT_OPTIONS, type Report } from '../../../../server/src/engine/profile/report.ts';
import type { GraphModel } from '../../webview/profileProtocol.ts';

/** As many as pprof draws; a picture of more says nothing. */
const MOST_NODES = 80;

/** The nodes of the graph that tell most, with the calls between them. */
export function graphModel(report: Report): GraphModel {
  const { nodeFraction, edgeFraction } = DEFAULT_OPTIONS;
  const { nodes, edges, droppedNodes, countBefore } = callGraph({
    ...report,
    options: { ...report.options, nodeCount: MOST_NODES, nodeFraction, edgeFraction },
  });
  return {
    nodes: nodes.map(({ name, flat, cum }) => ({ name, flat: Number(flat), cum: Number(cum) })),
    edges: edges.map(({ from, to, weight, isResidual, isInlined }) => ({
      from,
      to,
      value: Number(weight),
      isResidual,
      isInlined,
    })),
    countHidden: countBefore - nodes.length + droppedNodes,
  };
}
