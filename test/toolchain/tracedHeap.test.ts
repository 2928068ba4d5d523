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
import type { TracedSpan } from '../../server/src/engine/trace/tracedHeap.ts';
import { gomem } from '../support/gomem.ts';

const PROGRAM = fileURLToPath(new URL('tracedHeap', import.meta.url));
const WORKLOADS = ['tiny', 'small', 'large', 'goroutines', 'service'] as const;
/** Of a class, where nothing is swept: whose cache a span is in at the end is not in a trace. */
const SPANS_TOLERANCE = 2;
/** Of the heap in use. With cycles, what is swept when is the model's own. */
const USE_TOLERANCE = { off: 0.02, 100: 0.05 };
/**
 * Of the events, with cycles: one M frees a span that another has at once, and their clocks differ. Objects that
 * are found free then cannot be told from those of the new span.
 */
const UNMATCHED_TOLERANCE = 0.01;

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
        const error = Math.abs(heapInuseBytes - nearest) / nearest;
        console.log(`${workload}, GOGC=${gogc}: heap in use ${(100 * error).toFixed(2)} % off`);
        assert.ok(error <= USE_TOLERANCE[gogc], `${heapInuseBytes}, really ${bounds.join(' to ')}`);
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
