/** The inliner's numbers: cmd/compile/internal/inline/inl.go (Go 1.22 to 1.26). */

import type { CompilerFlags } from '../ir/compilerFlags.ts';

/** What a function may cost to be inlined. */
export const MAXIMUM_COST = 80;
/** Of a call of what is not inlined itself. */
const CALL_COST = 57;
const CHEAP_CALL_COST = 1;

export function callCost({ areCallsCheap }: CompilerFlags): number {
  return areCallsCheap ? CHEAP_CALL_COST : CALL_COST;
}

/** Of a call of a parameter: it may be known where the function is inlined. */
export const PARAMETER_CALL_COST = 17;
export const CLOSURE_COST = 15;
/** A function of so many nodes is big: only what is cheap is inlined into it. */
export const BIG_FUNCTION_NODES = 5000;
export const BIG_FUNCTION_MAXIMUM_COST = 20;
/** Of what is hot by a profile. */
export const HOT_MAXIMUM_COST = 2000;
/** Of a closure that is called at one place. */
export const CLOSURE_CALLED_ONCE_COST = 10 * MAXIMUM_COST;
