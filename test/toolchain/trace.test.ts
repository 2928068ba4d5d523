/** `engine/trace` beside `go tool trace` on traces that are made here, and on the Go team's own tests. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { olderToolchains } from '../support/goListing.ts';
import { goToolTrace } from '../support/goToolTrace.ts';
import { gomem } from '../support/gomem.ts';
import { nameOf } from '../../server/src/engine/trace/format.ts';
import { HeapScan } from '../../server/src/engine/trace/heapScan.ts';
import { TraceReader } from '../../server/src/engine/trace/reader.ts';
import { TraceSummary } from '../../server/src/engine/trace/summary.ts';
import { eventsWithin, type EventsWithin } from '../../server/src/engine/trace/within.ts';
import { parseTraceTest, wireCounts } from '../support/traceText.ts';

const PROGRAM = fileURLToPath(new URL('traceProgram', import.meta.url));
const RECORDER = fileURLToPath(new URL('flightRecorder', import.meta.url));
const RECORDED = 'of the flight recorder';
/** Those that the module cache has: their traces differ in events and header. */
const OLDER = olderToolchains();
/** The recorder's program has none, Go 1.22 has no such events. */
const WITHOUT_COROUTINES = /flight recorder|go1\.22\./;
const CHUNK_BYTES = 10_000;
/** Events that stand for two or three in the order: what stops, and what starts. */
const DERIVED: Readonly<Record<string, readonly string[]>> = {
  GoSwitch: ['GoBlock', 'GoStart'],
  GoSwitchDestroy: ['GoDestroy', 'GoStart'],
  GoDestroySyscall: ['ProcSteal'],
};

interface Read {
  readonly problem: string | undefined;
  readonly countGenerations: number;
  /** Thread, P, goroutine and time of each event. */
  readonly events: readonly string[];
  readonly counts: ReadonlyMap<string, number>;
}

function read(bytes: Uint8Array): Read {
  const events: string[] = [];
  const counts = new Map<string, number>();
  const reader = new TraceReader({
    generation: () => undefined,
    event: (type, time, _, { thread, proc, goroutine }) => {
      events.push(`M=${thread} P=${proc} G=${goroutine} ${time}`);
      counts.set(nameOf(type), (counts.get(nameOf(type)) ?? 0) + 1);
    },
  });
  for (let from = 0; from < bytes.length; from += CHUNK_BYTES) {
    reader.push(bytes.subarray(from, from + CHUNK_BYTES));
  }
  reader.end();
  const { problem, countGenerations } = reader;
  return { problem, countGenerations, events, counts };
}

function summaryOf(bytes: Uint8Array): TraceSummary {
  const summary = new TraceSummary();
  summary.push(bytes);
  summary.end();
  return summary;
}

