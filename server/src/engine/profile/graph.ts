/**
 * Who calls whom, with what each takes by itself and with all that it calls: google/pprof,
 * internal/graph/graph.go.
 */
import { absolute, added, quotient, type Amount, type Column, Sums } from './columns.ts';
import type { Frame, FrameTable } from './frames.ts';
import { PairTable } from './pairTable.ts';
import type { Samples } from './profile.ts';

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

export interface GraphEdge {
  readonly from: GraphNode;
  readonly to: GraphNode;
  readonly weight: Amount;
  readonly divisor: Amount;
  /** There were frames between the two that are not in the graph. */
  readonly isResidual: boolean;
  /** The callee is inlined wherever it is called. */
  readonly isInlined: boolean;
}

/** Its nodes have values; what cancels out is the end of edges at most. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
}

/** What a graph is made of: samples that have a value. */
export interface GraphSource {
  readonly samples: Samples;
  readonly table: FrameTable;
  readonly values: SampleValues;
  readonly dropsNegative: boolean;
}

export interface SampleValues {
  readonly column: Column;
  /** What the mean of each sum is over. */
  readonly divisor: Column | undefined;
}

/** Some of the frames, by their place in the table: 1 for those. */
export type FrameMarks = Uint8Array;

/**
 * The edges that somebody is going to look at: from or into frames that are marked. In a large profile
 * all of them take longer to collect than everything else.
 */
export interface WantedEdges {
  readonly from: FrameMarks;
  readonly into: FrameMarks;
}

export function allEdges({ frames }: FrameTable): WantedEdges {
  const all = new Uint8Array(frames.length).fill(1);
  return { from: all, into: all };
}

export function hasValueAt({ column, divisor }: SampleValues, sample: number): boolean {
  return Number(column[sample] ?? 0) !== 0 || Number(divisor?.[sample] ?? 0) !== 0;
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
    const nodes = this.nodes(kept ?? this.withValues());
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
      if (absolute(values.weight) < leastWeight) {
        continue;
      }
      const [parent, child] = edges.pairAt(index);
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

/** Sums with what their means are over. */
class ValueSums {
  readonly #values: Sums;
  readonly #divisors: Sums | undefined;

  constructor({ column, divisor }: SampleValues, length: number) {
    this.#values = new Sums(column, length);
    this.#divisors = divisor && new Sums(divisor, length);
  }

  add(number: number, sample: number): void {
    this.#values.add(number, sample);
    this.#divisors?.add(number, sample);
  }

  addToAll(numbers: Uint32Array, count: number, sample: number): void {
    this.#values.addToAll(numbers, count, sample);
    this.#divisors?.addToAll(numbers, count, sample);
  }

  of(number: number): Amount {
    return this.#values.of(number);
  }

  divisorOf(number: number): Amount {
    return this.#divisors?.of(number) ?? 0;
  }
}

const NOT_KEPT = 0xffff_ffff;
const RESIDUAL = 1;
const CALLED = 2;

/** Collects edges between frames that are kept, over those that are not. */
class EdgeWalk {
  readonly #source: GraphSource;
  readonly #wanted: WantedEdges;
  readonly #weights: ValueSums;
  readonly #pairs = new PairTable();
  /** The frames of locations, those that are not kept marked; and which locations have one that is. */
  readonly #frameAt: Uint32Array;
  readonly #isKeptLocation: Uint8Array;
  /** Which sample an edge was last seen in, counted from 1. */
  #seen = new Uint32Array(1024);
  #flags = new Uint8Array(1024);

  constructor(source: GraphSource, kept: FrameMarks | undefined, wanted: WantedEdges) {
    const { samples, table, values } = source;
    this.#source = source;
    this.#wanted = wanted;
    this.#weights = new ValueSums(values, 0);
    this.#frameAt =
      kept === undefined
        ? table.ofLocation
        : table.ofLocation.map((frame) => (kept[frame] === 1 ? frame : NOT_KEPT));
    this.#isKeptLocation = keptLocations(table, this.#frameAt);
    const isWanted = (marks: FrameMarks) =>
      marks.some((mark, frame) => mark === 1 && kept?.[frame] !== 0);
    if (isWanted(wanted.from) || isWanted(wanted.into)) {
      for (let sample = 0; sample < samples.count; sample++) {
        if (hasValueAt(values, sample)) {
          this.#take(sample);
        }
      }
    }
  }

  get count(): number {
    return this.#pairs.count;
  }

  pairAt(index: number): readonly [number, number] {
    return this.#pairs.pairAt(index);
  }

  valuesAt(index: number): Omit<GraphEdge, 'from' | 'to'> {
    const flags = this.#flags[index] ?? 0;
    return {
      weight: this.#weights.of(index),
      divisor: this.#weights.divisorOf(index),
      isResidual: (flags & RESIDUAL) !== 0,
      isInlined: (flags & CALLED) === 0,
    };
  }

  #take(sample: number): void {
    const { stackFrom, stackTo, stack } = this.#source.samples;
    const { from, to } = this.#source.table;
    const wantedFrom = this.#wanted.from;
    const wantedInto = this.#wanted.into;
    const frameAt = this.#frameAt;
    const isKeptLocation = this.#isKeptLocation;
    const start = stackFrom[sample] ?? 0;
    let parent = NOT_KEPT;
    let isResidual = false;
    for (let entry = (stackTo[sample] ?? 0) - 1; entry >= start; entry--) {
      const location = stack[entry] ?? 0;
      if (isKeptLocation[location] === 0) {
        isResidual = true;
        continue;
      }
      const first = from[location] ?? 0;
      const last = (to[location] ?? 0) - 1;
      for (let at = last; at >= first; at--) {
        const frame = frameAt[at] ?? 0;
        if (frame === NOT_KEPT) {
          isResidual = true;
          continue;
        }
        if (
          (wantedInto[frame] === 1 || wantedFrom[parent] === 1) &&
          parent !== NOT_KEPT &&
          parent !== frame
        ) {
          this.#takeEdge(parent, frame, sample, isResidual, at !== last);
        }
        parent = frame;
        isResidual = false;
      }
    }
  }

  #takeEdge(
    parent: number,
    frame: number,
    sample: number,
    isResidual: boolean,
    isInlined: boolean,
  ): void {
    const edge = this.#pairs.indexOf(parent, frame);
    if (edge >= this.#seen.length) {
      this.#grow();
    }
    if (this.#seen[edge] !== sample + 1) {
      this.#seen[edge] = sample + 1;
      this.#weights.add(edge, sample);
      this.#flags[edge] =
        (this.#flags[edge] ?? 0) | (isResidual ? RESIDUAL : 0) | (isInlined ? 0 : CALLED);
    }
  }

  #grow(): void {
    const seen = new Uint32Array(this.#seen.length * 2);
    seen.set(this.#seen);
    this.#seen = seen;
    const flags = new Uint8Array(seen.length);
    flags.set(this.#flags);
    this.#flags = flags;
  }
}

function keptLocations({ from, to }: FrameTable, frameAt: Uint32Array): Uint8Array {
  const marks = new Uint8Array(from.length);
  for (let location = 0; location < from.length; location++) {
    const end = to[location] ?? 0;
    for (let at = from[location] ?? 0; at < end; at++) {
      if (frameAt[at] !== NOT_KEPT) {
        marks[location] = 1;
      }
    }
  }
  return marks;
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
