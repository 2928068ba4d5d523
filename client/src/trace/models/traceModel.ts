/** What the editor of a trace shows: plain data, made of what the engine has read. */
import type { GoState } from '../../../../server/src/engine/trace/goroutines.ts';
import type { TraceSummary } from '../../../../server/src/engine/trace/summary.ts';
import type { TraceModel } from '../../webview/traceProtocol.ts';
import { heapModel, seriesOf } from './heapModel.ts';
import { objectsModel } from './objectsModel.ts';
import { wholeModel } from './partModel.ts';
import { timelineModel } from './timelineModel.ts';

export function traceModel(summary: TraceSummary, name: string, countBytes: number): TraceModel {
  const { collector, goroutines, startNs, durationNs } = summary;
  const countsOf = (state: GoState) => seriesOf(goroutines.countsOf(state), startNs);
  return {
    name,
    heap: heapModel(collector, startNs, durationNs),
    goroutines: {
      running: countsOf('running'),
      runnable: countsOf('runnable'),
      waiting: countsOf('waiting'),
      syscall: countsOf('syscall'),
    },
    objects: summary.objects && objectsModel(summary.objects, startNs),
    whole: wholeModel(summary),
    timeline: timelineModel(summary),
    info: {
      go: `1.${summary.version ?? 0}`,
      countEvents: summary.countEvents,
      countGenerations: summary.countGenerations,
      countBytes,
      procs: summary.procs,
      countCreated: goroutines.countCreated,
      countEnded: goroutines.countEnded,
      sweptBytes: collector.sweptBytes,
      reclaimedBytes: collector.reclaimedBytes,
      problem: summary.problem ?? '',
      eventCounts: summary.eventCounts,
    },
  };
}
