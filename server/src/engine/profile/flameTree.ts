import { Float64List, SumList, Uint32List, type Amount, type Column } from './columns.ts';

/** Boxes in columns, depth first: behind each all that is above it. The first is the root of all. */
export interface FlameTree {
  readonly names: readonly string[];
  /** The name of each box; -1 for the root. */
  readonly name: Int32Array;
  /** -1 for the root. */
  readonly parent: Int32Array;
  /** Inlined into its parent in all samples. */
  readonly isInlined: Uint8Array;
  /** What the box takes with all above it. */
  readonly value: Column;
  /**
   * The sum of absolute values, which the width shows: in a difference growth and shrinking do not cancel
   * each other out. Children are never wider than their parent. The column of values where nothing is negative.
   */
  readonly width: Column;
  /** How many samples its value is of, where the caller says that of each sample; otherwise empty. */
  readonly counts: Float64Array;
  /** Boxes with children that are not there, in order, and what those take together. */
  readonly cutBoxes: Uint32Array;
  readonly cutValues: Column;
  /** Boxes right of siblings that are not there, in order, and how wide those between it and the one before are. */
  readonly shiftedBoxes: Uint32Array;
  readonly shifts: Column;
  /** How many are left out because they are too narrow; what lies above them is not counted. */
  readonly countHidden: number;
}

/** Where a box is: above which one, of which frame; -1 for none. */
export interface FlamePlace {
  readonly frame: number;
  readonly parent: number;
  readonly isInlined: boolean;
}

/** A part of the picture, in the unit of widths; the root is as wide as the whole. */
export interface FlamePart {
  readonly from: number;
  readonly to: number;
}

/** What a box is worth. */
export interface FlameAmounts {
  readonly value: Amount;
  readonly width: Amount;
  readonly count: number;
}

/** Boxes as they are found. */
export class FlameTreeBuilder {
  readonly #name = new Uint32List();
  readonly #parent = new Uint32List();
  readonly #isInlined = new Uint32List();
  readonly #value: SumList;
  readonly #width: SumList | undefined;
  readonly #counts: Float64List | undefined;
  readonly #cutBoxes = new Uint32List();
  readonly #cutValues: SumList;
  readonly #shiftedBoxes = new Uint32List();
  readonly #shifts: SumList;

  /** Where nothing of the column is negative, widths are values. */
  constructor(column: Column, isSigned: boolean, hasCounts: boolean) {
    this.#value = new SumList(column);
    this.#width = isSigned ? new SumList(column) : undefined;
    this.#counts = hasCounts ? new Float64List() : undefined;
    this.#cutValues = new SumList(column);
    this.#shifts = new SumList(column);
  }

  /** The place of the box. */
  push({ frame, parent, isInlined }: FlamePlace, { value, width, count }: FlameAmounts): number {
    this.#name.push(frame);
    this.#parent.push(parent);
    this.#isInlined.push(isInlined ? 1 : 0);
    this.#value.push(value);
    this.#width?.push(width);
    this.#counts?.push(count);
    return this.#name.length - 1;
  }

  /** Children of the box that was pushed last are not there, which take `value` together. */
  cut(value: Amount): void {
    this.#cutBoxes.push(this.#name.length - 1);
    this.#cutValues.push(value);
  }

  /** Siblings are not there that would stand between the box that was pushed last and the one before. */
  shift(width: Amount): void {
    this.#shiftedBoxes.push(this.#name.length - 1);
    this.#shifts.push(width);
  }

  columns(): Omit<FlameTree, 'names' | 'countHidden'> {
    const value = this.#value.toColumn();
    return {
      // -1 was kept as the number of the same bits.
      name: new Int32Array(this.#name.toArray()),
      parent: new Int32Array(this.#parent.toArray()),
      isInlined: new Uint8Array(this.#isInlined.toArray()),
      value,
      width: this.#width?.toColumn() ?? value,
      counts: this.#counts?.toArray() ?? new Float64Array(0),
      cutBoxes: this.#cutBoxes.toArray(),
      cutValues: this.#cutValues.toColumn(),
      shiftedBoxes: this.#shiftedBoxes.toArray(),
      shifts: this.#shifts.toColumn(),
    };
  }
}
