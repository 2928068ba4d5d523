import { CollectorDurations } from './collectorDurations.ts';
import { Durations } from './durations.ts';
import { GO_STATES } from './goroutines.ts';
import type { SpanRow } from './spanRow.ts';
import { NO_STACK } from './stackTable.ts';
import type { TraceSummary } from './summary.ts';
import { Waits, type WaitReason } from './waits.ts';

/** What has a duration, of a whole trace or of a part of its time. */
export interface TraceEvents {
  readonly collector: CollectorDurations;
  /** From runnable to running. */
  readonly latencies: Durations;
  readonly waits: readonly WaitReason[];
}

export interface EventsWithin extends TraceEvents {
  /** False where the trace was too much to keep: what is missing is not known. */
  readonly isComplete: boolean;
}

const RUNNABLE = GO_STATES.indexOf('runnable');
const WAITING = GO_STATES.indexOf('waiting');
const SYSCALL = GO_STATES.indexOf('syscall');

/**
 * What happened in a part of the time, in nanoseconds of the trace's clock. Of what begins before it or ends behind it
 * only what is within counts, as in the Go team's own profiles of regions (cmd/trace/pprof.go, Go 1.26): a
 * goroutine that waits throughout waits for just so long.
 */
export function eventsWithin(
  { timeline, goroutines, stacks }: TraceSummary,
  fromNs: number,
  toNs: number,
): EventsWithin {
  const collector = new CollectorDurations();
  for (const instance of timeline.collector) {
    const startNs = Math.max(fromNs, instance.startNs);
    const endNs = Math.min(toNs, instance.endNs);
    if (startNs <= endNs) {
      collector.add({ ...instance, startNs, endNs });
    }
  }
  const latencies = new Durations();
  const waits = new Waits(stacks);
  const { sites } = goroutines.waits;
  const visitRow = (row: SpanRow) => {
    row.visit(fromNs, toNs, (spanFromNs, spanToNs, state, detail) => {
      const startNs = Math.max(fromNs, spanFromNs);
      const ns = Math.min(toNs, spanToNs) - startNs;
      const site = state === WAITING || state === SYSCALL ? sites[detail - 1] : undefined;
      if (state === RUNNABLE) {
        latencies.add(startNs, ns, row.id, NO_STACK);
      } else if (site) {
        waits.add(waits.siteOf(site.reason, site.stack), startNs, ns, row.id);
      }
      return true;
    });
  };
  timeline.goroutines.forEach(visitRow);
  const isComplete = !timeline.isCut && timeline.countOmitted === 0;
  return { collector, latencies, waits: waits.reasons, isComplete };
}
