import { RecentMap } from '../../../server/src/engine/caches/recentMap.ts';
import type { GogcCost, GogcModel } from '../../../server/src/engine/gclog/gogcCost.ts';

/** A tenth more or less. */
const STEP = Math.log(1.1);
const MOST_REMEMBERED = 16;

/**
 * A log that grows is looked at over and over, and its numbers hardly change: what another GOGC would cost is found
 * out anew only once they have.
 */
export function rememberedCosts(model: GogcModel): GogcModel {
  const known = new RecentMap<string, { readonly cost: GogcCost | undefined }>(MOST_REMEMBERED);
  return (run, measures, now, gogc) => {
    const { liveMB, allocatedMBPerSecond, gcCpuPercent, intervalSeconds, procs } = measures;
    const about = [liveMB.p50 + 1, allocatedMBPerSecond, gcCpuPercent, intervalSeconds.mean].map(
      (value) => Math.round(Math.log(value) / STEP),
    );
    const key = [now, gogc, procs, ...about].join(' ');
    const remembered = known.get(key) ?? { cost: model(run, measures, now, gogc) };
    known.set(key, remembered);
    return remembered.cost;
  };
}
