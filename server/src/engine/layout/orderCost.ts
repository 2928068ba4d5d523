/** What an order of a struct's fields costs. */
import { layOutFields, type FieldSize } from './fieldLayout.ts';

export interface OrderableField extends FieldSize {
  /** Must keep its offset, as others count on it: an atomic 64-bit word on a 32-bit machine. */
  readonly isPinned: boolean;
}

export interface OrderCost {
  readonly sizeBytes: number;
  readonly ptrdataBytes: number;
  /** Of all fields but the last, so that a step towards a smaller size counts. */
  readonly padBytes: number;
}

export function costOf(fields: readonly OrderableField[], order: readonly number[]): OrderCost {
  const { sizeBytes, ptrdataBytes, padsAfterBytes } = layOutFields(select(fields, order));
  return {
    sizeBytes,
    ptrdataBytes,
    padBytes: padsAfterBytes.slice(0, -1).reduce((sum, pad) => sum + pad, 0),
  };
}

export function select<Item>(items: readonly Item[], order: readonly number[]): Item[] {
  return order.flatMap((index) => {
    const item = items[index];
    return item === undefined ? [] : [item];
  });
}

export function compareCosts(a: OrderCost, b: OrderCost): number {
  return a.sizeBytes - b.sizeBytes || a.ptrdataBytes - b.ptrdataBytes;
}
