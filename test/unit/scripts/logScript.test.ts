import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { measureRun } from '../../../server/src/engine/gclog/measures.ts';
import { GcLogReader, type GcLog } from '../../../server/src/engine/gclog/reader.ts';
import { readScript } from '../../../server/src/engine/heap/scriptParser.ts';
import { runToEnd } from '../../../server/src/engine/heap/simulation.ts';
import { predictionFor } from '../../../server/src/engine/heap/whatIf.ts';
import { scriptOfLog } from '../../../server/src/engine/scripts/logScript.ts';

const FIXTURES = new URL('../../fixtures/gclog/', import.meta.url);

function logOf(text: string): GcLog {
  const reader = new GcLogReader();
  reader.push(text);
  return reader.end();
}

/** A service of 40 MiB that allocates 100 MiB a second: a cycle each 400 ms. */
function steadyLog(cycles: number): GcLog {
  return logOf(
    Array.from({ length: cycles }, (_, index) => {
      const seconds = (0.4 * (index + 1)).toFixed(3);
      return `gc ${index + 1} @${seconds}s 1%: 0.02+8.0+0.01 ms clock, 0.16+0.5/16/1.0+0.08 ms cpu, 80->80->40 MB, 80 MB goal, 0 MB stacks, 0 MB globals, 8 P\n`;
    }).join(''),
  );
}

describe('a script of a log', () => {
  it('allocates as fast, and has as many cycles, as the log says', () => {
    const draft = scriptOfLog(steadyLog(20));
    assert.ok(!('problem' in draft));
    assert.equal(draft.json.procs, 8);
    assert.equal(draft.json.gogc, 100);
    const { script, problem } = readScript(draft.json);
    assert.equal(problem, undefined);
    const [kept, passing] = script.phases;
    assert.ok(Math.abs(((kept?.count ?? 0) * (128 + 8)) / 2 ** 20 - 40.5) < 0.1);
    const perSecond = (128 * 1e9) / ((passing?.spinNs ?? 0) + 25) / 2 ** 20;
    assert.ok(Math.abs(perSecond - 100) < 1, `${perSecond}`);
    const { cyclesPerSecond } = predictionFor(script, script);
    assert.ok(cyclesPerSecond > 2 && cyclesPerSecond < 3.2, `${cyclesPerSecond}`);
  });

  it('keeps what lives without what is allocated while a cycle marks, which counts as live', () => {
    const lines = Array.from(
      { length: 20 },
      (_, index) =>
        `gc ${index + 1} @${(0.4 * (index + 1)).toFixed(3)}s 1%: 0+80+0 ms clock, 0+0/40/40+0 ms cpu, 85->90->50 MB, 100 MB goal, 0 MB stacks, 0 MB globals, 2 P\n`,
    );
    const draft = scriptOfLog(logOf(lines.join('')));
    assert.ok(!('problem' in draft));
    const [kept, passing] = draft.json.phases;
    assert.equal(kept?.count, Math.round((45.5 * 2 ** 20) / (128 + 8)));
    // 35 MiB in the 320 ms between, 5 in the 80 that it marks.
    const between = (320e6 * 128) / 35 / 2 ** 20;
    const marking = (80e6 * 128) / 5 / 2 ** 20;
    assert.ok(Math.abs((passing?.spinNs ?? NaN) + 25 + 128 * 0.05 - between) <= 0.5);
    const { script } = readScript(draft.json);
    assert.ok(Math.abs((script?.machine.barrierNs ?? NaN) - (marking - between)) < 1e-6);
  });

  for (const { size, scan } of [
    { size: 128, scan: true },
    { size: 4096, scan: true },
    { size: 4096, scan: false },
  ]) {
    it(`marks as long as the log says: objects of ${size} bytes ${scan ? 'with' : 'without'} pointers`, () => {
      const phase = { count: 1, ring: 1, spinNs: 0, classes: [{ size, scan, weight: 1 }] };
      const draft = scriptOfLog(steadyLog(20), { json: { phases: [phase] }, assumptions: [] });
      assert.ok(!('problem' in draft));
      const { script } = readScript(draft.json);
      assert.ok(script);
      const last = runToEnd(script).cycles.at(-1);
      // 17.5 ms of CPU, by the 2 Ps whose work it is and the 5 that are idle; they wake up first.
      const markMs = (last?.markNs ?? 0) / 1e6 - script.machine.wakeNs / 1e6;
      assert.ok(Math.abs(markMs / (17.5 / 7) - 1) < 0.2, `${markMs}`);
    });
  }

  it('takes sizes from a profile', () => {
    const phase = {
      count: 1,
      ring: 1,
      spinNs: 0,
      classes: [{ size: 4096, scan: false, weight: 1 }],
    };
    const sizes = { json: { phases: [phase] }, assumptions: ['As measured.'] };
    const draft = scriptOfLog(steadyLog(20), sizes);
    assert.ok(!('problem' in draft));
    assert.deepEqual(draft.json.phases[1]?.classes, phase.classes);
    assert.deepEqual(draft.assumptions, ['As measured.']);
  });

  it('can be made of logs of all versions', () => {
    for (const version of ['1.21', '1.24', '1.26']) {
      const log = logOf(readFileSync(new URL(`go${version}.log`, FIXTURES), 'utf8'));
      const draft = scriptOfLog(log);
      if ('problem' in draft) {
        assert.match(draft.problem, /cycles|allocates/);
        continue;
      }
      const { script, problem } = readScript(draft.json);
      assert.equal(problem, undefined);
      const [run] = log.runs;
      assert.ok(run);
      assert.equal(script.procs, measureRun(run).procs);
    }
  });

  it('is refused where the log is too short', () => {
    for (const log of [logOf(''), steadyLog(3)]) {
      const draft = scriptOfLog(log);
      assert.ok('problem' in draft);
      assert.match(draft.problem, /^the log has [03] cycles of one process; 5 are needed/);
    }
  });
});
