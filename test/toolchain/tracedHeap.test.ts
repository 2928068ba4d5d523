/** Traces with GODEBUG=traceallocfree=1, replayed in the model of the heap: what comes out, against the runtime. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { MARK_ENDS } from '../../server/src/engine/heap/recordedEvents.ts';
import { outcomeOf, type Outcome } from '../../server/src/engine/heap/outcome.ts';
import { readScript } from '../../server/src/engine/heap/scriptParser.ts';
import { runToEnd } from '../../server/src/engine/heap/simulation.ts';
import { TraceRecorder } from '../../server/src/engine/scripts/traceRecorder.ts';
import { scriptOfTrace, type RecordedScript } from '../../server/src/engine/scripts/traceScript.ts';
import type { TracedType } from '../../server/src/engine/trace/allocFree.ts';
import type { Context } from '../../server/src/engine/trace/orderState.ts';
import { TraceSummary } from '../../server/src/engine/trace/summary.ts';
import type { TracedSpan } from '../../server/src/engine/trace/tracedHeap.ts';
import { gomem } from '../support/gomem.ts';

const PROGRAM = fileURLToPath(new URL('tracedHeap', import.meta.url));
const WORKLOADS = ['tiny', 'small', 'large', 'goroutines', 'service'] as const;
/** Of a class, where nothing is swept: whose cache a span is in at the end is not in a trace. */
const SPANS_TOLERANCE = 2;
/** Of the heap in use. With cycles, what is swept when is the model's own. */
const USE_TOLERANCE = { off: 0.02, 100: 0.05 };
/** Of a small heap, too: a span each of the few classes that a P had in its cache when the recording began. */
const CACHED_BYTES = 160 << 10;
/**
 * Of the events, with cycles: a slot of 16 bytes that another M takes before the trace tells of its end cannot be told
 * from a block that tiny objects share.
 */
const UNMATCHED_TOLERANCE = 0.002;
/** What the programs allocate of their types. */
const ALLOCATED: Partial<Record<(typeof WORKLOADS)[number], Readonly<Record<string, number>>>> = {
  tiny: { int32: 200_000 },
  small: { 'main.node': 150_000, '*main.node': 75_000, uint8: 75_000 },
  large: { uint8: 400 },
  goroutines: { 'main.node': 480_000, '*main.node': 8 },
  service: { 'main.message': 12_000, 'map.group[string]string': 12_000 },
};

/** Of `gomem trace --json`. */
interface Row {
  readonly type: string;
  readonly of?: string | null;
  readonly countAllocated?: number;
  readonly leastBytes?: number;
  readonly series?: string;
}

interface Traced {
  readonly file: string;
  /** As runtime/metrics has it before the recording ends; in bytes. */
  readonly heapInuse: number;
}

/** Notes what spans and types say of the same objects. */
class ComparingRecorder extends TraceRecorder {
  countTyped = 0;
  readonly misplaced: string[] = [];

  override objectAppeared(
    span: TracedSpan,
    slot: number,
    isOld: boolean,
    context: Readonly<Context>,
    type?: TracedType,
  ): number {
    if (type !== undefined) {
      this.countTyped++;
      const hasPointers = span.spanClass % 2 === 0;
      if (hasPointers !== type.pointerBytes > 0 || type.sizeBytes > span.elementBytes) {
        this.misplaced.push(`${type.name} in a span of class ${span.spanClass}`);
      }
    }
    return super.objectAppeared(span, slot, isOld, context);
  }
}

