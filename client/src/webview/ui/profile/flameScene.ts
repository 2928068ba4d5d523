/**
 * What is seen of a flame graph: which part, and in which rows. With a pivot there are two pictures, its
 * callees on one side and its callers on the other. Nothing here draws.
 */
import type { FlameStacks } from '../../flameBoxes.ts';
import { boxAt, flameLayout, walkFlame, type FlameLayout, type FlameRange } from './flameLayout.ts';

export type FlameSideName = 'callees' | 'callers';

/** A box, and which of the two pictures it is in. */
export interface FlamePlace {
  readonly side: FlameSideName;
  readonly box: number;
}

export interface FlameSide {
  readonly name: FlameSideName;
  readonly layout: FlameLayout;
  /** Boxes above it are not drawn: with a pivot the root is nothing to be seen, and callers begin behind it. */
  readonly firstDepth: number;
}

/** How far in one can zoom. */
const LEAST_PART = 1e-7;

/** A part is asked for with as much on either side as is seen, so that one can pan. */
const MARGIN = 1;
/** Of a part that is seen to a smaller share there is more to know. */
const LEAST_SEEN = 0.2;

/** A part of the picture that is known in more detail. */
interface Detail {
  readonly part: FlameRange;
  readonly sides: readonly FlameSide[];
}

/** A place that stays the same when a part is shown in more detail. */
export interface FlameSpot {
  readonly side: FlameSideName;
  readonly depth: number;
  readonly middle: number;
}

export class FlameScene {
  /** Callees above, roots at the bottom. */
  readonly isFlame: boolean;
  readonly whole: number;
  #range: FlameRange;
  /** Without what is too narrow in it. */
  #wholeSides: readonly FlameSide[];
  #isWholeDetailed = false;
  #detail: Detail | undefined;

  constructor(stacks: FlameStacks, isFlame: boolean) {
    this.isFlame = isFlame;
    this.#wholeSides = sidesOf(stacks);
    this.whole = Math.max(1, stacks.callees.width[0] ?? 1);
    this.#range = { from: 0, to: this.whole };
  }

  /** Of what is seen, in as much detail as is known. */
  get sides(): readonly FlameSide[] {
    return this.#detail && isWithin(this.#range, this.#detail.part)
      ? this.#detail.sides
      : this.#wholeSides;
  }

  /** Of the whole picture. */
  get wholeSides(): readonly FlameSide[] {
    return this.#wholeSides;
  }

  /** Takes what is known of a part in more detail; whether that is the whole. Of other parts only the last one is kept. */
  showDetail(stacks: FlameStacks, part: FlameRange): boolean {
    const sides = sidesOf(stacks);
    const isWhole = isWithin({ from: 0, to: this.whole }, part);
    if (isWhole) {
      this.#wholeSides = sides;
      this.#isWholeDetailed = true;
    } else {
      this.#detail = { part, sides };
    }
    return isWhole;
  }

