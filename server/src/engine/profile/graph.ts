/**
 * Who calls whom, with what each takes by itself and with all that it calls: google/pprof,
 * internal/graph/graph.go.
 */
import { absolute, added, quotient, type Amount } from './columns.ts';
import {
  EdgeWalk,
  type EdgeValues,
  type FrameMarks,
  type GraphSource,
  type WantedEdges,
} from './edges.ts';
import type { Frame } from './frames.ts';
import { hasValueAt, ValueSums } from './valueSums.ts';

export interface GraphNode {
  readonly frame: Frame;
  /** Its place in the table of frames. */
  readonly index: number;
  readonly name: string;
  /** What the frame takes by itself. */
  readonly flat: Amount;
  /** What it takes with all that it calls; a stack counts once. */
  readonly cum: Amount;
  /** What the two are divided by for a mean; 0 where there is none. */
  readonly flatDivisor: Amount;
  readonly cumDivisor: Amount;
  /** Callers and callees, in no order; trimming a graph takes edges out. */
  in: GraphEdge[];
  out: GraphEdge[];
}

export interface GraphEdge extends EdgeValues {
  readonly from: GraphNode;
  readonly to: GraphNode;
}

/** Its nodes have values; what cancels out is the end of edges at most. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
}

/** What frames take, without who calls whom. */
export class FrameSums {
  readonly #source: GraphSource;
  readonly #flat: ValueSums;
  readonly #cum: ValueSums;

  constructor(source: GraphSource) {
    const { samples, table, values } = source;
    const { stackFrom, stackTo, stack } = samples;
    const { from, to, ofLocation, only } = table;
    const flat = new ValueSums(values, table.frames.length);
    const cum = new ValueSums(values, table.frames.length);
    /** The sample that each frame was last met in, counted from 1; and all frames of one sample. */
    const seen = new Uint32Array(table.frames.length);
    const met = new Uint32Array(table.frames.length);
    for (let sample = 0; sample < samples.count; sample++) {
      if (!hasValueAt(values, sample)) {
        continue;
      }
      const leaf = stackFrom[sample] ?? 0;
      let frame = -1;
      let countMet = 0;
      for (let entry = (stackTo[sample] ?? 0) - 1; entry >= leaf; entry--) {
        const location = stack[entry] ?? 0;
        frame = only[location] ?? -1;
        if (frame >= 0) {
          if (seen[frame] !== sample + 1) {
            seen[frame] = sample + 1;
            met[countMet++] = frame;
          }
          continue;
        }
        const first = from[location] ?? 0;
        for (let at = (to[location] ?? 0) - 1; at >= first; at--) {
          frame = ofLocation[at] ?? 0;
          if (seen[frame] !== sample + 1) {
            seen[frame] = sample + 1;
            met[countMet++] = frame;
          }
        }
      }
      cum.addToAll(met, countMet, sample);
      if (frame >= 0) {
        flat.add(frame, sample);
      }
    }
    this.#source = source;
    this.#flat = flat;
    this.#cum = cum;
  }

  /** The frames that have values. */
  withValues(): FrameMarks {
    const { table, dropsNegative } = this.#source;
    return Uint8Array.from(table.names, (_, frame) => {
      const flat = this.#flat.of(frame);
      const cum = this.#cum.of(frame);
      const isNegative = flat < 0 || (flat === 0 && cum < 0);
      return (flat === 0 && cum === 0) || (dropsNegative && isNegative) ? 0 : 1;
    });
  }

  /** What the frames that are marked take by themselves. */
  flatTotal(marks: FrameMarks): Amount {
    return marks.reduce(
      (sum: Amount, mark, frame) => (mark === 1 ? added(sum, this.#flat.of(frame)) : sum),
      0,
    );
  }

  /** Those of the frames that take at least so much with all that they call. */
  withCum(marks: FrameMarks, least: Amount): FrameMarks {
    return marks.map((mark, frame) =>
      mark === 1 && absolute(this.#cum.of(frame)) >= least ? 1 : 0,
    );
  }

  /** The frames that are marked, as nodes that no edge joins. */
  nodes(marks: FrameMarks): GraphNode[] {
    const nodes: GraphNode[] = [];
    for (const [index, frame] of this.#source.table.frames.entries()) {
      if (marks[index] === 1) {
        nodes.push(this.#node(frame, index));
      }
    }
    return nodes;
  }

  marks(nodes: readonly GraphNode[]): FrameMarks {
    const marks = new Uint8Array(this.#source.table.frames.length);
    nodes.forEach(({ index }) => (marks[index] = 1));
    return marks;
  }

  /** The graph of the frames that are kept, with the edges that are wanted and weigh enough. */
  graph(kept: FrameMarks | undefined, wanted: WantedEdges, leastWeight: Amount): Graph {
    const inGraph = kept ?? this.withValues();
    const nodes = this.nodes(inGraph);
    const { frames } = this.#source.table;
    const byFrame: (GraphNode | undefined)[] = Array.from(frames, () => undefined);
    nodes.forEach((node) => (byFrame[node.index] = node));
    const nodeOf = (index: number): GraphNode | undefined => {
      const frame = frames[index];
      return (byFrame[index] ??= frame && this.#node(frame, index));
    };
    const edges = new EdgeWalk(this.#source, kept, wanted);
    for (let index = 0; index < edges.count; index++) {
      const values = edges.valuesAt(index);
      const [parent, child] = edges.pairAt(index);
      // pprof looks for light edges at what they lead to, and not at what has come to nothing.
      if (inGraph[child] === 1 && absolute(values.weight) < leastWeight) {
        continue;
      }
      const from = nodeOf(parent);
      const to = nodeOf(child);
      if (from && to) {
        const edge: GraphEdge = { from, to, ...values };
        from.out.push(edge);
        to.in.push(edge);
      }
    }
    return { nodes };
  }

  #node(frame: Frame, index: number): GraphNode {
    return {
      frame,
      index,
      name: this.#source.table.names[index] ?? '',
      flat: this.#flat.of(index),
      cum: this.#cum.of(index),
      flatDivisor: this.#flat.divisorOf(index),
      cumDivisor: this.#cum.divisorOf(index),
      in: [],
      out: [],
    };
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

/** What is shown of a node: its values, or their means. */
export function flatOf({ flat, flatDivisor }: GraphNode): Amount {
  return quotient(flat, flatDivisor);
}

export function cumOf({ cum, cumDivisor }: GraphNode): Amount {
  return quotient(cum, cumDivisor);
}

export function weightOf({ weight, divisor }: GraphEdge): Amount {
  return quotient(weight, divisor);
}

/** What the nodes of a graph take by themselves, as it is shown. */
export function flatTotal(nodes: readonly GraphNode[]): Amount {
  return nodes.reduce((sum: Amount, node) => added(sum, flatOf(node)), 0);
}
