/** Fields that are declared on one line stay on one, where that costs nothing. */
import { compareCosts, costOf, keepsPinned, type OrderableField } from '../layout/orderCost.ts';

/**
 * The order with the fields of each line together, as far as it costs no more; `lines` has the
 * indexes of the fields of each line.
 */
export function fieldsTogether(
  fields: readonly OrderableField[],
  order: readonly number[],
  lines: readonly (readonly number[])[],
): readonly number[] {
  let best = order;
  for (const line of lines.filter(({ length }) => length > 1)) {
    if (areTogether(best, line)) {
      continue;
    }
    const others = best.filter((index) => !line.includes(index));
    const places = line.map((index) => others.filter((each) => isBefore(best, each, index)).length);
    const candidates = places.map((place) => others.toSpliced(place, 0, ...line));
    best =
      candidates.find(
        (each) =>
          compareCosts(costOf(fields, each), costOf(fields, best)) <= 0 &&
          keepsPinned(fields, each),
      ) ?? best;
  }
  return best;
}

function areTogether(order: readonly number[], line: readonly number[]): boolean {
  const places = line.map((index) => order.indexOf(index));
  return places.every((place, at) => at === 0 || place === (places[at - 1] ?? 0) + 1);
}

function isBefore(order: readonly number[], a: number, b: number): boolean {
  return order.indexOf(a) < order.indexOf(b);
}
