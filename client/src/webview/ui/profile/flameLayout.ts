/** Where the boxes of a flame graph are. Nothing here draws. */
import type { FlamePart } from '../../../../../server/src/engine/profile/flameTree.ts';
import type { FlameBoxes } from '../../flameBoxes.ts';

/** Widths are those of the boxes: the root's is that of the whole picture. */
export interface FlameLayout {
  readonly boxes: FlameBoxes;
  readonly left: Float64Array;
  /** How many boxes each is above. */
  readonly depth: Uint32Array;
  /** The boxes of each depth, from left to right. */
  readonly rows: readonly (readonly number[])[];
}

export function flameLayout(boxes: FlameBoxes): FlameLayout {
  const { parent, width, shiftedBoxes, shifts } = boxes;
  const depth = depthsOf(boxes);
  const left = new Float64Array(parent.length);
  /** Where the next child of each box begins. */
  const next = new Float64Array(parent.length);
  const rows: number[][] = [];
  let countShifts = 0;
  parent.forEach((above, box) => {
    let start = above < 0 ? 0 : (next[above] ?? 0);
    if (shiftedBoxes[countShifts] === box) {
      start += shifts[countShifts++] ?? 0;
    }
    left[box] = start;
    next[box] = start;
    if (above >= 0) {
      next[above] = start + (width[box] ?? 0);
    }
    (rows[depth[box] ?? 0] ??= []).push(box);
  });
  return { boxes, left, depth, rows };
}

export function depthsOf({ parent }: Pick<FlameBoxes, 'parent'>): Uint32Array {
  const depth = new Uint32Array(parent.length);
  // Parents come before their children, and only the root has none.
  for (let box = 1; box < parent.length; box++) {
    depth[box] = (depth[parent[box] ?? 0] ?? 0) + 1;
  }
  return depth;
}

/** The part of the picture that is seen. */
export type FlameRange = FlamePart;

/**
 * The boxes of a row in a range, from left to right; of those that lie within one `step` there is one,
 * so that a row costs no more than the screen is wide.
 */
export function boxesInRange(
  { boxes, left, rows }: FlameLayout,
  row: number,
  { from, to }: FlameRange,
  step: number,
): number[] {
  const all = rows[row] ?? [];
  const found: number[] = [];
  let at = firstAfter(all, 0, from, boxes, left);
  while (at < all.length) {
    const box = all[at] ?? 0;
    const start = left[box] ?? 0;
    if (start >= to) {
      break;
    }
    found.push(box);
    const seen = Math.max(start + (boxes.width[box] ?? 0), start + step);
    at = firstAfter(all, at + 1, seen, boxes, left);
  }
  return found;
}

/** The box of a row at a place; -1 for none. */
export function boxAt({ boxes, left, rows }: FlameLayout, row: number, place: number): number {
  const all = rows[row] ?? [];
  const box = all[firstAfter(all, 0, place, boxes, left)] ?? -1;
  return box >= 0 && (left[box] ?? 0) <= place ? box : -1;
}

/** The first box of a row, from one on, that ends behind a place: there may be thousands in a pixel. */
function firstAfter(
  row: readonly number[],
  first: number,
  place: number,
  { width }: FlameBoxes,
  left: Float64Array,
): number {
  const endsBehind = (index: number) => {
    const box = row[index] ?? 0;
    return (left[box] ?? 0) + (width[box] ?? 0) > place;
  };
  // It is the next one most often, and not far away otherwise.
  let low = first;
  let high = first;
  for (let step = 1; high < row.length && !endsBehind(high); step *= 2) {
    low = high + 1;
    high += step;
  }
  high = Math.min(high, row.length);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (endsBehind(middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

export type FlameStep = 'parent' | 'child' | 'previous' | 'next';

/** The box that a step leads to; the same one where there is none. A child is the widest one. */
export function walkFlame(
  { boxes, depth, rows }: FlameLayout,
  box: number,
  step: FlameStep,
): number {
  const { parent, width } = boxes;
  switch (step) {
    case 'parent':
      return Math.max(0, parent[box] ?? 0);
    case 'child': {
      const below = rows[(depth[box] ?? 0) + 1] ?? [];
      const children = below.filter((each) => parent[each] === box);
      return children.reduce(
        (widest, each) => ((width[each] ?? 0) > (width[widest] ?? 0) ? each : widest),
        children[0] ?? box,
      );
    }
    case 'previous':
    case 'next': {
      const row = rows[depth[box] ?? 0] ?? [];
      return row[row.indexOf(box) + (step === 'next' ? 1 : -1)] ?? box;
    }
  }
}

/** What a box takes without its children: without those that are left out, too. */
export function ownValue({ boxes, depth, rows }: FlameLayout, box: number): number {
  const { parent, value, cutBoxes, cutValues } = boxes;
  const below = rows[(depth[box] ?? 0) + 1] ?? [];
  return below.reduce(
    (own, each) => (parent[each] === box ? own - (value[each] ?? 0) : own),
    (value[box] ?? 0) - (cutValues[cutBoxes.indexOf(box)] ?? 0),
  );
}