  /** The part around what is seen, or the whole, of which there is more to know; undefined for none. */
  wantedPart(): FlameRange | undefined {
    const { from, to } = this.#range;
    const size = to - from;
    if (this.#wholeSides.every(({ layout }) => layout.boxes.countHidden === 0)) {
      return undefined;
    }
    if (size >= LEAST_SEEN * this.whole) {
      return this.#isWholeDetailed ? undefined : { from: 0, to: this.whole };
    }
    const part = this.#detail?.part;
    if (part && isWithin(this.#range, part) && size >= LEAST_SEEN * (part.to - part.from)) {
      return undefined;
    }
    return {
      from: Math.max(0, from - MARGIN * size),
      to: Math.min(this.whole, to + MARGIN * size),
    };
  }

  spotOf({ side, box }: FlamePlace): FlameSpot {
    const { from, to } = this.extentOf({ side, box });
    return {
      side,
      depth: this.side(side)?.layout.depth[box] ?? 0,
      middle: (from + to) / 2,
    };
  }

  /** The box that is there now; undefined where it is too narrow for what is known. */
  placeOf({ side, depth, middle }: FlameSpot): FlamePlace | undefined {
    const layout = this.side(side)?.layout;
    const box = layout ? boxAt(layout, depth, middle) : -1;
    return box < 0 ? undefined : { side, box };
  }

  /** The box that is there, or the next one towards the root. */
  nearestOf(spot: FlameSpot): FlamePlace | undefined {
    for (let { depth } = spot; depth >= 0; depth--) {
      const place = this.placeOf({ ...spot, depth });
      if (place) {
        return place;
      }
    }
    return undefined;
  }

  get range(): FlameRange {
    return this.#range;
  }

  get isZoomed(): boolean {
    return this.#range.to - this.#range.from < this.whole * 0.9999;
  }

  /** Rows above and below the row of the root or the pivot, which is row 0. */
  get rows(): { readonly above: number; readonly below: number } {
    const depths = (name: FlameSideName) => {
      // With what is known of a part: rows stay where they are while one pans.
      const known = [...this.#wholeSides, ...(this.#detail?.sides ?? [])];
      const lengths = known
        .filter((side) => side.name === name)
        .map(({ layout, firstDepth }) => layout.rows.length - firstDepth);
      return Math.max(0, ...lengths);
    };
    const callees = Math.max(0, depths('callees') - 1);
    const callers = depths('callers');
    return this.isFlame ? { above: callees, below: callers } : { above: callers, below: callees };
  }

  side(name: FlameSideName): FlameSide | undefined {
    return this.sides.find((each) => each.name === name);
  }

  /** The row of a depth, positive below the root or pivot. */
  rowOf(side: FlameSide, depth: number): number {
    const steps = depth - side.firstDepth + (side.name === 'callers' ? 1 : 0);
    return this.#isDown(side) ? steps : -steps;
  }

  /** The box at a row, and at a place between 0 and 1 of what is seen. */
  placeAt(row: number, part: number): FlamePlace | undefined {
    const { from, to } = this.#range;
    for (const side of this.sides) {
      const steps = this.#isDown(side) ? row : -row;
      const depth = steps + side.firstDepth - (side.name === 'callers' ? 1 : 0);
      const box =
        depth < side.firstDepth ? -1 : boxAt(side.layout, depth, from + part * (to - from));
      if (box >= 0) {
        return { side: side.name, box };
      }
    }
    return undefined;
  }

  show({ from, to }: FlameRange): void {
    const size = Math.min(this.whole, Math.max(to - from, this.whole * LEAST_PART));
    const start = Math.min(Math.max(0, from), this.whole - size);
    this.#range = { from: start, to: start + size };
  }

  showAll(): void {
    this.#range = { from: 0, to: this.whole };
  }

  /** Around a place between 0 and 1 of what is seen. */
  zoom(factor: number, part = 0.5): void {
    const { from, to } = this.#range;
    const middle = from + (to - from) * part;
    const size = (to - from) / factor;
    this.show({ from: middle - size * part, to: middle + size * (1 - part) });
  }

  /** By a part of what is seen. */
  pan(part: number): void {
    const { from, to } = this.#range;
    const step = part * (to - from);
    this.show({ from: from + step, to: to + step });
  }

  /** With what was seen last in the middle at `place`, of the whole. */
  moveTo(place: number): void {
    const half = (this.#range.to - this.#range.from) / 2;
    this.show({ from: place - half, to: place + half });
  }

  /** Where a box begins and ends, of the whole. */
  extentOf({ side, box }: FlamePlace): FlameRange {
    const layout = this.side(side)?.layout;
    const from = layout?.left[box] ?? 0;
    return { from, to: from + (layout?.boxes.width[box] ?? 0) };
  }

  /** Where walking begins. */
  first(): FlamePlace | undefined {
    const [side] = this.sides;
    const box = side?.layout.rows[side.firstDepth]?.[0];
    return side && box !== undefined ? { side: side.name, box } : undefined;
  }

  /** One box up, down, left or right; from the pivot also to its callers. */
  step(place: FlamePlace, direction: 'up' | 'down' | 'left' | 'right'): FlamePlace {
    const side = this.side(place.side);
    if (!side) {
      return place;
    }
    if (direction === 'left' || direction === 'right') {
      const step = direction === 'left' ? 'previous' : 'next';
      return { ...place, box: walkFlame(side.layout, place.box, step) };
    }
    const isOutwards = (direction === 'down') === this.#isDown(side);
    if (!isOutwards && side.layout.depth[place.box] === side.firstDepth) {
      return this.#across(side) ?? place;
    }
    const step = isOutwards ? 'child' : 'parent';
    return { ...place, box: walkFlame(side.layout, place.box, step) };
  }

  /** From the pivot to the widest of its callers, and back. */
  #across({ name }: FlameSide): FlamePlace | undefined {
    const other = this.sides.find((each) => each.name !== name);
    const pivot = other?.layout.rows[1]?.[0];
    if (!other || pivot === undefined) {
      return undefined;
    }
    const box = other.name === 'callees' ? pivot : walkFlame(other.layout, pivot, 'child');
    return (other.layout.depth[box] ?? 0) < other.firstDepth
      ? undefined
      : { side: other.name, box };
  }

  #isDown({ name }: FlameSide): boolean {
    return (name === 'callees') !== this.isFlame;
  }
}

function sidesOf({ callees, callers }: FlameStacks): readonly FlameSide[] {
  return callers
    ? [
        { name: 'callees', layout: flameLayout(callees), firstDepth: 1 },
        { name: 'callers', layout: flameLayout(callers), firstDepth: 2 },
      ]
    : [{ name: 'callees', layout: flameLayout(callees), firstDepth: 0 }];
}

function isWithin(range: FlameRange, part: FlameRange): boolean {
  return range.from >= part.from && range.to <= part.to;
}
