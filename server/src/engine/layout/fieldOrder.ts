/**
 * The order of a struct's fields that costs least: first in size, and with it in the bytes that an
 * object takes of the heap; then in the bytes that the collector has to look at; then in fields that
 * are moved from where they were written.
 *
 * A field's size is a multiple of its alignment, in Go always. So the sum of the sizes, rounded up
 * once, is the least size, and fields in the order of falling alignment reach it if none without
 * size is the last. What takes a search is the rest: which of these orders has its pointers in front
 * and moves the fewest fields.
 */
import type { FieldSize } from './fieldLayout.ts';
import {
  compareCosts,
  costOf,
  keepsPinned,
  type LayoutCost,
  type OrderableField,
} from './orderCost.ts';
import { OrderSearch } from './orderSearch.ts';
import { sortedOrder } from './orderSorting.ts';
import { alignUp } from './sizes.ts';

/** Up to here every order is considered; beyond, the fewest moves are not promised. */
const MAXIMUM_EXACT_FIELDS = 12;
const MAXIMUM_FIELDS_MOVED_ONE_BY_ONE = 40;

/**
 * Indexes of the fields in the best order; undefined where none is better in size or in pointer data
 * than the one that they are in.
 */
export function bestOrder(fields: readonly OrderableField[]): readonly number[] | undefined {
  const written = [...fields.keys()];
  const now = costOf(fields, written);
  const least = { sizeBytes: leastSizeOf(fields), ptrdataBytes: leastPointerSpan(fields) };
  if (compareCosts(now, least) <= 0) {
    return undefined;
  }
  const order =
    orderWithOneMove(fields, least) ??
    (fields.length <= MAXIMUM_EXACT_FIELDS
      ? new OrderSearch(fields, least.sizeBytes).run()
      : sortedOrder(fields));
  return order !== undefined && compareCosts(costOf(fields, order), now) < 0 ? order : undefined;
}

/** The first order that one field leads to that is moved, and that costs as little as can be. */
function orderWithOneMove(
  fields: readonly OrderableField[],
  least: LayoutCost,
): readonly number[] | undefined {
  if (fields.length > MAXIMUM_FIELDS_MOVED_ONE_BY_ONE) {
    return undefined;
  }
  const written = [...fields.keys()];
  for (const from of written) {
    const others = written.toSpliced(from, 1);
    for (const to of written) {
      const order = others.toSpliced(to, 0, from);
      if (compareCosts(costOf(fields, order), least) <= 0 && keepsPinned(fields, order)) {
        return order;
      }
    }
  }
  return undefined;
}

function leastSizeOf(fields: readonly FieldSize[]): number {
  const sum = fields.reduce((bytes, { sizeBytes }) => bytes + sizeBytes, 0);
  return alignUp(sum, Math.max(1, ...fields.map(({ alignBytes }) => alignBytes)));
}

/** No order can have less pointer data: all fields with pointers in front, the best one last. */
function leastPointerSpan(fields: readonly FieldSize[]): number {
  let spanBytes = 0;
  let tailBytes = 0;
  for (const { sizeBytes, ptrdataBytes } of fields) {
    if (ptrdataBytes > 0) {
      spanBytes += sizeBytes;
      tailBytes = Math.max(tailBytes, sizeBytes - ptrdataBytes);
    }
  }
  return spanBytes - tailBytes;
}
