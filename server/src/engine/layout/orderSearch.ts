import { layOutFields } from './fieldLayout.ts';
import type { OrderableField } from './orderCost.ts';
import { alignUp } from './sizes.ts';

const UNKNOWN = -2;
const IMPOSSIBLE = -1;

/**
 * All orders of the least size, by what matters of their beginnings: which fields are placed, and
 * how much padding there is between them, which is less than the greatest alignment.
 */
export class OrderSearch {
  readonly #fields: readonly OrderableField[];
  readonly #countAll: number;
  readonly #leastSize: number;
  readonly #alignBytes: number;
  /** Sum of sizes by set of fields. */
  readonly #sums: Float64Array;
  /** How much padding between fields the least size leaves room for. */
  readonly #slackBytes: number;
  readonly #offsets: readonly number[];

  constructor(fields: readonly OrderableField[], leastSize: number) {
    this.#fields = fields;
    this.#countAll = 1 << fields.length;
    this.#leastSize = leastSize;
    this.#alignBytes = Math.max(1, ...fields.map(({ alignBytes }) => alignBytes));
    this.#offsets = layOutFields(fields).offsetsBytes;
    this.#sums = new Float64Array(this.#countAll);
    for (let set = 1; set < this.#countAll; set++) {
      const lowest = 31 - Math.clz32(set & -set);
      this.#sums[set] = this.#sumOf(set & (set - 1)) + (fields[lowest]?.sizeBytes ?? 0);
    }
    this.#slackBytes = leastSize - this.#sumOf(this.#countAll - 1);
  }

  /** Undefined if pinned fields leave no order of the least size. */
  run(): readonly number[] | undefined {
    const leastPtrdata = this.#leastPtrdata();
    return leastPtrdata === undefined ? undefined : this.#fewestMoves(leastPtrdata);
  }

  #sumOf(set: number): number {
    return this.#sums[set] ?? 0;
  }

  /** The padding before a field that comes next; undefined where it may not. */
  #placed(index: number, set: number, padBytes: number): number | undefined {
    const field = this.#fields[index];
    if (field === undefined || (set & (1 << index)) !== 0) {
      return undefined;
    }
    const at = this.#sumOf(set) + padBytes;
    const offset = alignUp(at, field.alignBytes);
    if (field.isPinned && offset !== this.#offsets[index]) {
      return undefined;
    }
    const pad = padBytes + offset - at;
    if (pad > this.#slackBytes) {
      return undefined;
    }
    const isLast = (set | (1 << index)) === this.#countAll - 1;
    const end = offset + field.sizeBytes;
    const isTooLong =
      isLast && field.sizeBytes === 0 && alignUp(end + 1, this.#alignBytes) > this.#leastSize;
    return isTooLong ? undefined : pad;
  }

  /** Where the pointers of a field end that is placed with that padding before it. */
  #pointersEnd(index: number, set: number, padBytes: number): number {
    const ptrdataBytes = this.#fields[index]?.ptrdataBytes ?? 0;
    return ptrdataBytes === 0 ? 0 : this.#sumOf(set) + padBytes + ptrdataBytes;
  }

  #leastPtrdata(): number | undefined {
    const width = this.#slackBytes + 1;
    const ends = new Float64Array(this.#countAll * width).fill(Number.POSITIVE_INFINITY);
    ends[0] = 0;
    for (let set = 0; set < this.#countAll - 1; set++) {
      for (let padBytes = 0; padBytes < width; padBytes++) {
        const end = ends[set * width + padBytes] ?? Number.POSITIVE_INFINITY;
        if (end === Number.POSITIVE_INFINITY) {
          continue;
        }
        for (let index = 0; index < this.#fields.length; index++) {
          const pad = this.#placed(index, set, padBytes);
          if (pad !== undefined) {
            const next = (set | (1 << index)) * width + pad;
            const reached = Math.max(end, this.#pointersEnd(index, set, pad));
            ends[next] = Math.min(ends[next] ?? reached, reached);
          }
        }
      }
    }
    const least = Math.min(...ends.subarray((this.#countAll - 1) * width));
    return Number.isFinite(least) ? least : undefined;
  }

  /**
   * Of the orders whose pointers end where they best do, one that keeps the most fields in the order
   * as written; of several, the first by index.
   */
  #fewestMoves(leastPtrdata: number): readonly number[] | undefined {
    const count = this.#fields.length;
    const width = this.#slackBytes + 1;
    const known = new Int8Array(this.#countAll * width * (count + 1)).fill(UNKNOWN);

    /** How many more fields can be kept, with `keptUpTo` the first that still may be. */
    const mostKept = (set: number, padBytes: number, keptUpTo: number): number => {
      if (set === this.#countAll - 1) {
        return 0;
      }
      const at = (set * width + padBytes) * (count + 1) + keptUpTo;
      const before = known[at] ?? UNKNOWN;
      if (before !== UNKNOWN) {
        return before;
      }
      let most = IMPOSSIBLE;
      for (const { rest, isKept } of steps(set, padBytes, keptUpTo)) {
        most = rest === IMPOSSIBLE ? most : Math.max(most, rest + (isKept ? 1 : 0));
      }
      known[at] = most;
      return most;
    };

    const steps = (set: number, padBytes: number, keptUpTo: number): Step[] => {
      const found: Step[] = [];
      for (let index = 0; index < count; index++) {
        const pad = this.#placed(index, set, padBytes);
        if (pad === undefined || this.#pointersEnd(index, set, pad) > leastPtrdata) {
          continue;
        }
        const next = set | (1 << index);
        if (index >= keptUpTo) {
          found.push(step(index, next, pad, index + 1, true));
        }
        found.push(step(index, next, pad, keptUpTo, false));
      }
      return found;
    };

    const step = (
      index: number,
      set: number,
      padBytes: number,
      keptUpTo: number,
      isKept: boolean,
    ): Step => {
      return { index, set, padBytes, keptUpTo, isKept, rest: mostKept(set, padBytes, keptUpTo) };
    };

    const order: number[] = [];
    let at = { set: 0, padBytes: 0, keptUpTo: 0 };
    let wanted = mostKept(0, 0, 0);
    while (order.length < count) {
      const chosen = steps(at.set, at.padBytes, at.keptUpTo).find(
        ({ rest, isKept }) => rest !== IMPOSSIBLE && rest + (isKept ? 1 : 0) === wanted,
      );
      if (chosen === undefined) {
        return undefined;
      }
      order.push(chosen.index);
      at = chosen;
      wanted = chosen.rest;
    }
    return order;
  }
}

/** One more field placed, and how many of those after it can be kept. */
interface Step {
  readonly index: number;
  readonly set: number;
  readonly padBytes: number;
  readonly keptUpTo: number;
  readonly isKept: boolean;
  readonly rest: number;
}
