/** Tables of a report: its frames, with callers and callees. */
import type { Amount } from './columns.ts';
import type { FrameTable } from './frames.ts';
import type { WantedEdges } from './edges.ts';
import { cumOf, flatOf, flatTotal, type GraphNode } from './graph.ts';
import { goRegexp } from './goRegexpMatch.ts';
import { sortedEdges } from './order.ts';
import { Fault, orProblem, type ProfileProblem } from './problem.ts';
import { outputUnit, trimmedGraphOf, type Report } from './report.ts';
import type { TrimmedGraph } from './trim.ts';

export interface TopRow {
  readonly name: string;
  readonly flat: Amount;
  readonly cum: Amount;
  /** Whether callers have it inlined: all, some, none. */
  readonly inlined: 'all' | 'some' | 'none';
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
  const graph = trimmedGraphOf(report, edgesIntoInlined);
  return { ...summaryOf(report, graph), rows: graph.nodes.map(topRow) };
}

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
function edgesIntoInlined({ frames, from, to, ofLocation }: FrameTable): WantedEdges {
  const into = new Uint8Array(frames.length);
  for (let location = 0; location < from.length; location++) {
    const last = (to[location] ?? 0) - 1;
    for (let at = from[location] ?? 0; at < last; at++) {
      into[ofLocation[at] ?? 0] = 1;
    }
  }
  return { from: new Uint8Array(frames.length), into };
}

function topRow(node: GraphNode): TopRow {
  const { name, in: callers } = node;
  const isSome = callers.some(({ isInlined }) => isInlined);
  const isAll = isSome && callers.every(({ isInlined }) => isInlined);
  return {
    name,
    flat: flatOf(node),
    cum: cumOf(node),
    inlined: isAll ? 'all' : isSome ? 'some' : 'none',
  };
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
