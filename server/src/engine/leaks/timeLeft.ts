import type { LeakSubject } from './findLeaks.ts';

/** Seconds until so many bytes are in use, if the heap goes on as it did; undefined where it does not grow. */
export function secondsLeft(
  { kind, totals, perSecond }: LeakSubject,
  limitBytes: number,
): number | undefined {
  if (kind !== 'heap' || perSecond === undefined || perSecond <= 0) {
    return undefined;
  }
  return Math.max(0, limitBytes - (totals.at(-1) ?? 0)) / perSecond;
}
