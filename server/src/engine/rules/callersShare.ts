/** What a call of a function is part of, where all that call it are seen. */
import { type CallCost, CallCosts, type CostSource, plus } from './callCost.ts';
import { callSitesOf } from './callSites.ts';

/** How many calls lead to the function. */
const MAXIMUM_DEPTH = 3;

/**
 * The least of what its callers allocate, each where it comes by a call of the function, or in a round of the loop around
 * that; undefined where one of them, or nobody knows who, allocates so little that what is saved would be noticed.
 */
export function callersShare(
  source: CostSource,
  name: string,
  isLittleOf: (all: CallCost) => boolean,
  depth = MAXIMUM_DEPTH,
): CallCost | undefined {
  const sites = depth > 0 ? callSitesOf(source.package, name) : undefined;
  let least: CallCost | undefined;
  for (const { caller, at } of sites ?? []) {
    const costs = CallCosts.ofOther(source, caller);
    const scope = costs.scopeOf(at, true);
    const all = plus(costs.ownFrom(at, scope), costs.calledFrom(at, scope));
    const share = isLittleOf(all)
      ? all
      : scope === caller.syntax
        ? callersShare(source, caller.syntax.name.name, isLittleOf, depth - 1)
        : undefined;
    if (!share) {
      return undefined;
    }
    least = least && least.objects < share.objects ? least : share;
  }
  return least;
}
