import type { RowKind } from './rows.ts';

/** Something on the heap that would stay on the stack if a function were inlined that is not. */
export interface KeptSite {
  /** Of its place, from the start of its declaration. */
  readonly offset: number;
  readonly kind: RowKind;
  /** The function that is not inlined, as the compiler names it. */
  readonly functionName: string;
  /** In the compiler's words. */
  readonly reason: string;
}

/** What a function costs that is too large to be inlined, and what it may cost. */
export interface TooLarge {
  readonly cost: number;
  readonly budget: number;
}

/** Undefined for other reasons; cmd/compile/internal/inline/inl.go has the words. */
export function tooLarge(reason: string): TooLarge | undefined {
  const [, cost, budget] =
    /^function too complex: cost (\d+) exceeds budget (\d+)$/.exec(reason) ?? [];
  return cost === undefined ? undefined : { cost: Number(cost), budget: Number(budget) };
}
