/**
 * Who calls whom, with what each takes by itself and with all that it calls: google/pprof,
 * internal/graph/graph.go.
 */
import { added, type Amount, type Column, Sums } from './columns.ts';
import { frameText, type Frame, type FrameTable } from './frames.ts';
import { PairTable } from './pairTable.ts';
import type { Samples } from './profile.ts';

export interface GraphNode {
  readonly frame: Frame;
  readonly name: string;
  /** What the frame takes by itself. */
  readonly flat: Amount;
  /** What it takes with all that it calls; a stack counts once. */
  readonly cum: Amount;
  /** Callers and callees, in no order; trimming a graph takes edges out. */
  in: GraphEdge[];
  out: GraphEdge[];
}

export interface GraphEdge {
  readonly from: GraphNode;
  readonly to: GraphNode;
  readonly weight: Amount;
  /** There were frames between the two that are not in the graph. */
  readonly isResidual: boolean;
  /** The callee is inlined wherever it is called. */
  readonly isInlined: boolean;
}

/** Its nodes have values; what cancels out is the end of edges at most. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
}

export interface GraphOptions {
  readonly column: Column;
  readonly dropsNegative: boolean;
  /** The frames to keep, by their number; all without it. */
  readonly kept?: ReadonlySet<Frame> | undefined;
}

const NOT_KEPT = 0xffff_ffff;

/** The graph of all samples that have a value. */
export function buildGraph(
  samples: Samples,
  table: FrameTable,
  { column, dropsNegative, kept }: GraphOptions,
): Graph {
  const walk = new GraphWalk(table, column, kept);
  for (let sample = 0; sample < samples.count; sample++) {
    if (Number(column[sample] ?? 0) !== 0) {
      walk.take(samples, sample);
    }
  }
  return { nodes: walk.nodes().filter((node) => hasValue(node, dropsNegative)) };
}

function hasValue({ flat, cum }: GraphNode, dropsNegative: boolean): boolean {
  const isNegative = flat < 0 || (flat === 0 && cum < 0);
  return !(flat === 0 && cum === 0) && !(dropsNegative && isNegative);
}

class GraphWalk {
  readonly #table: FrameTable;
  readonly #flat: Sums;
  readonly #cum: Sums;
  readonly #weight: Sums;
  readonly #edges = new PairTable();
  /** The frames of locations, those that are not kept marked. */
  readonly #frameAt: Uint32Array;
  /** Which sample a frame and an edge were last seen in, counted from 1. */
  readonly #seenFrame: Uint32Array;
  #seenEdge = new Uint32Array(1024);
  /** 1 residual, 2 called without being inlined. */
  #edgeFlags = new Uint8Array(1024);

  constructor(table: FrameTable, column: Column, kept: ReadonlySet<Frame> | undefined) {
    const { frames } = table;
    this.#table = table;
    this.#flat = new Sums(column, frames.length);
    this.#cum = new Sums(column, frames.length);
    this.#weight = new Sums(column, 0);
    this.#seenFrame = new Uint32Array(frames.length);
    const isKept = frames.map((frame) => kept?.has(frame) !== false);
    this.#frameAt = table.ofLocation.map((frame) => (isKept[frame] === true ? frame : NOT_KEPT));
  }

  take({ stackFrom, stackTo, stack }: Samples, sample: number): void {
    const { from, to } = this.#table;
    const mark = sample + 1;
    const leaf = stackFrom[sample] ?? 0;
    let parent = -1;
    let isResidual = false;
    for (let entry = (stackTo[sample] ?? 0) - 1; entry >= leaf; entry--) {
      const location = stack[entry] ?? 0;
      const first = from[location] ?? 0;
      const last = (to[location] ?? 0) - 1;
      for (let at = last; at >= first; at--) {
        const frame = this.#frameAt[at] ?? 0;
        if (frame === NOT_KEPT) {
          isResidual = true;
          continue;
        }
        if (this.#seenFrame[frame] !== mark) {
          this.#seenFrame[frame] = mark;
          this.#cum.add(frame, sample);
        }
        if (parent >= 0 && parent !== frame) {
          this.#takeEdge(parent, frame, sample, isResidual, at !== last);
        }
        parent = frame;
        isResidual = false;
      }
    }
    if (parent >= 0 && !isResidual) {
      this.#flat.add(parent, sample);
    }
  }

  #takeEdge(
    parent: number,
    frame: number,
    sample: number,
    isResidual: boolean,
    isInlined: boolean,
  ): void {
    const edge = this.#edges.indexOf(parent, frame);
    if (edge >= this.#seenEdge.length) {
      const seen = new Uint32Array(this.#seenEdge.length * 2);
      seen.set(this.#seenEdge);
      this.#seenEdge = seen;
      const flags = new Uint8Array(seen.length);
      flags.set(this.#edgeFlags);
      this.#edgeFlags = flags;
    }
    if (this.#seenEdge[edge] !== sample + 1) {
      this.#seenEdge[edge] = sample + 1;
      this.#weight.add(edge, sample);
      this.#edgeFlags[edge] =
        (this.#edgeFlags[edge] ?? 0) | (isResidual ? 1 : 0) | (isInlined ? 0 : 2);
    }
  }

  nodes(): GraphNode[] {
    const nodes = this.#table.frames.map((frame, index): GraphNode => ({
      frame,
      name: frameText(frame),
      flat: this.#flat.of(index),
      cum: this.#cum.of(index),
      in: [],
      out: [],
    }));
    for (let index = 0; index < this.#edges.count; index++) {
      const [parent, child] = this.#edges.pairAt(index);
      const from = nodes[parent];
      const to = nodes[child];
      if (from && to) {
        const flags = this.#edgeFlags[index] ?? 0;
        const edge: GraphEdge = {
          from,
          to,
          weight: this.#weight.of(index),
          isResidual: (flags & 1) !== 0,
          isInlined: (flags & 2) === 0,
        };
        from.out.push(edge);
        to.in.push(edge);
      }
    }
    return nodes;
  }
}

/** Takes edges out of the lists of these nodes. */
export function removeEdges(nodes: readonly GraphNode[], removed: ReadonlySet<GraphEdge>): void {
  const isKept = (edge: GraphEdge) => !removed.has(edge);
  for (const node of nodes) {
    node.in = node.in.filter(isKept);
    node.out = node.out.filter(isKept);
  }
}

/** What the nodes of a graph take by themselves. */
export function flatTotal({ nodes }: Graph): Amount {
  return nodes.reduce((sum: Amount, { flat }) => added(sum, flat), 0);
}
