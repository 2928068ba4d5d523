/** Boxes of a flame graph as its page has them, and as they are sent there. */
import { Float64List, Uint32List } from '../../../server/src/engine/profile/columns.ts';
import type { FlameTree } from '../../../server/src/engine/profile/flameTree.ts';

/** The engine's boxes, with values for the screen; counts are empty where samples are not counted. */
export interface FlameBoxes extends Omit<FlameTree, 'value' | 'width' | 'cutValues' | 'shifts'> {
  readonly value: Float64Array;
  readonly width: Float64Array;
  readonly cutValues: Float64Array;
  readonly shifts: Float64Array;
}

export interface FlameStacks<Boxes = FlameBoxes> {
  /** All stacks, or what the pivot calls. */
  readonly callees: Boxes;
  /** The pivot's callers, the pivot below the root. */
  readonly callers: Boxes | undefined;
}

/** As they are sent, a fifth as large: from the extension host to a page a megabyte takes some 40 ms. */
export interface PackedBoxes extends Pick<
  FlameBoxes,
  'names' | 'cutBoxes' | 'cutValues' | 'shiftedBoxes' | 'shifts' | 'countHidden'
> {
  /** Of each box: what its bits mean is said below. */
  readonly steps: Uint8Array;
  /** How far up it is where the bits of a step do not suffice. */
  readonly climbs: Uint32Array;
  /** The names of all boxes but the root, which has none. */
  readonly name: Uint16Array | Uint32Array;
  /** Of boxes that take something else than the ones they are in. */
  readonly value: Float64Array;
  /** As values; empty where all widths are values. */
  readonly width: Float64Array;
  /** As values; empty where samples are not counted. */
  readonly counts: Float64Array;
}

const IS_INLINED = 1;
/** It takes what the box takes that it is in: a stack that nothing else shares is many such boxes. */
const IS_SAME = 2;
/** How many boxes one has to go up from the box before to the one that it is in. */
const CLIMB_SHIFT = 2;
const FAR_CLIMB = 63;

export function packBoxes(boxes: FlameBoxes): PackedBoxes {
  const { names, name, parent, isInlined, value, width, counts } = boxes;
  const { cutBoxes, cutValues, shiftedBoxes, shifts, countHidden } = boxes;
  const hasWidths = width !== value;
  const isCounted = counts.length > 0;
  const steps = new Uint8Array(parent.length);
  const climbs = new Uint32List();
  const values = new Float64List();
  const widths = new Float64List();
  const allCounts = new Float64List();
  for (let box = 0; box < steps.length; box++) {
    const above = parent[box] ?? -1;
    const isSame =
      box > 0 &&
      value[box] === value[above] &&
      width[box] === width[above] &&
      counts[box] === counts[above];
    let climb = 0;
    for (let at = box - 1; at > above; at = parent[at] ?? -1) {
      climb++;
    }
    if (climb >= FAR_CLIMB) {
      climbs.push(climb);
    }
    steps[box] =
      ((isInlined[box] ?? 0) * IS_INLINED) |
      (isSame ? IS_SAME : 0) |
      (Math.min(climb, FAR_CLIMB) << CLIMB_SHIFT);
    if (!isSame) {
      values.push(value[box] ?? 0);
      if (hasWidths) {
        widths.push(width[box] ?? 0);
      }
      if (isCounted) {
        allCounts.push(counts[box] ?? 0);
      }
    }
  }
  const withNames = name.subarray(1);
  return {
    names,
    cutBoxes,
    cutValues,
    shiftedBoxes,
    shifts,
    countHidden,
    steps,
    climbs: climbs.toArray(),
    name: names.length <= 1 << 16 ? new Uint16Array(withNames) : new Uint32Array(withNames),
    value: values.toArray(),
    width: widths.toArray(),
    counts: allCounts.toArray(),
  };
}

export function unpackFlame({ callees, callers }: FlameStacks<PackedBoxes>): FlameStacks {
  return { callees: unpackBoxes(callees), callers: callers && unpackBoxes(callers) };
}

function unpackBoxes(packed: PackedBoxes): FlameBoxes {
  const { names, steps, climbs } = packed;
  const { cutBoxes, cutValues, shiftedBoxes, shifts, countHidden } = packed;
  const count = steps.length;
  const name = new Int32Array(count);
  name.set(packed.name, 1);
  name[0] = -1;
  const parent = new Int32Array(count);
  const isInlined = new Uint8Array(count);
  const value = new Float64Array(count);
  const width = packed.width.length > 0 ? new Float64Array(count) : value;
  const counts = new Float64Array(packed.counts.length > 0 ? count : 0);
  let countClimbs = 0;
  let countOther = 0;
  for (let box = 0; box < count; box++) {
    const step = steps[box] ?? 0;
    let climb = step >> CLIMB_SHIFT;
    if (climb === FAR_CLIMB) {
      climb = climbs[countClimbs++] ?? 0;
    }
    let above = box - 1;
    for (; climb > 0; climb--) {
      above = parent[above] ?? -1;
    }
    parent[box] = above;
    isInlined[box] = step & IS_INLINED;
    const isSame = (step & IS_SAME) !== 0;
    value[box] = (isSame ? value[above] : packed.value[countOther]) ?? 0;
    if (width !== value) {
      width[box] = (isSame ? width[above] : packed.width[countOther]) ?? 0;
    }
    if (counts.length > 0) {
      counts[box] = (isSame ? counts[above] : packed.counts[countOther]) ?? 0;
    }
    countOther += isSame ? 0 : 1;
  }
  return {
    names,
    name,
    parent,
    isInlined,
    value,
    width,
    counts,
    cutBoxes,
    cutValues,
    shiftedBoxes,
    shifts,
    countHidden,
  };
}
