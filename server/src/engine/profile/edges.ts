/** Who calls whom in samples: google/pprof, newGraph in internal/graph/graph.go. */
import type { Amount } from './columns.ts';
import type { FrameTable } from './frames.ts';
import { PairTable } from './pairTable.ts';
import type { Samples } from './profile.ts';
import { hasValueAt, ValueSums, type SampleValues } from './valueSums.ts';

/** What a graph is made of: samples that have a value. */
export interface GraphSource {
  readonly samples: Samples;
  readonly table: FrameTable;
  readonly values: SampleValues;
  readonly dropsNegative: boolean;
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

export function noEdges({ frames }: FrameTable): WantedEdges {
  const none = new Uint8Array(frames.length);
  return { from: none, into: none };
}

/** What is known of the calls of one frame by another. */
export interface EdgeValues {
  readonly weight: Amount;
  readonly divisor: Amount;
  /** There were frames between the two that are not in the graph. */
  readonly isResidual: boolean;
  /** The callee is inlined wherever it is called. */
  readonly isInlined: boolean;
}

const NOT_KEPT = 0xffff_ffff;
const RESIDUAL = 1;
const CALLED = 2;

/** Collects edges between frames that are kept, over those that are not. */
export class EdgeWalk {
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

  valuesAt(index: number): EdgeValues {
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
