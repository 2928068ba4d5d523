/** The tree of stacks, from the roots on: what an icicle or a flame shows. */
import {
  absolute,
  absoluteSum,
  Sums,
  truncated,
  Uint32List,
  type Amount,
  type Column,
} from './columns.ts';
import type { FrameTable } from './frames.ts';
import { compareTexts } from './order.ts';
import type { Samples } from './profile.ts';
import { framesOf, type Report } from './report.ts';

/** Boxes in columns, parents before their children; the first is the root of all. */
export interface FlameTree {
  readonly names: readonly string[];
  /** The name of each box; -1 for the root. */
  readonly name: Int32Array;
  /** -1 for the root. */
  readonly parent: Int32Array;
  readonly depth: Uint32Array;
  /** Inlined into its parent in all samples. */
  readonly isInlined: Uint8Array;
  /** What the box takes with all above it. */
  readonly value: readonly Amount[];
  /**
   * The sum of absolute values, which the width shows: in a difference growth and shrinking do not cancel
   * each other out. Children are never wider than their parent.
   */
  readonly width: readonly Amount[];
  /** How many samples its value is of, where the caller says that of each sample; otherwise empty. */
  readonly counts: Float64Array;
  /** How many boxes are left out because they are too narrow; what lies above them is not counted. */
  readonly countHidden: number;
}

/** Which end of stacks is at the root of the tree: with `leaf` the children of a box are its callers. */
export type FlameRoot = 'root' | 'leaf';

/**
 * `leastShare` is what a box has to take of all to be there. The children of each box are by name, so that
 * pictures of two profiles can be compared. `counts` says how many samples were taken for each of the report's.
 */
export function flameTree(
  report: Report,
  from: FlameRoot,
  leastShare: number,
  counts?: Float64Array,
): FlameTree {
  return new FlameWalk(report, from, leastShare, counts).tree();
}

/** Samples that have come to one box, from `from` to `to` among all that are left. */
interface Group {
  readonly frame: number;
  readonly parent: number;
  readonly depth: number;
  readonly isInlined: boolean;
  readonly value: Amount;
  readonly width: Amount;
  readonly count: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Sorts samples by their frames, box by box and frame by frame, as a radix sort does; what comes to a box
 * that is too narrow is not looked at any further.
 */
class FlameWalk {
  readonly #table: FrameTable;
  readonly #least: Amount;
  readonly #all: Group;
  readonly #cursors: StackCursors;
  /** The samples, those of a box side by side; and the frame that each comes to next. */
  readonly #samples: Uint32Array;
  readonly #next: Int32Array;
  readonly #scratch: Uint32Array;
  /** Of the children of one box, by frame: sums, whether one is called, how many of the samples are its. */
  readonly #values: Sums;
  readonly #widths: Sums;
  readonly #isCalled: Uint8Array;
  readonly #counts: Sums | undefined;
  readonly #length: Uint32Array;
  /** Where the next sample of a child goes, plus 1; 0 for frames that are no child. */
  readonly #starts: Uint32Array;
  #countHidden = 0;

  constructor(
    report: Report,
    root: FlameRoot,
    leastShare: number,
    counts: Float64Array | undefined,
  ) {
    const { column } = report;
    const { samples } = report.profile;
    this.#table = framesOf(report);
    const countFrames = this.#table.frames.length;
    const withValue = new Uint32List();
    const value = new Sums(column, 1);
    let count = 0;
    for (let sample = 0; sample < samples.count; sample++) {
      if (Number(column[sample] ?? 0) !== 0) {
        withValue.push(sample);
        value.add(0, sample);
        count += counts?.[sample] ?? 0;
      }
    }
    this.#samples = withValue.toArray();
    this.#next = new Int32Array(this.#samples.length);
    this.#scratch = new Uint32Array(this.#samples.length);
    this.#cursors = new StackCursors(samples, this.#table, root);
    this.#values = new Sums(column, countFrames);
    this.#widths = new Sums(absoluteColumn(column), countFrames);
    this.#isCalled = new Uint8Array(countFrames);
    this.#counts = counts && new Sums(counts, countFrames);
    this.#length = new Uint32Array(countFrames);
    this.#starts = new Uint32Array(countFrames);
    this.#all = {
      frame: -1,
      parent: -1,
      depth: 0,
      isInlined: false,
      value: value.of(0),
      width: absoluteSum(column),
      count,
      from: 0,
      to: this.#samples.length,
    };
    this.#least = absolute(truncated(Number(this.#all.width) * leastShare));
  }

