import { layOutFields } from './fieldLayout.ts';
import type { OrderableField } from './orderCost.ts';
import { alignUp } from './sizes.ts';

const IMPOSSIBLE = -1;
/** Of a step, beside the state that it leads to: which field is placed. */
const FIELD_BITS = 4;
const FIELD_MASK = (1 << FIELD_BITS) - 1;

/**
 * All orders of the least size, by what matters of their beginnings: which fields are placed, as a
 * set of bits, and how much padding there is between them, which is less than the greatest
 * alignment. The two together are a state.
 */
export class OrderSearch {
  readonly #fields: readonly OrderableField[];
  readonly #countSets: number;
  readonly #leastSize: number;
  readonly #alignBytes: number;
  /** Sum of sizes by set. */
  readonly #sums: Float64Array;
  /** One more than the padding between fields that the least size leaves room for. */
  readonly #width: number;
  readonly #offsets: readonly number[];

  constructor(fields: readonly OrderableField[], leastSize: number) {
    this.#fields = fields;
    this.#countSets = 1 << fields.length;
    this.#leastSize = leastSize;
    this.#alignBytes = Math.max(1, ...fields.map(({ alignBytes }) => alignBytes));
    this.#offsets = layOutFields(fields).offsetsBytes;
    this.#sums = new Float64Array(this.#countSets);
    for (let set = 1; set < this.#countSets; set++) {
      const lowest = 31 - Math.clz32(set & -set);
      this.#sums[set] = this.#sumOf(set & (set - 1)) + (fields[lowest]?.sizeBytes ?? 0);
    }
    this.#width = leastSize - this.#sumOf(this.#countSets - 1) + 1;
  }

  /** Undefined if pinned fields leave no order of the least size. */
  run(): readonly number[] | undefined {
    const leastPtrdata = this.#leastPtrdata();
    return leastPtrdata === undefined ? undefined : this.#fewestMoves(leastPtrdata);
  }

  #sumOf(set: number): number {
    return this.#sums[set] ?? 0;
  }

  /** The padding so far with a field that comes next; -1 where it may not. */
  #placed(index: number, set: number, padBytes: number): number {
    const field = this.#fields[index];
    if (field === undefined || (set & (1 << index)) !== 0) {
      return IMPOSSIBLE;
    }
    const at = this.#sumOf(set) + padBytes;
    const offset = alignUp(at, field.alignBytes);
    const pad = padBytes + offset - at;
    if (pad >= this.#width || (field.isPinned && offset !== this.#offsets[index])) {
      return IMPOSSIBLE;
    }
    const isTooLong =
      field.sizeBytes === 0 &&
      (set | (1 << index)) === this.#countSets - 1 &&
      alignUp(offset + 1, this.#alignBytes) > this.#leastSize;
    return isTooLong ? IMPOSSIBLE : pad;
  }

  /** Where the pointers of a field end that is placed with that padding before it. */
  #pointersEnd(index: number, set: number, padBytes: number): number {
    const ptrdataBytes = this.#fields[index]?.ptrdataBytes ?? 0;
    return ptrdataBytes === 0 ? 0 : this.#sumOf(set) + padBytes + ptrdataBytes;
  }

  #leastPtrdata(): number | undefined {
    const width = this.#width;
    const ends = new Float64Array(this.#countSets * width).fill(Number.POSITIVE_INFINITY);
    ends[0] = 0;
    for (let state = 0; state < ends.length - width; state++) {
      const end = ends[state] ?? Number.POSITIVE_INFINITY;
      const set = Math.floor(state / width);
      for (let index = 0; end < Number.POSITIVE_INFINITY && index < this.#fields.length; index++) {
        const pad = this.#placed(index, set, state % width);
        if (pad !== IMPOSSIBLE) {
          const next = (set | (1 << index)) * width + pad;
          const reached = Math.max(end, this.#pointersEnd(index, set, pad));
          ends[next] = Math.min(ends[next] ?? reached, reached);
        }
      }
    }
    const least = Math.min(...ends.subarray(ends.length - width));
    return Number.isFinite(least) ? least : undefined;
  }

  /** What may come next where no pointer ends later than that. */
  #steps(state: number, leastPtrdata: number): number[] {
    const steps: number[] = [];
    const set = Math.floor(state / this.#width);
    for (let index = 0; index < this.#fields.length; index++) {
      const pad = this.#placed(index, set, state % this.#width);
      if (pad !== IMPOSSIBLE && this.#pointersEnd(index, set, pad) <= leastPtrdata) {
        const next = (set | (1 << index)) * this.#width + pad;
        steps.push((next << FIELD_BITS) | index);
      }
    }
    return steps;
  }

  /**
   * Of the orders whose pointers end where they best do, one that keeps the most fields in the order
   * as written; of several, the first by index.
   */
  #fewestMoves(leastPtrdata: number): readonly number[] | undefined {
    const count = this.#fields.length;
    const countStates = this.#countSets * this.#width;
    const steps = this.#reachable(leastPtrdata);
    // How many more fields can be kept, by state and by the first field that still may be.
    const most = new Int8Array(countStates * (count + 1)).fill(IMPOSSIBLE);
    most.fill(0, (countStates - this.#width) * (count + 1));
    for (let state = countStates - this.#width - 1; state >= 0; state--) {
      for (const step of steps[state] ?? []) {
        const index = step & FIELD_MASK;
        const next = (step >> FIELD_BITS) * (count + 1);
        const kept = most[next + index + 1] ?? IMPOSSIBLE;
        for (let from = 0; from <= count; from++) {
          const moved = most[next + from] ?? IMPOSSIBLE;
          const better = from <= index && kept !== IMPOSSIBLE ? Math.max(moved, kept + 1) : moved;
          const at = state * (count + 1) + from;
          most[at] = Math.max(most[at] ?? IMPOSSIBLE, better);
        }
      }
    }
    const order: number[] = [];
    let state = 0;
    let from = 0;
    while (order.length < count) {
      const wanted = most[state * (count + 1) + from] ?? IMPOSSIBLE;
      if (wanted === IMPOSSIBLE) {
        return undefined;
      }
      for (const step of steps[state] ?? []) {
        const index = step & FIELD_MASK;
        const next = step >> FIELD_BITS;
        const isKept =
          wanted > 0 && index >= from && most[next * (count + 1) + index + 1] === wanted - 1;
        if (isKept || most[next * (count + 1) + from] === wanted) {
          order.push(index);
          state = next;
          from = isKept ? index + 1 : from;
          break;
        }
      }
    }
    return order;
  }

  /** The steps of the states that can be come to, by state. */
  #reachable(leastPtrdata: number): readonly (readonly number[] | undefined)[] {
    const countStates = this.#countSets * this.#width;
    const steps: (readonly number[] | undefined)[] = new Array<undefined>(countStates);
    const isReached = new Uint8Array(countStates);
    isReached[0] = 1;
    for (let state = 0; state < countStates - this.#width; state++) {
      if (isReached[state] === 1) {
        const here = this.#steps(state, leastPtrdata);
        steps[state] = here;
        for (const step of here) {
          isReached[step >> FIELD_BITS] = 1;
        }
      }
    }
    return steps;
  }
}
