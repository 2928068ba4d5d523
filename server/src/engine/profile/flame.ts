/** The tree of stacks, from the roots on: what an icicle or a flame shows. */
import { absolute, added, negative, Sums, truncated, type Amount, type Column } from './columns.ts';
import { frameText } from './frames.ts';
import { compareTexts } from './order.ts';
import { PairTable } from './pairTable.ts';
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
  /** How many boxes are left out because they are too narrow. */
  readonly countHidden: number;
}

/** Callers of the pivot instead of callees: `leaf` begins stacks at the leaf. */
export type FlameRoot = 'root' | 'leaf';

/** `leastShare` is what a box has to take of all to be there. */
export function flameTree(report: Report, from: FlameRoot, leastShare: number): FlameTree {
  const boxes = collectBoxes(report, from);
  const { countBoxes } = boxes;
  const least = absolute(truncated(Number(boxes.width(0)) * leastShare));
  const kept: number[] = [];
  for (let box = 0; box < countBoxes; box++) {
    if (box === 0 || (boxes.width(box) > 0 && boxes.width(box) >= least)) {
      kept.push(box);
    }
  }
  const order = inTreeOrder(kept, boxes);
  const places = new Map(order.map((box, place) => [box, place]));
  const parent = Int32Array.from(order, (box) =>
    box === 0 ? -1 : (places.get(boxes.parentOf(box)) ?? -1),
  );
  const depth = new Uint32Array(order.length);
  parent.forEach((above, place) => {
    depth[place] = above < 0 ? 0 : (depth[above] ?? 0) + 1;
  });
  return {
    names: boxes.names,
    name: Int32Array.from(order, (box) => (box === 0 ? -1 : boxes.frameOf(box))),
    parent,
    depth,
    isInlined: Uint8Array.from(order, (box) => (boxes.isInlined(box) ? 1 : 0)),
    value: order.map((box) => boxes.value(box)),
    width: order.map((box) => boxes.width(box)),
    countHidden: countBoxes - order.length,
  };
}

interface Boxes {
  readonly names: readonly string[];
  readonly countBoxes: number;
  readonly parentOf: (box: number) => number;
  readonly frameOf: (box: number) => number;
  readonly isInlined: (box: number) => boolean;
  readonly value: (box: number) => Amount;
  readonly width: (box: number) => Amount;
}

/** Box 0 is the root; box n is pair n - 1 of parent and frame. */
function collectBoxes(report: Report, root: FlameRoot): Boxes {
  const { samples } = report.profile;
  const { column } = report;
  const { frames, from, to, ofLocation } = framesOf(report);
  const pairs = new PairTable();
  const values = new Sums(column, 1024);
  const widths = new Sums(absoluteColumn(column), 1024);
  const calls = new Set<number>();
  for (let sample = 0; sample < samples.count; sample++) {
    if (Number(column[sample] ?? 0) === 0) {
      continue;
    }
    let box = 0;
    const enter = (index: number, isInlined: boolean) => {
      box = pairs.indexOf(box, ofLocation[index] ?? 0) + 1;
      values.add(box, sample);
      widths.add(box, sample);
      if (!isInlined) {
        calls.add(box);
      }
    };
    values.add(0, sample);
    widths.add(0, sample);
    const start = samples.stackFrom[sample] ?? 0;
    const end = samples.stackTo[sample] ?? 0;
    for (let step = 0; step < end - start; step++) {
      const entry = root === 'root' ? end - 1 - step : start + step;
      const location = samples.stack[entry] ?? 0;
      const first = from[location] ?? 0;
      const last = (to[location] ?? 0) - 1;
      for (let inner = 0; inner <= last - first; inner++) {
        const index = root === 'root' ? last - inner : first + inner;
        enter(index, index !== last);
      }
    }
  }
  return {
    names: frames.map(frameText),
    countBoxes: pairs.count + 1,
    parentOf: (box) => pairs.pairAt(box - 1)[0],
    frameOf: (box) => pairs.pairAt(box - 1)[1],
    isInlined: (box) => box > 0 && !calls.has(box),
    value: (box) => values.of(box),
    width: (box) => widths.of(box),
  };
}

function absoluteColumn(column: Column): Column {
  return column instanceof Float64Array
    ? column.map(Math.abs)
    : column.map((value) => (value < 0n ? -value : value));
}

/** Parents first, and the children of each by name, so that pictures of two profiles can be compared. */
function inTreeOrder(kept: readonly number[], { names, parentOf, frameOf }: Boxes): number[] {
  const children = new Map<number, number[]>();
  for (const box of kept) {
    if (box !== 0) {
      const parent = parentOf(box);
      const siblings = children.get(parent);
      if (siblings === undefined) {
        children.set(parent, [box]);
      } else {
        siblings.push(box);
      }
    }
  }
  const order: number[] = [];
  const pending = [0];
  for (let box = pending.pop(); box !== undefined; box = pending.pop()) {
    order.push(box);
    const below = children.get(box) ?? [];
    below.sort((a, b) => compareTexts(names[frameOf(b)] ?? '', names[frameOf(a)] ?? ''));
    pending.push(...below);
  }
  return order;
}

/** What a box takes by itself: without its children, those that are hidden counted as its own. */
export function ownValues({ parent, value }: FlameTree): Amount[] {
  const own = [...value];
  parent.forEach((above, box) => {
    if (above >= 0) {
      own[above] = added(own[above] ?? 0, negative(value[box] ?? 0));
    }
  });
  return own;
}
