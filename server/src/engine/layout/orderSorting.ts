import { layOutFields } from './fieldLayout.ts';
import { compareCosts, costOf, select, type OrderCost, type OrderableField } from './orderCost.ts';

/** Beyond this a struct is sorted as a whole. */
const MAXIMUM_CLIMBED_FIELDS = 64;

/**
 * For large structs: the order by sorting, which has the least size, or one of the same cost that
 * moves fewer fields, if moving one field after the other leads there.
 */
export function sortedOrder(fields: readonly OrderableField[]): readonly number[] {
  const [first, ...others] = sortings(fields);
  const sorted = others.reduce(
    (best, order) => (compareCosts(costOf(fields, order), costOf(fields, best)) < 0 ? order : best),
    first,
  );
  if (fields.length > MAXIMUM_CLIMBED_FIELDS) {
    return sorted;
  }
  const climbed = climb(fields);
  return compareCosts(costOf(fields, climbed), costOf(fields, sorted)) <= 0 ? climbed : sorted;
}

/** By alignment; and with all pointers in front, which costs size where they are not aligned most. */
function sortings(
  fields: readonly OrderableField[],
): [readonly number[], ...(readonly number[])[]] {
  const written = fields.map((_, index) => index);
  const sort = (rank: (field: OrderableField, index: number) => readonly number[]) => {
    const ranks = fields.map(rank);
    return [...written].sort((a, b) => compareRanks(ranks[a] ?? [], ranks[b] ?? []));
  };
  const last = lastWithPointers(fields);
  const group = (field: OrderableField, index: number) =>
    field.sizeBytes === 0
      ? 0
      : field.isPinned
        ? 1
        : field.ptrdataBytes === 0
          ? 4
          : index === last
            ? 3
            : 2;
  const early = ({ sizeBytes, isPinned }: OrderableField) =>
    sizeBytes === 0 ? 0 : isPinned ? 1 : 2;
  return [
    sort((field, index) => [early(field), -field.alignBytes, group(field, index)]),
    sort((field, index) => [group(field, index), -field.alignBytes]),
  ];
}

/** The field with pointers that has most bytes behind them. */
function lastWithPointers(fields: readonly OrderableField[]): number {
  let last = -1;
  let tailBytes = -1;
  for (const [index, { sizeBytes, ptrdataBytes }] of fields.entries()) {
    if (ptrdataBytes > 0 && sizeBytes - ptrdataBytes >= tailBytes) {
      last = index;
      tailBytes = sizeBytes - ptrdataBytes;
    }
  }
  return last;
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (const [index, rank] of a.entries()) {
    const difference = rank - (b[index] ?? 0);
    if (difference !== 0) {
      return difference;
    }
  }
  return 0;
}

/** Moves one field at a time to where it helps most, as long as one does. */
function climb(fields: readonly OrderableField[]): readonly number[] {
  const compare = (a: OrderCost, b: OrderCost) =>
    a.sizeBytes - b.sizeBytes || a.padBytes - b.padBytes || a.ptrdataBytes - b.ptrdataBytes;
  const pinned = layOutFields(fields).offsetsBytes;
  const keepsPinned = (order: readonly number[]) =>
    layOutFields(select(fields, order)).offsetsBytes.every((offset, at) => {
      const index = order[at] ?? at;
      return fields[index]?.isPinned !== true || offset === pinned[index];
    });
  let order = fields.map((_, index) => index);
  let cost = costOf(fields, order);
  for (;;) {
    let better: { readonly order: number[]; readonly cost: OrderCost } | undefined;
    for (let from = 0; from < order.length; from++) {
      for (let to = 0; to < order.length; to++) {
        const moved = order.toSpliced(from, 1).toSpliced(to, 0, order[from] ?? from);
        const reached = costOf(fields, moved);
        if (compare(reached, better?.cost ?? cost) < 0 && keepsPinned(moved)) {
          better = { order: moved, cost: reached };
        }
      }
    }
    if (better === undefined) {
      return order;
    }
    ({ order, cost } = better);
  }
}
