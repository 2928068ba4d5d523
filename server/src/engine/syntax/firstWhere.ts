/** Index of the first item for which `test` holds, if it holds for all after the first. */
export function firstWhere<Item>(items: readonly Item[], test: (item: Item) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item === undefined || test(item)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}
