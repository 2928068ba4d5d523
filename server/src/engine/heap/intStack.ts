import { longer } from './columns.ts';

/** A stack of integers in a typed array: what mspanset.go's spanSet is to one thread. */
export interface IntStack {
  items: Int32Array;
  length: number;
}

export function emptyStack(): IntStack {
  return { items: new Int32Array(0), length: 0 };
}

export function push(stack: IntStack, item: number): void {
  if (stack.length === stack.items.length) {
    stack.items = longer(stack.items, new Int32Array(Math.max(16, 2 * stack.length)));
  }
  stack.items[stack.length++] = item;
}

/** 0, which is no span, if there is none. */
export function pop(stack: IntStack): number {
  return stack.length === 0 ? 0 : (stack.items[--stack.length] ?? 0);
}
