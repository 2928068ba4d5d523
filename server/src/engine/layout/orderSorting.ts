/** Good orders of the fields of large structs, for which not all orders can be tried. */
import { compareCosts, costOf, type OrderableField } from './orderCost.ts';

/** The least of those that sorting and filling lead to; of equals, the one that moves fewest. */
export function sortedOrder(fields: readonly OrderableField[]): readonly number[] {
  const [first, ...others] = candidates(fields);
  let best = { order: first, cost: costOf(fields, first), countKept: longestRise(first) };
  for (const order of others) {
    const cost = costOf(fields, order);
    const difference = compareCosts(cost, best.cost);
    const countKept = difference <= 0 ? longestRise(order) : 0;
    if (difference < 0 || (difference === 0 && countKept > best.countKept)) {
      best = { order, cost, countKept };
    }
  }
  return best.order;
}

/** The first of them has the least size that there is. */
function candidates(
  fields: readonly OrderableField[],
): [readonly number[], ...(readonly number[])[]] {
  const all = [...fields.keys()];
  const withoutSize = all.filter((index) => fields[index]?.sizeBytes === 0);
  const pinned = all.filter((index) => fields[index]?.isPinned);
  const free = all.filter((index) => !withoutSize.includes(index) && !pinned.includes(index));
  const last = lastWithPointers(fields, free);
  const pointers = free.filter((index) => isWithPointers(fields[index]) && index !== last);
  const inFront = [...pointers, ...(last === undefined ? [] : [last])];
  const scalars = free.filter((index) => !isWithPointers(fields[index]));
  const byAlignment = (indexes: readonly number[]) =>
    [...indexes].sort((a, b) => (fields[b]?.alignBytes ?? 0) - (fields[a]?.alignBytes ?? 0));
  const start = [...withoutSize, ...pinned];
  return [
    [...start, ...byAlignment(free)],
    [...start, ...byAlignment(inFront), ...byAlignment(scalars)],
    filled(fields, pinned, all),
    filled(fields, [...pinned, ...inFront], all),
  ];
}

function isWithPointers(field: OrderableField | undefined): boolean {
  return field !== undefined && field.ptrdataBytes > 0;
}

/** The field with pointers that has most bytes behind them. */
function lastWithPointers(
  fields: readonly OrderableField[],
  indexes: readonly number[],
): number | undefined {
  let last: number | undefined;
  let tailBytes = -1;
  for (const index of indexes) {
    const field = fields[index];
    if (field && field.ptrdataBytes > 0 && field.sizeBytes - field.ptrdataBytes >= tailBytes) {
      last = index;
      tailBytes = field.sizeBytes - field.ptrdataBytes;
    }
  }
  return last;
}

/** Behind those that come first, always the next field as written that needs no padding. */
function filled(
  fields: readonly OrderableField[],
  first: readonly number[],
  all: readonly number[],
): readonly number[] {
  const order: number[] = [];
  let at = 0;
  const place = (index: number) => {
    const { sizeBytes = 0, alignBytes = 1 } = fields[index] ?? {};
    at += paddingAt(at, alignBytes) + sizeBytes;
    order.push(index);
  };
  first.forEach(place);
  const queues = queuesByAlignment(fields, first, all);
  while (order.length < all.length) {
    const next = [...queues]
      .filter(([, { indexes, done }]) => done < indexes.length)
      .map(([alignBytes, queue]) => ({
        queue,
        index: queue.indexes[queue.done] ?? 0,
        padBytes: paddingAt(at, alignBytes),
      }))
      .reduce((a, b) => ((b.padBytes - a.padBytes || b.index - a.index) < 0 ? b : a));
    next.queue.done++;
    place(next.index);
  }
  const last = order.at(-1);
  return last !== undefined && fields[last]?.sizeBytes === 0
    ? [last, ...order.slice(0, -1)]
    : order;
}

function paddingAt(at: number, alignBytes: number): number {
  return (alignBytes - (at % alignBytes)) % alignBytes;
}

interface Queue {
  readonly indexes: number[];
  done: number;
}

function queuesByAlignment(
  fields: readonly OrderableField[],
  without: readonly number[],
  all: readonly number[],
): ReadonlyMap<number, Queue> {
  const left = new Set(without);
  const queues = new Map<number, Queue>();
  for (const index of all) {
    const { alignBytes = 1 } = fields[index] ?? {};
    if (!left.has(index)) {
      const queue = queues.get(alignBytes) ?? { indexes: [], done: 0 };
      queue.indexes.push(index);
      queues.set(alignBytes, queue);
    }
  }
  return queues;
}

/** How many fields stay in the order as written. */
function longestRise(order: readonly number[]): number {
  /** The least index that a rise of each length ends with. */
  const ends: number[] = [];
  for (const index of order) {
    const longer = ends.findIndex((end) => end > index);
    ends[longer === -1 ? ends.length : longer] = index;
  }
  return ends.length;
}
