/** What the editor of traces shows, of a trace in the text form of the Go team's tests. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { drawnRows, spanModel } from '../../../client/src/trace/models/timelineModel.ts';
import { partModel } from '../../../client/src/trace/models/partModel.ts';
import { traceModel } from '../../../client/src/trace/models/traceModel.ts';
import { ROW_STATES, type RowKind } from '../../../client/src/webview/traceProtocol.ts';
import { orderedRows, rowLabel } from '../../../client/src/webview/ui/trace/rowOrder.ts';
import { TraceSummary } from '../../../server/src/engine/trace/summary.ts';
import { Timeline } from '../../../server/src/engine/trace/timeline.ts';
import { traceBytes } from '../../support/traceText.ts';

/** A unit of its clock is a microsecond; events of one time are a nanosecond apart for us. */
const TRACE = `Trace Go1.23
EventBatch gen=1 m=0 time=0
Frequency freq=1000000
EventBatch gen=1 m=0 time=0
Strings
String id=1
	data="chan receive"
String id=2
	data="main.wait"
String id=3
	data="/src/main.go"
String id=4
	data="main.main"
String id=5
	data="runtime.gcBgMarkWorker"
String id=6
	data="GC mark termination"
String id=7
	data="runtime.chanrecv1"
EventBatch gen=1 m=0 time=0
Stacks
Stack id=1 nframes=1
	pc=9 func=2 file=3 line=12
Stack id=2 nframes=3
	pc=11 func=7 file=3 line=500
	pc=9 func=2 file=3 line=12
	pc=10 func=4 file=3 line=30
Stack id=3 nframes=1
	pc=12 func=5 file=3 line=1
EventBatch gen=1 m=0 time=10
ProcStatus dt=0 p=0 pstatus=1
GoStatus dt=0 g=1 m=0 gstatus=2
HeapAlloc dt=0 heapalloc_value=4194304
HeapGoal dt=0 heapgoal_value=8388608
GoCreate dt=10 new_g=2 new_stack=1 stack=0
GoCreate dt=0 new_g=3 new_stack=3 stack=0
GoBlock dt=10 reason_string=1 stack=2
GoStart dt=0 g=2 g_seq=1
HeapAlloc dt=0 heapalloc_value=6291456
GoUnblock dt=20 g=1 g_seq=1 stack=0
GoSyscallBegin dt=10 p_seq=1 stack=1
GoSyscallEnd dt=30
STWBegin dt=0 kind_string=6 stack=0
STWEnd dt=5
GoDestroy dt=0
GoStart dt=5 g=3 g_seq=1
GCBegin dt=0 gc_seq=1 stack=0
GCEnd dt=10 gc_seq=2
GoDestroy dt=0
GoStart dt=0 g=1 g_seq=2
GoBlock dt=10 reason_string=1 stack=2
GoStatus dt=0 g=4 m=18446744073709551615 gstatus=4
`;

/** Without these nanoseconds. */
function rounded(ns: number): number {
  return Math.round(ns / 100) * 100;
}

function readTrace(text = TRACE): TraceSummary {
  const summary = new TraceSummary();
  summary.push(traceBytes(text));
  summary.end();
  return summary;
}