describe('a trace with traceallocfree', () => {
  let folder: string;
  let program: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'traced-heap-'));
    program = join(folder, 'program');
    execFileSync('go', ['build', '-o', program, '.'], { cwd: PROGRAM });
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function traced(workload: string, gogc: 'off' | 100, godebug = 'traceallocfree=1'): Traced {
    const file = join(folder, `${workload}-${gogc}.trace`);
    const env = { ...process.env, GODEBUG: godebug, GOGC: `${gogc}`, GOMEMLIMIT: 'off' };
    const printed = execFileSync(program, [file, workload], { env, encoding: 'utf8' });
    return { file, ...(JSON.parse(printed) as { heapInuse: number }) };
  }

  function recorded(file: string): { recorder: ComparingRecorder; script: RecordedScript } {
    const recorder = new ComparingRecorder();
    recorder.push(readFileSync(file));
    recorder.end();
    const script = scriptOfTrace(recorder);
    assert.ok(!('problem' in script), 'problem' in script ? script.problem : '');
    return { recorder, script };
  }

  function replayed({ json }: RecordedScript): Outcome {
    const { script, problem } = readScript(json);
    assert.ok(script, problem);
    return outcomeOf(runToEnd(script));
  }

  for (const gogc of ['off', 100] as const) {
    for (const workload of WORKLOADS) {
      it(`comes to the same heap: ${workload}, GOGC=${gogc}`, () => {
        const { file, heapInuse } = traced(workload, gogc);
        const { recorder, script } = recorded(file);
        const { countUnmatched, events } = recorder;
        const bound = gogc === 'off' ? 0 : UNMATCHED_TOLERANCE * events.length;
        assert.ok(countUnmatched <= bound, `${countUnmatched} of ${events.length} events`);
        assert.ok(recorder.countTyped > 100, `${recorder.countTyped} objects have types`);
        assert.deepEqual(recorder.misplaced, []);

        const { final, numGC } = replayed(script);
        assert.equal(numGC, recorder.events.filter((event) => event === MARK_ENDS).length);
        const { heapInuseBytes } = final;
        // Spans are still swept between the two.
        const bounds = [heapInuse, script.recorded.heapInuseBytes];
        const nearest = Math.min(
          Math.max(heapInuseBytes, Math.min(...bounds)),
          Math.max(...bounds),
        );
        const errorBytes = Math.abs(heapInuseBytes - nearest);
        const share = ((100 * errorBytes) / nearest).toFixed(2);
        console.log(`${workload}, GOGC=${gogc}: heap in use ${share} % off`);
        assert.ok(
          errorBytes <= Math.max(USE_TOLERANCE[gogc] * nearest, CACHED_BYTES),
          `${heapInuseBytes}, really ${bounds.join(' to ')}`,
        );
        if (gogc === 'off') {
          assert.deepEqual(differences(final, script), []);
        }
      });
    }
  }

  /** Span classes of which more or fewer spans are in use than the trace has. */
  function differences(final: Outcome['final'], { recorded }: RecordedScript): string[] {
    const ours = new Map(final.spansByClass.map(({ spanClass, spans }) => [spanClass, spans]));
    const theirs = new Map(recorded.spansByClass.map(({ spanClass, spans }) => [spanClass, spans]));
    return [...new Set([...ours.keys(), ...theirs.keys()])].flatMap((spanClass) => {
      const [a = 0, b = 0] = [ours.get(spanClass), theirs.get(spanClass)];
      return Math.abs(a - b) > SPANS_TOLERANCE ? [`${spanClass}: ${a}, in the trace ${b}`] : [];
    });
  }

  for (const gogc of ['off', 100] as const) {
    for (const workload of WORKLOADS) {
      it(`has all objects of all types: ${workload}, GOGC=${gogc}`, () => {
        const { file } = traced(workload, gogc);
        const summary = new TraceSummary();
        summary.push(readFileSync(file));
        summary.end();
        const types = new Map(summary.objects?.types.map((type) => [type.name, type]));
        for (const [name, count] of Object.entries(ALLOCATED[workload] ?? {})) {
          assert.equal(types.get(name)?.countAllocated, count, name);
        }
        const node = types.get('main.node');
        if (node) {
          assert.equal(node.leastBytes, 128);
          assert.equal(node.allocatedBytes, 128 * node.countAllocated);
          assert.equal(node.leftBytes, 128 * node.countLeft);
          assert.ok(gogc === 'off' ? node.countLeft === node.countAllocated : node.countLeft > 0);
        }
        const left = [...types.values()].reduce((sum, { countLeft }) => sum + countLeft, 0);
        assert.equal(
          left,
          recorded(file).script.recorded.spansByClass.reduce(
            (sum, { objects }) => sum + objects,
            0,
          ),
        );
      });
    }
  }

  it('is told of by gomem trace, by type', async () => {
    const { file } = traced('small', 100);
    const { out } = await gomem(['trace', '--json', file], { cwd: folder });
    const rows = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Row);
    const node = rows.find(({ type, of }) => type === 'objects' && of === 'main.node');
    assert.ok(node);
    assert.deepEqual([node.countAllocated, node.leastBytes], [150_000, 128]);
    const series = rows.flatMap((row) => (row.type === 'series' ? [row.series] : []));
    assert.ok(series.includes('heapInuseBytes') && series.includes('objects'), series.join());
    const text = await gomem(['trace', file], { cwd: folder });
    assert.match(text.out, /Objects are allocated of\n {4}\S/);
    assert.match(text.out, / {4}main\.node: 150,000, 18 MB; [\d,]+, .* at the end/);
  });

  it('is replayed by gomem simulate, and with another GOGC it is predicted', async () => {
    const { file } = traced('small', 100);
    const as = await gomem(['simulate', '--trace', file], { cwd: folder });
    assert.equal(as.code, 0, as.error);
    const outcome = JSON.parse(as.out) as Outcome;
    assert.deepEqual(outcome, JSON.parse(JSON.stringify(replayed(recorded(file).script))));
    const rarer = await gomem(['simulate', '--trace', file, '--gogc', '400'], { cwd: folder });
    assert.ok((JSON.parse(rarer.out) as Outcome).numGC < outcome.numGC, rarer.error);
    const real = await gomem(['simulate', '--trace', file, '--what-if', 'GOGC=50', '--real'], {
      cwd: folder,
    });
    assert.equal(real.code, 2);
    assert.match(real.error, /what a trace recorded has happened already/);
  });

  it('is asked for where there is none', async () => {
    const { file } = traced('large', 'off', '');
    const { code, error } = await gomem(['simulate', '--trace', file], { cwd: folder });
    assert.equal(code, 2);
    assert.match(error, /runs with GODEBUG=traceallocfree=1, of Go 1\.23 or later/);
  });
});
