/** Holds what is read of a program's log (test/toolchain/gcLogProgram) against its runtime's own counters. */
import assert from 'node:assert/strict';
import { goalModelOf } from '../../server/src/engine/gclog/goal.ts';
import { cycleSeriesOf } from '../../server/src/engine/gclog/cycleSeries.ts';
import { GcLogReader, type GcLog } from '../../server/src/engine/gclog/reader.ts';
import type { Run } from '../../server/src/engine/gclog/run.ts';

/** The counters after a forced collection. */
interface Counters {
  readonly NumGC: number;
  readonly NumForcedGC: number;
  readonly NextGC: number;
  readonly TotalAlloc: number;
  readonly PauseNs: number;
  readonly GCCPUFraction: number;
  readonly Live: number | null;
  readonly Stacks: number | null;
  readonly Globals: number | null;
}

const MIB = 1 << 20;

export function readGcLog(text: string): GcLog {
  const reader = new GcLogReader();
  reader.push(text);
  return reader.end();
}

/** The one process of a log. */
export function onlyRun(log: GcLog): Run {
  const [run, ...others] = log.runs;
  assert.ok(run && others.length === 0, `${log.runs.length} processes`);
  return run;
}

/** Each line of the log is read once: as often as a search for one of its pieces finds them. */
export function assertAllCounted(text: string, log: GcLog): void {
  const run = onlyRun(log);
  const count = (what: RegExp) => text.match(what)?.length ?? 0;
  const read = {
    cycles: run.cycles.count,
    scavenges: run.scavenges.count,
    pacers: run.pacers.count,
    scheds: run.scheds.count,
    inits: run.inits.length,
  };
  const there = {
    cycles: count(/ MB goal, /g),
    scavenges: count(/scav \d+ KiB/g),
    pacers: count(/pacer: \d+% CPU/g),
    scheds: count(/SCHED \d+ms/g),
    inits: count(/init \S+ @/g),
  };
  const missed = sumOf(there) - sumOf(read);
  // Of a line that is torn, both parts may be rejected.
  const isCounted = missed <= log.countRejects && log.countRejects <= 2 * missed;
  assert.ok(isCounted, JSON.stringify({ read, there, rejects: log.rejects }));
}

function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, each) => sum + each, 0);
}

/** Every field that the runtime counts, too, is what it counts. */
export function assertCountersAgree(run: Run, jsonLines: string): void {
  const states = jsonLines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Counters);
  const { cycles } = run;
  const numbers = cycles.column('number');
  const rowOf = (number: number) => numbers.indexOf(number);
  assert.deepEqual(
    [...numbers],
    Array.from(numbers, (_, row) => row + 1),
  );
  for (const state of states) {
    const row = rowOf(state.NumGC);
    const where = `cycle ${state.NumGC}`;
    assert.equal(cycles.value(row, 'isForced'), 1, where);
    if (state.Live !== null) {
      assert.equal(cycles.value(row, 'heapLiveMB'), Math.floor(state.Live / MIB), where);
      assert.equal(cycles.value(row, 'stacksMB'), Math.floor((state.Stacks ?? 0) / MIB), where);
      assert.equal(cycles.value(row, 'globalsMB'), Math.floor((state.Globals ?? 0) / MIB), where);
    }
    if (row + 1 < cycles.count) {
      assert.equal(cycles.value(row + 1, 'goalMB'), Math.floor(state.NextGC / MIB), where);
    }
    assert.equal(cycles.value(row, 'cpuPercent'), Math.floor(100 * state.GCCPUFraction), where);
    // The log's times begin before the stop is asked for, and lose what two digits do not say.
    const loggedMs = (['sweepTermMs', 'markTermMs'] as const)
      .map((field) => atMost(cycles.value(row, field)))
      .reduce((sum, ms) => sum + ms);
    assert.ok(state.PauseNs <= loggedMs * 1e6, `${where}: ${state.PauseNs} ns, ${loggedMs} ms`);
  }
  assertAllocated(run, states);
  const { lowest = NaN, highest = NaN } = goalModelOf(run) ?? {};
  assert.ok(lowest <= 100 && highest >= 100, `GOGC from ${lowest} to ${highest}`);
}

/** The largest time that is written as this one. */
function atMost(ms: number): number {
  const unit = ms >= 10 ? 1 : ms >= 1 ? 0.1 : ms >= 0.1 ? 0.01 : 0.001;
  return ms + unit;
}

/** What the heap grew by between the forced collections is what was allocated there, but for what is cut off. */
function assertAllocated(run: Run, states: readonly Counters[]): void {
  const [first] = states;
  const last = states.at(-1);
  assert.ok(first && last);
  const from = run.cycles.column('number').indexOf(first.NumGC);
  const to = run.cycles.column('number').indexOf(last.NumGC);
  const between = cycleSeriesOf(run).allocatedMB.subarray(from, to);
  const logged = between.reduce((sum, mb) => sum + mb, 0);
  const counted = (last.TotalAlloc - first.TotalAlloc) / MIB;
  const mostCut = 2 * between.length;
  assert.ok(Math.abs(logged - counted) <= mostCut, `${logged} MB logged, ${counted} MB counted`);
}
