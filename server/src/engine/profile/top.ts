/** Tables of a report: its frames, with callers and callees. */
import { added, type Amount } from './columns.ts';
import { noEdges, type WantedEdges } from './edges.ts';
import type { FrameTable } from './frames.ts';
import { cumOf, flatOf, flatTotal, FrameSums, type GraphEdge, type GraphNode } from './graph.ts';
import { inlinedFrames, inliningOf, type Inlining } from './inlining.ts';
import { goRegexp } from './goRegexpMatch.ts';
import { sortedEdges } from './order.ts';
import { Fault, orProblem, type ProfileProblem } from './problem.ts';
import { framesOf, graphSource, outputUnit, trimmedGraphOf, type Report } from './report.ts';
import type { TrimmedGraph } from './trim.ts';

export interface TopRow {
  readonly name: string;
  readonly flat: Amount;
  readonly cum: Amount;
  readonly inlined: Inlining;
}

/** What is said above a table or a graph. */
export interface TableSummary {
  /** In which all values are written. */
  readonly unit: string;
  readonly shownTotal: Amount;
  readonly countShown: number;
  readonly countBefore: number;
  readonly droppedNodes: number;
}

export interface TopTable extends TableSummary {
  readonly rows: readonly TopRow[];
}

export function topTable(report: Report): TopTable {
  const { nodeCount, nodeFraction, edgeFraction } = report.options;
  const isWhole = nodeCount === 0 && nodeFraction === 0 && edgeFraction === 0;
  const graph = trimmedGraphOf(report, isWhole ? noEdges : edgesIntoInlined);
  const inlining = isWhole ? inliningOf(graphSource(report, framesOf(report))) : undefined;
  const rows = graph.nodes.map((node) => ({
    name: node.name,
    flat: flatOf(node),
    cum: cumOf(node),
    inlined: inlining?.[node.index] ?? inliningBy(node.in),
  }));
  return { ...summaryOf(report, graph), rows };
}

/** What each frame takes, by its name; nothing is left out. */
export function frameValues(report: Report): ReadonlyMap<string, FrameValues> {
  const sums = new FrameSums(graphSource(report, framesOf(report)));
  const values = new Map<string, FrameValues>();
  for (const node of sums.nodes(sums.withValues())) {
    const before = values.get(node.name) ?? NO_VALUES;
    values.set(node.name, {
      flat: added(before.flat, flatOf(node)),
      cum: added(before.cum, cumOf(node)),
    });
  }
  return values;
}

export type FrameValues = Pick<TopRow, 'flat' | 'cum'>;

const NO_VALUES: FrameValues = { flat: 0, cum: 0 };

export function summaryOf(report: Report, graph: TrimmedGraph): TableSummary {
  return {
    unit: outputUnit(report, graph),
    shownTotal: flatTotal(graph.nodes),
    countShown: graph.nodes.length,
    countBefore: graph.countBefore,
    droppedNodes: graph.droppedNodes,
  };
}

/** Calls of all others are told apart by nothing. */
function edgesIntoInlined(table: FrameTable): WantedEdges {
  return { ...noEdges(table), into: inlinedFrames(table) };
}

function inliningBy(callers: readonly GraphEdge[]): Inlining {
  const isSome = callers.some(({ isInlined }) => isInlined);
  const isAll = isSome && callers.every(({ isInlined }) => isInlined);
  return isAll ? 'all' : isSome ? 'some' : 'none';
}

export interface Call {
  /** The other frame. */
  readonly name: string;
  readonly weight: Amount;
  readonly isInlined: boolean;
}

export interface CallRow {
  readonly name: string;
  readonly flat: Amount;
  readonly cum: Amount;
  /** The heaviest first. */
  readonly callers: readonly Call[];
  readonly callees: readonly Call[];
}

export interface CallTable extends TableSummary {
  readonly rows: readonly CallRow[];
}

/** Each frame with its callers and callees; with a pattern, of those that it matches only. */
export function callTable(report: Report, pattern?: string): CallTable | ProfileProblem {
  return orProblem(() => {
    const regexp = pattern === undefined ? undefined : goRegexp(pattern);
    const isWanted = (name: string) => regexp?.isIn(name) !== false;
    const graph = trimmedGraphOf(report, ({ names }) => {
      const wanted = Uint8Array.from(names, (name) => (isWanted(name) ? 1 : 0));
      return { from: wanted, into: wanted };
    });
    const nodes = graph.nodes.filter(({ name }) => isWanted(name));
    if (regexp !== undefined && nodes.length === 0) {
      throw new Fault(`no frame matches ${regexp.pattern}`);
    }
    return { ...summaryOf(report, graph), rows: nodes.map(callRow) };
  });
}

/** As in pprof, weights are sums where flat and cum are means. */
function callRow(node: GraphNode): CallRow {
  const { name, in: callers, out: callees } = node;
  return {
    name,
    flat: flatOf(node),
    cum: cumOf(node),
    callers: sortedEdges(callers).map(({ from, weight, isInlined }) => ({
      name: from.name,
      weight,
      isInlined,
    })),
    callees: sortedEdges(callees).map(({ to, weight, isInlined }) => ({
      name: to.name,
      weight,
      isInlined,
    })),
  };
}
