import type { WaitReason } from '../../../../server/src/engine/trace/waits.ts';
import type { BlockedModel } from '../../webview/traceProtocol.ts';
import { ownFrame } from '../../../../server/src/engine/trace/ownFrame.ts';

const MOST_ROWS = 1000;

/** Where goroutines waited longest, whatever for; and how many places are left out. */
export function blockedModel(
  reasons: readonly WaitReason[],
): [rows: readonly BlockedModel[], countOthers: number] {
  const all = reasons
    .flatMap(({ reason, stacks }) => stacks.map((stack) => ({ reason, ...stack })))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.totalNs - a.totalNs);
  const rows = all.slice(0, MOST_ROWS).map((row) => ({ ...row, ownFrame: ownFrame(row.frames) }));
  return [rows, all.length - rows.length];
}