describe('execution traces', () => {
  let folder: string;
  const traces = new Map<string, string>();

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'trace-'));
    const program = join(folder, 'program.exe');
    execFileSync('go', ['build', '-o', program, '.'], { cwd: PROGRAM });
    for (const [name, environment] of [
      ['plain', {}],
      ['with objects', { GODEBUG: 'traceallocfree=1' }],
    ] as const) {
      const file = join(folder, `${name}.trace`);
      execFileSync(program, [file], { env: { ...process.env, ...environment } });
      traces.set(name, file);
    }
    // The program's own go.mod asks for a Go that has coroutines.
    const modfile = join(folder, 'go.mod');
    writeFileSync(modfile, 'module example.com/traceprogram\n\ngo 1.22\n');
    for (const GOTOOLCHAIN of OLDER) {
      const file = join(folder, `${GOTOOLCHAIN}.trace`);
      const older = join(folder, `${GOTOOLCHAIN}.exe`);
      execFileSync('go', ['build', `-modfile=${modfile}`, '-o', older, '.'], {
        cwd: PROGRAM,
        env: { ...process.env, GOTOOLCHAIN },
      });
      execFileSync(older, [file]);
      traces.set(`of ${GOTOOLCHAIN}`, file);
    }
    const snapshot = join(folder, 'snapshot.trace');
    execFileSync('go', ['run', 'main.go', snapshot], { cwd: RECORDER });
    traces.set(RECORDED, snapshot);
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const fileOf = (name: string) => traces.get(name) ?? '';

  for (const name of ['plain', 'with objects', RECORDED, ...OLDER.map((each) => `of ${each}`)]) {
    it(`${name} have the events that go tool trace -d=wire has`, () => {
      const { problem, countGenerations, counts } = read(readFileSync(fileOf(name)));
      assert.equal(problem, undefined);
      assert.ok(countGenerations >= 2);
      const expected = wireCounts(goToolTrace('wire', fileOf(name)));
      for (const [event, derived] of Object.entries(DERIVED)) {
        for (const each of derived) {
          expected.set(each, (expected.get(each) ?? 0) + (expected.get(event) ?? 0));
        }
      }
      const sorted = (map: ReadonlyMap<string, number>) =>
        [...map].filter(([, count]) => count > 0).sort();
      assert.deepEqual(sorted(counts), sorted(expected));
      assert.ok((counts.get('HeapAlloc') ?? 0) > 0);
      assert.equal((counts.get('GoSwitch') ?? 0) > 0, !WITHOUT_COROUTINES.test(name));
    });

    it(`${name} are in the order, and of the times, of go tool trace -d=parsed`, () => {
      const { events } = read(readFileSync(fileOf(name)));
      const lines = goToolTrace('parsed', fileOf(name)).matchAll(
        /^(M=-?\d+ P=-?\d+ G=-?\d+) (\w+) Time=(\d+)/gm,
      );
      const expected = [...lines]
        .filter(([, , kind]) => kind !== 'Sync')
        .map(([, context, , time]) => `${context ?? ''} ${time ?? ''}`);
      const first = expected.findIndex((event, index) => event !== events[index]);
      assert.deepEqual(events.slice(first, first + 3), expected.slice(first, first + 3));
      assert.equal(events.length, expected.length);
    });
  }

  it('say how long goroutines wait for what, as the states of go tool trace do', () => {
    const { goroutines } = summaryOf(readFileSync(fileOf('plain')));
    const ours = Object.fromEntries(
      goroutines.waits.reasons
        .filter(({ reason, durations }) => reason !== 'syscall' && durations.count > 0)
        .map(({ reason, durations }) => [reason, [durations.count, durations.totalNs]]),
    );
    assert.deepEqual(ours, waitsOf(goToolTrace('parsed', fileOf('plain'))));
    assert.ok('chan receive' in ours && 'sleep' in ours && 'coroutine' in ours);
  });

  it('have each goroutine and P as long in each state as go tool trace -d=parsed says', () => {
    const { timeline } = summaryOf(readFileSync(fileOf('plain')));
    const expected = stateDurationsOf(goToolTrace('parsed', fileOf('plain')));
    for (const { id, totalsNs } of timeline.procs) {
      const [Idle = NaN, running = NaN, syscall = NaN, scheduling = NaN] = totalsNs;
      const states = nonZero({ Idle, Running: running + syscall + scheduling });
      assert.deepEqual(states, expected.get(`Proc ${id}`), `P${id}`);
    }
    for (const { id, totalsNs } of timeline.goroutines) {
      const [Running = NaN, Runnable = NaN, Waiting = NaN, Syscall = NaN] = totalsNs;
      const states = nonZero({ Running, Runnable, Waiting, Syscall });
      assert.deepEqual(states, expected.get(`Go ${id}`), `goroutine ${id}`);
    }
    assert.equal(timeline.procs.length + timeline.goroutines.length, expected.size);
    assert.ok(expected.size > 8);
  });

  it('have parts that add up to the whole, with what goes on at its end', () => {
    const summary = summaryOf(readFileSync(fileOf('plain')));
    const { startNs, durationNs, goroutines, collector } = summary;
    const third = Math.floor(durationNs / 3);
    const parts = [
      eventsWithin(summary, startNs, startNs + third),
      eventsWithin(summary, startNs + third, startNs + 2 * third),
      eventsWithin(summary, startNs + 2 * third, startNs + durationNs),
    ];
    assert.ok(parts.every(({ isComplete }) => isComplete));
    const sum = (totalOf: (part: EventsWithin) => number) =>
      parts.reduce((total, part) => total + totalOf(part), 0);
    for (const { reason, durations, unfinishedNs } of goroutines.waits.reasons) {
      const within = sum(
        ({ waits }) => waits.find((each) => each.reason === reason)?.durations.totalNs ?? 0,
      );
      assert.equal(within, durations.totalNs + unfinishedNs, reason);
    }
    for (const work of ['mark', 'assist', 'sweep'] as const) {
      const within = sum((part) => part.collector[work].totalNs);
      assert.equal(within, collector.durations[work].totalNs, work);
    }
    for (const [reason, { totalNs }] of collector.durations.stops) {
      const within = sum((part) => part.collector.stops.get(reason)?.totalNs ?? 0);
      assert.equal(within, totalNs, reason);
    }
    assert.ok(collector.durations.mark.count > 0 && collector.durations.stops.size > 0);
  });

  it('have the same heap when nothing but the heap is read', () => {
    const bytes = readFileSync(fileOf('with objects'));
    const { collector } = summaryOf(bytes);
    const scan = new HeapScan();
    for (let from = 0; from < bytes.length; from += CHUNK_BYTES) {
      scan.push(bytes.subarray(from, from + CHUNK_BYTES));
    }
    scan.end();
    assert.equal(scan.problem, undefined);
    // Their values are the highest of a slice of the time.
    const highest = (values: readonly number[]) => Math.max(...values);
    for (const series of ['heapAlloc', 'heapGoal'] as const) {
      const all = new Set(collector[series].values);
      assert.ok(scan[series].values.every((value) => all.has(value)));
      assert.equal(highest(scan[series].values), highest(collector[series].values));
    }
    for (const intervals of ['marking', 'stopped'] as const) {
      assert.deepEqual(scan[intervals].kinds, collector[intervals].kinds);
      for (const [index, startNs] of collector[intervals].startsNs.entries()) {
        // Events of one time are a nanosecond apart where they are in order.
        assert.ok(Math.abs(startNs - (scan[intervals].startsNs[index] ?? NaN)) < 100);
      }
    }
    assert.ok(scan.marking.startsNs.length > 0 && scan.stopped.startsNs.length > 0);
  });

  it('are those of the Go team, read or refused as they want it', (context) => {
    const goroot = execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
    const tests = join(goroot, 'src/internal/trace/testdata/tests');
    if (!existsSync(tests)) {
      context.skip('this Go has no tests of traces');
      return;
    }
    const names = readdirSync(tests).filter((name) => name.endsWith('.test'));
    const differing = names.filter((name) => {
      const { isReadable, bytes } = parseTraceTest(readFileSync(join(tests, name), 'utf8'));
      return (read(bytes).problem === undefined) !== isReadable;
    });
    assert.deepEqual(differing, []);
    assert.ok(names.length > 20);
  });

  it('that are cut off say so, after what is whole', () => {
    const bytes = readFileSync(fileOf('plain'));
    const whole = read(bytes);
    for (const share of [0.3, 0.6, 0.95]) {
      const cut = read(bytes.subarray(0, Math.floor(share * bytes.length)));
      assert.equal(cut.problem, 'the trace is cut off; its last part is missing');
      assert.deepEqual(cut.events, whole.events.slice(0, cut.events.length));
    }
  });

  it('are told on the command line: text, JSON Lines, CSV, and what is wrong', async () => {
    const run = (...args: readonly string[]) => gomem(['trace', ...args], { cwd: folder });
    const text = await run('plain.trace');
    assert.equal(text.code, 0);
    assert.match(text.out, /chan receive: .*\n {6}.* in \d+ waits?: main\.receive .*main\.go:\d+/);
    assert.match(text.out, /GC mark termination: \d+/);
    assert.match(text.out, /GC background sweeper wait: .* 1 still wait\n.*: runtime\.bgsweep /);
    for (const reason of text.out.split(/^ {4}(?=\S)/m)) {
      const places = reason.match(/waits?: .*$/gm) ?? [];
      assert.equal(new Set(places.map((place) => place.replace(/^\w+/, ''))).size, places.length);
    }
    const rows = (await run('--json', 'plain.trace')).out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    const { counts } = read(readFileSync(fileOf('plain')));
    const heap = rows.find(({ series }) => series === 'heapAllocBytes');
    assert.equal(heap?.countValues, counts.get('HeapAlloc'));
    const csv = (await run('--csv', 'plain.trace')).out;
    assert.equal(csv.match(/^heapAllocBytes,/gm)?.length, counts.get('HeapAlloc'));
    writeFileSync(join(folder, 'old.trace'), 'go 1.21 trace\0\0\0rest');
    writeFileSync(join(folder, 'none.trace'), 'PK\x03\x04 and no trace at all');
    writeFileSync(join(folder, 'cut.trace'), readFileSync(fileOf('plain')).subarray(0, -100));
    const error = async (file: string) => {
      const { code, error: message } = await run(file);
      assert.equal(code, 2);
      return message;
    };
    assert.match(await error('old.trace'), /Go 1\.21, in format 1; only format 2, of Go 1\.22/);
    assert.match(await error('none.trace'), /is no execution trace of Go/);
    assert.match(await error('cut.trace'), /is cut off/);
  });
});

