/** The tree of stacks, from the roots on: what an icicle or a flame shows. */
import {
  absolute,
  absoluteSum,
  added,
  Sums,
  truncated,
  Uint32List,
  type Amount,
  type Column,
} from './columns.ts';
import {
  FlameTreeBuilder,
  type FlameAmounts,
  type FlamePart,
  type FlamePlace,
  type FlameTree,
} from './flameTree.ts';
import type { FrameTable } from './frames.ts';
import { compareTexts } from './order.ts';
import { framesOf, type Report } from './report.ts';
import { StackCursors, type StackEnd } from './stackCursors.ts';

/** What is wanted of a tree. */
export interface FlameOptions {
  /** What a box has to take of all, or of the part, to be there. */
  readonly leastShare: number;
  /** How many samples were taken for each of the report's. */
  readonly counts?: Float64Array | undefined;
  /** All boxes outside of it are left out. */
  readonly part?: FlamePart | undefined;
}

/**
 * The children of each box are by name, so that pictures of two profiles can be compared; those that are left out have
 * their places among them, so that a box is at the same place in all trees of a report.
 */
export function flameTree(report: Report, from: StackEnd, options: FlameOptions): FlameTree {
  return new FlameWalk(report, from, options).tree();
}

/** Samples that have come to one box, from `from` to `to` among all that are left. */
interface Group extends FlamePlace, FlameAmounts {
  readonly from: number;
  readonly to: number;
  /** Where the box begins, and how wide the siblings before it are that are not there. */
  readonly left: number;
  readonly shift: Amount;
}

/**
 * Sorts samples by their frames, box by box and frame by frame, as a radix sort does; what comes to a box
 * that is too narrow is not looked at any further.
 */
class FlameWalk {
  readonly #table: FrameTable;
  readonly #least: Amount;
  readonly #part: FlamePart;
  readonly #all: Group;
  readonly #cursors: StackCursors;
  readonly #boxes: FlameTreeBuilder;
  /** The samples, those of a box side by side; and the frame that each comes to next. */
  readonly #samples: Uint32Array;
  readonly #next: Int32Array;
  readonly #scratch: Uint32Array;
  /** Of the children of one box, by frame: sums, whether one is called, how many of the samples are its. */
  readonly #values: Sums;
  /** The values themselves where nothing is negative. */
  readonly #widths: Sums;
  readonly #isCalled: Uint8Array;
  readonly #counts: Sums | undefined;
  readonly #length: Uint32Array;
  /** Where the next sample of a child goes, plus 1; 0 for frames that are no child. */
  readonly #starts: Uint32Array;
  #countHidden = 0;

  constructor(report: Report, end: StackEnd, { leastShare, counts, part }: FlameOptions) {
    const { column } = report;
    const { samples } = report.profile;
    this.#table = framesOf(report);
    const countFrames = this.#table.frames.length;
    const withValue = new Uint32List();
    const value = new Sums(column, 1);
    let count = 0;
    let isSigned = false;
    for (let sample = 0; sample < samples.count; sample++) {
      const number = Number(column[sample] ?? 0);
      if (number !== 0) {
        withValue.push(sample);
        value.add(0, sample);
        count += counts?.[sample] ?? 0;
        isSigned ||= number < 0;
      }
    }
    this.#samples = withValue.toArray();
    this.#next = new Int32Array(this.#samples.length);
    this.#scratch = new Uint32Array(this.#samples.length);
    this.#cursors = new StackCursors(samples, this.#table, end);
    this.#boxes = new FlameTreeBuilder(column, isSigned, counts !== undefined);
    this.#values = new Sums(column, countFrames);
    this.#widths = isSigned ? new Sums(absoluteColumn(column), countFrames) : this.#values;
    this.#isCalled = new Uint8Array(countFrames);
    this.#counts = counts && new Sums(counts, countFrames);
    this.#length = new Uint32Array(countFrames);
    this.#starts = new Uint32Array(countFrames);
    this.#all = {
      frame: -1,
      parent: -1,
      isInlined: false,
      value: value.of(0),
      width: absoluteSum(column),
      count,
      from: 0,
      to: this.#samples.length,
      left: 0,
      shift: 0,
    };
    this.#part = part ?? { from: 0, to: Number(this.#all.width) };
    this.#least = absolute(truncated((this.#part.to - this.#part.from) * leastShare));
  }

  tree(): FlameTree {
    const pending = [this.#all];
    for (let group = pending.pop(); group !== undefined; group = pending.pop()) {
      const box = this.#boxes.push(group, group);
      if (group.shift !== 0) {
        this.#boxes.shift(group.shift);
      }
      if (group.to === group.from + 1) {
        this.#pushRest(group, box);
      } else {
        for (const child of this.#children(group, box)) {
          pending.push(child);
        }
      }
    }
    return {
      names: this.#table.names,
      ...this.#boxes.columns(),
      countHidden: this.#countHidden,
    };
  }

  /** What one sample alone comes to is one box above the other, each as wide as the first. */
  #pushRest(group: Group, first: number): void {
    const sample = this.#samples[group.from] ?? 0;
    let parent = first;
    for (let frame = this.#cursors.next(sample); frame >= 0; frame = this.#cursors.next(sample)) {
      const isInlined = !this.#cursors.isCalled;
      parent = this.#boxes.push({ frame, parent, isInlined }, group);
    }
  }

  /** Those that are wide enough and in the part that is wanted, the last first. */
  #children(group: Group, box: number): Group[] {
    const met = this.#advance(group);
    const children: Group[] = [];
    let { left, from } = group;
    let shift: Amount = 0;
    let cut: Amount = 0;
    for (const frame of this.#byName(met)) {
      const value = this.#values.of(frame);
      const width = this.#widths.of(frame);
      const right = left + Number(width);
      const isInPart = left < this.#part.to && right > this.#part.from;
      if (isInPart && width >= this.#least) {
        const to = from + (this.#length[frame] ?? 0);
        children.push({
          frame,
          parent: box,
          isInlined: this.#isCalled[frame] === 0,
          value,
          width,
          count: Number(this.#counts?.of(frame) ?? 0),
          from,
          to,
          left,
          shift,
        });
        from = to;
        shift = 0;
      } else {
        shift = added(shift, width);
        cut = added(cut, value);
        this.#countHidden += isInPart ? 1 : 0;
      }
      left = right;
    }
    if (children.length < met.length) {
      this.#boxes.cut(cut);
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

  #byName(frames: readonly number[]): readonly number[] {
    const { names } = this.#table;
    return frames.length < 2
      ? frames
      : frames.toSorted((a, b) => compareTexts(names[a] ?? '', names[b] ?? ''));
  }

  /** Takes the samples of a box one frame further; gives the frames that they come to. */
  #advance({ from, to }: Group): number[] {
    const met: number[] = [];
    const isSigned = this.#widths !== this.#values;
    for (let place = from; place < to; place++) {
      const sample = this.#samples[place] ?? 0;
      const frame = this.#cursors.next(sample);
      this.#next[place] = frame;
      if (frame >= 0) {
        const length = this.#length[frame] ?? 0;
        if (length === 0) {
          met.push(frame);
        }
        this.#length[frame] = length + 1;
        this.#values.add(frame, sample);
        if (isSigned) {
          this.#widths.add(frame, sample);
        }
        this.#counts?.add(frame, sample);
        if (this.#cursors.isCalled) {
          this.#isCalled[frame] = 1;
        }
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

function absoluteColumn(column: Column): Column {
  return column instanceof Float64Array
    ? column.map(Math.abs)
    : column.map((value) => (value < 0n ? -value : value));
}