  tree(): FlameTree {
    const name: number[] = [];
    const parent: number[] = [];
    const depth: number[] = [];
    const isInlined: number[] = [];
    const value: Amount[] = [];
    const width: Amount[] = [];
    const counts: number[] = [];
    const pending = [this.#all];
    for (let group = pending.pop(); group !== undefined; group = pending.pop()) {
      parent.push(group.parent);
      depth.push(group.depth);
      isInlined.push(group.isInlined ? 1 : 0);
      value.push(group.value);
      width.push(group.width);
      counts.push(group.count);
      const box = name.push(group.frame) - 1;
      pending.push(...this.#children(group, box));
    }
    return {
      names: this.#table.names,
      name: Int32Array.from(name),
      parent: Int32Array.from(parent),
      depth: Uint32Array.from(depth),
      isInlined: Uint8Array.from(isInlined),
      value,
      width,
      counts: Float64Array.from(this.#counts === undefined ? [] : counts),
      countHidden: this.#countHidden,
    };
  }

  /** Those that are wide enough, the last first. */
  #children(group: Group, box: number): Group[] {
    const met = this.#advance(group);
    const { names } = this.#table;
    const isWide = (frame: number) => this.#widths.of(frame) >= this.#least;
    const wide = met.filter(isWide).sort((a, b) => compareTexts(names[a] ?? '', names[b] ?? ''));
    this.#countHidden += met.length - wide.length;
    const children: Group[] = [];
    let to = group.from;
    for (const frame of wide) {
      const from = to;
      to += this.#length[frame] ?? 0;
      children.push({
        frame,
        parent: box,
        depth: group.depth + 1,
        isInlined: this.#isCalled[frame] === 0,
        value: this.#values.of(frame),
        width: this.#widths.of(frame),
        count: Number(this.#counts?.of(frame) ?? 0),
        from,
        to,
      });
    }
    this.#arrange(group, children);
    for (const frame of met) {
      this.#values.clear(frame);
      this.#widths.clear(frame);
      this.#counts?.clear(frame);
      this.#isCalled[frame] = 0;
      this.#length[frame] = 0;
    }
    return children.reverse();
  }

  /** Takes the samples of a box one frame further; gives the frames that they come to. */
  #advance({ from, to }: Group): number[] {
    const met: number[] = [];
    for (let place = from; place < to; place++) {
      const sample = this.#samples[place] ?? 0;
      const frame = this.#cursors.next(sample);
      this.#next[place] = frame;
      if (frame >= 0) {
        if (this.#length[frame] === 0) {
          met.push(frame);
        }
        this.#length[frame] = (this.#length[frame] ?? 0) + 1;
        this.#values.add(frame, sample);
        this.#widths.add(frame, sample);
        this.#counts?.add(frame, sample);
        this.#isCalled[frame] = (this.#isCalled[frame] ?? 0) | (this.#cursors.isCalled ? 1 : 0);
      }
    }
    return met;
  }

  /** Puts the samples of each child side by side, before those that end or are not looked at any further. */
  #arrange({ from, to }: Group, children: readonly Group[]): void {
    const start = this.#starts;
    for (const child of children) {
      start[child.frame] = child.from + 1;
    }
    for (let place = from; place < to; place++) {
      const frame = this.#next[place] ?? -1;
      const at = start[frame] ?? 0;
      if (at > 0) {
        this.#scratch[at - 1] = this.#samples[place] ?? 0;
        start[frame] = at + 1;
      }
    }
    for (const child of children) {
      start[child.frame] = 0;
    }
    const end = children.at(-1)?.to ?? from;
    this.#samples.set(this.#scratch.subarray(from, end), from);
  }
}

/** Where each sample's walk over its frames stands. */
class StackCursors {
  /** Whether the frame that was met last is one that is called, and not inlined. */
  isCalled = false;
  readonly #samples: Samples;
  readonly #table: FrameTable;
  readonly #isFromRoot: boolean;
  /** How many locations are behind, and how many frames of the one that comes next. */
  readonly #locations: Uint32Array;
  readonly #frames: Uint32Array;

  constructor(samples: Samples, table: FrameTable, root: FlameRoot) {
    this.#samples = samples;
    this.#table = table;
    this.#isFromRoot = root === 'root';
    this.#locations = new Uint32Array(samples.count);
    this.#frames = new Uint32Array(samples.count);
  }

  /** The next frame of the sample; -1 behind the last. */
  next(sample: number): number {
    const { stackFrom, stackTo, stack } = this.#samples;
    const start = stackFrom[sample] ?? 0;
    const end = stackTo[sample] ?? 0;
    for (;;) {
      const behind = this.#locations[sample] ?? 0;
      if (behind >= end - start) {
        return -1;
      }
      const location = stack[this.#isFromRoot ? end - 1 - behind : start + behind] ?? 0;
      const first = this.#table.from[location] ?? 0;
      const last = (this.#table.to[location] ?? 0) - 1;
      const inner = this.#frames[sample] ?? 0;
      if (inner >= last - first) {
        this.#locations[sample] = behind + 1;
        this.#frames[sample] = 0;
      } else {
        this.#frames[sample] = inner + 1;
      }
      if (last >= first) {
        const at = this.#isFromRoot ? last - inner : first + inner;
        this.isCalled = at === last;
        return this.#table.ofLocation[at] ?? 0;
      }
    }
  }
}

function absoluteColumn(column: Column): Column {
  return column instanceof Float64Array
    ? column.map(Math.abs)
    : column.map((value) => (value < 0n ? -value : value));
}