/** Count and nanoseconds of each reason, from the transitions in the text. */
function waitsOf(parsed: string): Record<string, number[]> {
  const waits: Record<string, number[]> = {};
  const open = new Map<string, { readonly time: number; readonly reason: string }>();
  const transitions = parsed.matchAll(
    /^M=\S+ P=\S+ G=\S+ StateTransition Time=(\d+) GoID=(\d+) (\w+)->(\w+) Reason="(.*)"$/gm,
  );
  for (const [, time, goroutine = '', from, to, reason = ''] of transitions) {
    const begun = open.get(goroutine);
    if (from === 'Waiting' && to !== 'Waiting' && begun) {
      const sums = (waits[begun.reason] ??= [0, 0]);
      sums[0] = (sums[0] ?? 0) + 1;
      sums[1] = (sums[1] ?? 0) + Number(time) - begun.time;
      open.delete(goroutine);
    }
    if (from === 'Running' && to === 'Waiting') {
      open.set(goroutine, { time: Number(time), reason: reason === '' ? 'coroutine' : reason });
    }
  }
  return waits;
}

/** Nanoseconds in each state of what has an id, from the transitions in the text; those before the first one too. */
function stateDurationsOf(parsed: string): Map<string, Record<string, number>> {
  const times = [...parsed.matchAll(/^M=\S+ P=\S+ G=\S+ (\w+) Time=(\d+)/gm)]
    .filter(([, kind]) => kind !== 'Sync')
    .map(([, , time]) => Number(time));
  const [start = NaN] = times;
  const end = times.at(-1) ?? NaN;
  const durations = new Map<string, Record<string, number>>();
  const current = new Map<string, { readonly state: string; readonly since: number }>();
  const finish = (resource: string, time: number) => {
    const { state, since } = current.get(resource) ?? { state: 'NotExist', since: time };
    const states = durations.get(resource) ?? {};
    durations.set(resource, states);
    if (state !== 'NotExist' && time > since) {
      states[state] = (states[state] ?? 0) + time - since;
    }
  };
  const transitions = parsed.matchAll(
    /^M=\S+ P=\S+ G=\S+ StateTransition Time=(\d+) (Go|Proc)ID=(\d+) (\w+)->(\w+)/gm,
  );
  for (const [, time, kind = '', id = '', from = '', to = ''] of transitions) {
    const resource = `${kind} ${id}`;
    if (from === 'Undetermined') {
      current.set(resource, { state: to, since: start });
    }
    finish(resource, Number(time));
    current.set(resource, { state: to, since: Number(time) });
  }
  for (const resource of current.keys()) {
    finish(resource, end);
  }
  return durations;
}

function nonZero(states: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(states).filter(([, ns]) => ns > 0));
}
