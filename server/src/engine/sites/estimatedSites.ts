/**
 * Which lines are likely to allocate most, without a profile: bytes each time, times in loops, and from
 * how many places the function is called. The numbers are good for an order and for nothing else.
 */
import { bytesEachTime, ROUNDS, TIMES, UNKNOWN_BYTES } from '../alloc/estimate.ts';
import { siteAt, type EstimatedSite, type Site, type SiteFunction } from './site.ts';

/** A function that everybody calls is not called more than that often for each other one. */
const MAXIMUM_CALLS = 100;

/** By estimated bytes, most first. */
export function estimatedSites(functions: readonly SiteFunction[]): EstimatedSite[] {
  const calls = countCalls(functions);
  return functions
    .flatMap((of) => {
      const lines = new Set([
        ...of.allocations.map(({ line }) => line),
        ...of.findings.flatMap(({ lines: [first] }) => (first === undefined ? [] : [first])),
      ]);
      const times = Math.min(MAXIMUM_CALLS, 1 + (calls.get(of.calledAs) ?? 0));
      return [...lines].map((line) => {
        const site = siteAt(of, line);
        return { ...site, estimatedBytes: times * bytesOf(site) };
      });
    })
    .filter(({ estimatedBytes }) => estimatedBytes > 0)
    .sort((a, b) => b.estimatedBytes - a.estimatedBytes);
}

function countCalls(functions: readonly SiteFunction[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { callee, isInLoop } of functions.flatMap(({ calls }) => calls)) {
    counts.set(callee, (counts.get(callee) ?? 0) + (isInLoop ? ROUNDS : 1));
  }
  return counts;
}

/** For each call of the function. */
function bytesOf({ allocations, finding }: Site): number {
  const own = allocations.reduce(
    (sum, allocation) => sum + TIMES[allocation.frequency] * bytesEachTime(allocation),
    0,
  );
  const evidence = finding?.evidence;
  return evidence?.kind === 'callee'
    ? own + TIMES[evidence.frequency] * (finding?.gain?.bytes ?? UNKNOWN_BYTES)
    : own;
}
