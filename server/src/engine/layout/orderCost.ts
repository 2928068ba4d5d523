/** What an order of a struct's fields costs. */
import { layOutFields, type FieldSize } from './fieldLayout.ts';

export interface OrderableField extends FieldSize {
  /** Must keep its offset, as others count on it: an atomic 64-bit word on a 32-bit machine. */
  readonly isPinned: boolean;
}

export type LayoutCost = Pick<FieldSize, 'sizeBytes' | 'ptrdataBytes'>;

export function costOf(fields: readonly OrderableField[], order: readonly number[]): LayoutCost {
  return layOutFields(select(fields, order));
}

export function compareCosts(a: LayoutCost, b: LayoutCost): number {
  return a.sizeBytes - b.sizeBytes || a.ptrdataBytes - b.ptrdataBytes;
}

export function keepsPinned(fields: readonly OrderableField[], order: readonly number[]): boolean {
  if (!fields.some(({ isPinned }) => isPinned)) {
    return true;
  }
  const before = layOutFields(fields).offsetsBytes;
  const after = layOutFields(select(fields, order)).offsetsBytes;
  return order.every((index, at) => !fields[index]?.isPinned || after[at] === before[index]);
}

function select<Item>(items: readonly Item[], order: readonly number[]): Item[] {
  return order.flatMap((index) => items[index] ?? []);
}
