import type { TraceSummary } from '../../../../server/src/engine/trace/summary.ts';
import { eventsWithin, type TraceEvents } from '../../../../server/src/engine/trace/within.ts';
import type { PartModel, PartRequest } from '../../webview/traceProtocol.ts';
import { blockedModel } from './blockedModel.ts';
import { eventsModel } from './eventsModel.ts';
import { NS_PER_SECOND } from './heapModel.ts';

/** What happened throughout a trace. */
export function wholeModel(summary: TraceSummary): PartModel {
  const { collector, goroutines, durationNs } = summary;
  const events = {
    collector: collector.durations,
    latencies: goroutines.latencies,
    waits: goroutines.waits.reasons,
  };
  return partOf(events, summary, durationNs / NS_PER_SECOND, true);
}

/** What happened in a part of its time. */
export function partModel(
  summary: TraceSummary,
  { fromSeconds, toSeconds }: PartRequest,
): PartModel {
  const nsOf = (seconds: number) => summary.startNs + Math.round(seconds * NS_PER_SECOND);
  const events = eventsWithin(summary, nsOf(fromSeconds), nsOf(toSeconds));
  return partOf(events, summary, toSeconds - fromSeconds, events.isComplete);
}

function partOf(
  events: TraceEvents,
  summary: TraceSummary,
  seconds: number,
  isComplete: boolean,
): PartModel {
  const [blocked, countOtherBlocked] = blockedModel(events.waits);
  return { events: eventsModel(events, summary, seconds), blocked, countOtherBlocked, isComplete };
}
