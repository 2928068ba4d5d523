import type { Durations } from '../../../../server/src/engine/trace/durations.ts';
import type { TraceSummary } from '../../../../server/src/engine/trace/summary.ts';
import type { TraceEvents } from '../../../../server/src/engine/trace/within.ts';
import type { EventKind, EventModel } from '../../webview/traceProtocol.ts';
import { NS_PER_SECOND } from './heapModel.ts';
import { ownFrame } from '../../../../server/src/engine/trace/ownFrame.ts';

const SHARES = [0.5, 0.95, 0.99];

/** What has a duration, by kind; what did not happen is left out. Rates are of `seconds`. */
export function eventsModel(
  { collector, latencies, waits }: TraceEvents,
  summary: TraceSummary,
  seconds: number,
): EventModel[] {
  const all: readonly (readonly [EventKind, string, Durations])[] = [
    ['mark', '', collector.mark],
    ['assist', '', collector.assist],
    ['sweep', '', collector.sweep],
    ...Array.from(collector.stops, ([kind, durations]) => ['stop', kind, durations] as const),
    ['latency', '', latencies],
    ...waits.map(({ reason, durations }) => ['wait', reason, durations] as const),
  ];
  return all
    .filter(([, , { count }]) => count > 0)
    .map(([kind, reason, durations]) => ({
      kind,
      reason,
      ...durationsModel(durations, summary),
      perSecond: durations.count / seconds,
    }));
}

function durationsModel(
  durations: Durations,
  { stacks, startNs }: TraceSummary,
): Omit<EventModel, 'kind' | 'reason' | 'perSecond'> {
  const [p50Ns = NaN, p95Ns = NaN, p99Ns = NaN] = durations.percentilesNs(SHARES);
  return {
    count: durations.count,
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
