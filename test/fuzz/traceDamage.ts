/** Traces that are damaged or cut: each is read and drawn, or refused with one sentence, in bounded time. */
import { heapModel } from '../../client/src/trace/models/heapModel.ts';
import { drawnRows } from '../../client/src/trace/models/timelineModel.ts';
import { traceModel } from '../../client/src/trace/models/traceModel.ts';
import { HeapScan } from '../../server/src/engine/trace/heapScan.ts';
import { TraceSummary } from '../../server/src/engine/trace/summary.ts';
import { seededRandom } from '../support/random.ts';
import { traceBytes } from '../support/traceText.ts';
import { cpuMs } from './cpuTime.ts';

const MOST_MS = 2000;

/** A generation of two goroutines, and the beginning of a second one. */
const TRACE = traceBytes(`Trace Go1.23
EventBatch gen=1 m=0 time=0
Frequency freq=15625000
EventBatch gen=1 m=0 time=0
Strings
String id=1
	data="chan receive"
String id=2
	data="main.f"
EventBatch gen=1 m=0 time=0
Stacks
Stack id=1 nframes=1
	pc=9 func=2 file=2 line=3
EventBatch gen=1 m=0 time=10
ProcStatus dt=1 p=0 pstatus=1
GoStatus dt=1 g=1 m=0 gstatus=2
HeapAlloc dt=1 heapalloc_value=4000000
HeapGoal dt=1 heapgoal_value=8000000
GoCreate dt=1 new_g=2 new_stack=1 stack=1
GoBlock dt=2 reason_string=1 stack=1
GoStart dt=1 g=2 g_seq=1
GoUnblock dt=1 g=1 g_seq=1 stack=1
GoSyscallBegin dt=1 p_seq=1 stack=1
GoSyscallEnd dt=3
GoDestroy dt=1
GoStart dt=1 g=1 g_seq=2
GCBegin dt=1 gc_seq=1 stack=1
STWBegin dt=1 kind_string=1 stack=1
STWEnd dt=1
EventBatch gen=2 m=0 time=90
Frequency freq=15625000
EventBatch gen=2 m=0 time=90
ProcStatus dt=1 p=0 pstatus=1
GoStatus dt=1 g=1 m=0 gstatus=2
`);

export interface TraceDamage {
  readonly countTraces: number;
  readonly countRefused: number;
  readonly failures: readonly string[];
}

export function traceDamage({
  seed,
  countTraces,
}: {
  readonly seed: number;
  readonly countTraces: number;
}): TraceDamage {
  const random = seededRandom(seed);
  const failures: string[] = [];
  let countRefused = 0;
  for (let index = 0; index < countTraces; index++) {
    const bytes = damagedTrace(random);
    const start = cpuMs();
    try {
      const summary = new TraceSummary();
      const scan = new HeapScan();
      const size = 1 + Math.floor(random() * bytes.length);
      for (let from = 0; from < bytes.length; from += size) {
        summary.push(bytes.subarray(from, from + size));
        scan.push(bytes.subarray(from, from + size));
      }
      summary.end();
      scan.end();
      heapModel(scan, scan.startNs, scan.durationNs);
      if (summary.countEvents > 0) {
        drawAll(summary);
      }
      countRefused += summary.problem === undefined ? 0 : 1;
    } catch (error) {
      failures.push(`trace ${index} of seed ${seed}: ${String(error)}`);
    }
    if (cpuMs() - start > MOST_MS) {
      failures.push(`trace ${index} of seed ${seed} takes more than ${MOST_MS} ms`);
    }
  }
  return { countTraces, countRefused, failures };
}

/** What an editor shows of it. */
function drawAll(summary: TraceSummary): void {
  const { heap, timeline } = traceModel(summary, '', 0);
  drawnRows(summary, {
    rows: [
      ...Array.from(timeline.procs.ids, (_, row) => ({ kind: 'procs' as const, row })),
      ...Array.from(timeline.goroutines.ids, (_, row) => ({ kind: 'goroutines' as const, row })),
    ],
    fromSeconds: 0,
    toSeconds: heap.durationSeconds,
    countColumns: 100,
  });
}

/** One to four bytes of it are others, or a piece is missing or doubled. */
function damagedTrace(random: () => number): Uint8Array {
  const at = Math.floor(random() * TRACE.length);
  const length = Math.floor(random() * 12);
  switch (Math.floor(random() * 4)) {
    case 0:
      return Uint8Array.from([...TRACE.subarray(0, at), ...TRACE.subarray(at + length)]);
    case 1:
      return Uint8Array.from([...TRACE.subarray(0, at + length), ...TRACE.subarray(at)]);
    default: {
      const bytes = TRACE.slice();
      for (let left = 1 + Math.floor(random() * 4); left > 0; left--) {
        bytes[16 + Math.floor(random() * (bytes.length - 16))] = Math.floor(random() * 256);
      }
      return bytes;
    }
  }
}