describe('the editor of traces', () => {
  const summary = readTrace();
  const model = traceModel(summary, 'a.trace', 1);
  const totals = (kind: RowKind, id: number) => {
    const rows = model.timeline[kind];
    const row = rows.ids.indexOf(id);
    return Object.fromEntries(
      ROW_STATES[kind].map((state, index) => [state, rounded(rows.totalsNs[index]?.[row] ?? NaN)]),
    );
  };

  it('reads the whole trace', () => {
    assert.equal(model.info.problem, '');
    assert.equal(rounded(model.heap.durationSeconds * 1e9), 110_000);
  });

  it('has how long each goroutine was in which state', () => {
    const us = 1000;
    const expected = {
      1: { running: 30 * us, runnable: 60 * us, waiting: 20 * us, syscall: 0 },
      2: { running: 35 * us, runnable: 10 * us, waiting: 0, syscall: 30 * us },
      3: { running: 10 * us, runnable: 80 * us, waiting: 0, syscall: 0 },
      // Nothing is said of it before, so it has waited all the time.
      4: { running: 0, runnable: 0, waiting: 110 * us, syscall: 0 },
    };
    for (const [id, states] of Object.entries(expected)) {
      assert.deepEqual(totals('goroutines', Number(id)), states, `goroutine ${id}`);
    }
  });

  it('has what a P ran, marking workers apart', () => {
    assert.deepEqual(totals('procs', 0), {
      idle: 0,
      running: 65_000,
      syscall: 30_000,
      scheduling: 5000,
      gc: 10_000,
    });
    const [drawn] = drawnRows(summary, {
      rows: [{ kind: 'procs', row: 0 }],
      fromSeconds: 0,
      toSeconds: 110e-6,
      countColumns: 110,
    });
    assert.deepEqual(
      Array.from(drawn?.state ?? [], (state) => ROW_STATES.procs[state]),
      [
        'running',
        'scheduling',
        'running',
        'syscall',
        'running',
        'scheduling',
        'gc',
        'scheduling',
        'running',
      ],
    );
    assert.deepEqual([...(drawn?.detail ?? [])], [1, 0, 2, 2, 2, 0, 3, 0, 1]);
  });

  it('counts goroutines in each state from the beginning on', () => {
    const { waiting, running } = model.goroutines;
    assert.deepEqual([...waiting.values], [1, 2, 1, 2]);
    assert.equal(running.values[0], 1);
  });

  it('has the heap, marking and stops over time', () => {
    const { heap } = model;
    assert.deepEqual([...heap.heap.values], [4, 6]);
    assert.deepEqual([...heap.goal.values], [8]);
    assert.deepEqual(
      [...heap.marking.starts, ...heap.marking.ends].map((seconds) => Math.round(seconds * 1e6)),
      [90, 100],
    );
    assert.deepEqual(heap.stops.kinds, ['GC mark termination']);
  });

  it('says how often what happened, and the worst of it', () => {
    const wait = model.whole.events.find(
      ({ kind, reason }) => kind === 'wait' && reason !== 'syscall',
    );
    assert.deepEqual(
      [wait?.reason, wait?.count, rounded(wait?.totalNs ?? 0), rounded(wait?.p99Ns ?? 0)],
      ['chan receive', 1, 20_000, 20_000],
    );
    const [worst] = wait?.worst ?? [];
    assert.equal(worst?.goroutine, 1);
    assert.equal(worst.frames[worst.ownFrame]?.functionName, 'main.wait');
    assert.deepEqual(model.whole.events.map(({ kind, count }) => `${kind} ${count}`).sort(), [
      'latency 3',
      'mark 1',
      'stop 1',
      'wait 1',
      'wait 1',
    ]);
  });

  it('says what blocked where', () => {
    const [first, second] = model.whole.blocked;
    assert.deepEqual(
      [first?.reason, rounded(first?.totalNs ?? 0), first?.ownFrame],
      ['syscall', 30_000, 0],
    );
    assert.deepEqual([second?.reason, rounded(second?.longestNs ?? 0)], ['chan receive', 20_000]);
  });

  it('counts of a part of the time what is within', () => {
    const { events, blocked, isComplete } = partModel(summary, {
      fromSeconds: 30e-6,
      toSeconds: 60e-6,
    });
    assert.deepEqual(
      events.map(({ kind, reason, count, totalNs }) => [kind, reason, count, rounded(totalNs)]),
      [
        ['latency', '', 2, 50_000],
        ['wait', 'chan receive', 1, 10_000],
        ['wait', 'syscall', 1, 10_000],
      ],
    );
    assert.equal(Math.round(events[1]?.perSecond ?? 0), 33_333);
    assert.deepEqual(blocked.map(({ reason }) => reason).sort(), ['chan receive', 'syscall']);
    assert.ok(isComplete);
    const collector = partModel(summary, { fromSeconds: 82e-6, toSeconds: 95e-6 }).events;
    assert.deepEqual(
      collector.slice(0, 2).map(({ kind, totalNs }) => [kind, rounded(totalNs)]),
      [
        ['mark', 5000],
        ['stop', 3000],
      ],
    );
  });

  it('does not pretend to know of a part what was too much to keep', () => {
    const cut = new TraceSummary(new Timeline(1));
    cut.push(traceBytes(TRACE));
    cut.end();
    assert.ok(!partModel(cut, { fromSeconds: 0, toSeconds: 1 }).isComplete);
  });

  it('says what a row did at a time, and walks to what is beside it', () => {
    const row = model.timeline.goroutines.ids.indexOf(1);
    const at = (atSeconds: number, step: -1 | 0 | 1) =>
      spanModel(summary, { kind: 'goroutines', row, atSeconds, step });
    const waiting = at(30e-6, 0);
    assert.equal(waiting?.state, 'waiting');
    assert.equal(waiting.reason, 'chan receive');
    assert.equal(waiting.frames[1]?.functionName, 'main.wait');
    assert.equal(at(waiting.fromSeconds, 1)?.state, 'runnable');
    assert.equal(at(waiting.fromSeconds, -1)?.state, 'running');
    assert.equal(at(waiting.fromSeconds, -1)?.partner, 0);
  });

  it('orders and filters rows', () => {
    const labels = (filter: string, order: 'number' | 'runnable') =>
      orderedRows(model.timeline, filter, order).map((row) => rowLabel(model.timeline, row));
    assert.deepEqual(labels('', 'number'), [
      'P0',
      'G1 main.main',
      'G2 main.wait',
      'G3 runtime.gcBgMarkWorker',
      'G4',
    ]);
    assert.deepEqual(labels('MAIN.', 'runnable'), ['G1 main.main', 'G2 main.wait']);
  });

  it('says why a trace ends before its end', () => {
    const cut = readTrace(`${TRACE}GoStart dt=1 g=99 g_seq=1\n`);
    assert.match(traceModel(cut, 'a.trace', 1).info.problem, /^failed to advance/);
  });
});
