import type { Durations } from '../../../../server/src/engine/trace/durations.ts';
import type { TraceSummary } from '../../../../server/src/engine/trace/summary.ts';
import type { EventKind, EventModel } from '../../webview/traceProtocol.ts';
import { NS_PER_SECOND } from './heapModel.ts';
import { ownFrame } from './ownFrame.ts';

const SHARES = [0.5, 0.95, 0.99];

/** What has a duration, by kind; what did not happen is left out. */
export function eventsModel(summary: TraceSummary): EventModel[] {
  const { collector, goroutines } = summary;
  const all: readonly (readonly [EventKind, string, Durations])[] = [
    ['mark', '', collector.cycles],
    ['assist', '', collector.assists],
    ['sweep', '', collector.sweeps],
    ...Array.from(collector.stops, ([kind, durations]) => ['stop', kind, durations] as const),
    ['latency', '', goroutines.latencies],
    ...goroutines.waits.reasons.map(
      ({ reason, durations }) => ['wait', reason, durations] as const,
    ),
  ];
  return all
    .filter(([, , { count }]) => count > 0)
    .map(([kind, reason, durations]) => eventModel(kind, reason, durations, summary));
}

function eventModel(
  kind: EventKind,
  reason: string,
  durations: Durations,
  { stacks, startNs, durationNs }: TraceSummary,
): EventModel {
  const [p50Ns = NaN, p95Ns = NaN, p99Ns = NaN] = durations.percentilesNs(SHARES);
  return {
    kind,
    reason,
    count: durations.count,
    perSecond: durations.count / (durationNs / NS_PER_SECOND),
    totalNs: durations.totalNs,
    meanNs: durations.meanNs,
    p50Ns,
    p95Ns,
    p99Ns,
    longestNs: durations.longestNs,
    worst: durations.worst.map(({ startNs: start, ns, goroutine, stack }) => {
      const frames = stacks.frames(stack);
      const startSeconds = (start - startNs) / NS_PER_SECOND;
      return { startSeconds, ns, goroutine, frames, ownFrame: ownFrame(frames) };
    }),
  };
}
