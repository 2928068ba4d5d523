import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rememberedCosts } from '../../../client/src/gclog/rememberedCosts.ts';
import { findingsOf } from '../../../server/src/engine/gclog/findings.ts';
import type { GogcCost } from '../../../server/src/engine/gclog/gogcCost.ts';
import { measureRun } from '../../../server/src/engine/gclog/measures.ts';
import type { Run } from '../../../server/src/engine/gclog/run.ts';
import { readScript } from '../../../server/src/engine/heap/scriptParser.ts';
import { runToEnd } from '../../../server/src/engine/heap/simulation.ts';
import type { CycleRecord } from '../../../server/src/engine/heap/world.ts';
import { costOfGogc } from '../../../server/src/engine/scripts/gogcCost.ts';
import { readGcLog } from '../../support/gcLogTruth.ts';

const MIB = 2 ** 20;

interface Steady {
  /** Nanoseconds between two objects of 128 bytes. */
  readonly spinNs?: number;
  readonly countCycles?: number;
  /** MB that are said of the end of a cycle, beyond what is so. */
  readonly addedMB?: number;
  /** Times of the log are so many times what they were. */
  readonly slowed?: number;
  /** Before them there were as many while the heap was filled: each of a MB, in a millisecond. */
  readonly countFilling?: number;
}

const LIVE_OBJECTS = 480_000;

/** The log of a program of the simulator, at GOGC=50, as the runtime would write it. */
function steadyRun({
  spinNs = 170,
  countCycles = 40,
  addedMB = 0,
  slowed = 1,
  countFilling = 0,
}: Steady = {}): Run {
  const filling = Array.from(
    { length: countFilling },
    (_, index) =>
      `gc ${index + 1} @${(index / 1000).toFixed(3)}s 25%: 0.01+0.1+0.01 ms clock, 0.02+0.1/0.1/0+0.02 ms cpu, ${index}->${index}->${index} MB, ${index} MB goal, 0 MB stacks, 0 MB globals, 2 P`,
  );
  const lines = simulated(50, spinNs)
    .slice(-countCycles)
    .map(({ startNs, markNs, assistNs, triggerBytes, heapBytes, liveBytes, goalBytes }, index) => {
      const ms = (ns: number) => (ns / 1e6).toFixed(3);
      const megabytes = (bytes: number) => Math.floor(bytes / MIB);
      const sizes = `${megabytes(triggerBytes)}->${megabytes(heapBytes) + addedMB}->${megabytes(liveBytes)} MB, ${megabytes(goalBytes)} MB goal`;
      const cpu = `0.02+${ms(assistNs)}/${ms(markNs / 2)}/${ms(markNs / 2)}+0.02`;
      return `gc ${countFilling + index + 1} @${((slowed * startNs) / 1e9).toFixed(3)}s 25%: 0.01+${ms(markNs)}+0.01 ms clock, ${cpu} ms cpu, ${sizes}, 0 MB stacks, 0 MB globals, 2 P`;
    });
  const [run] = readGcLog([...filling, ...lines].join('\n')).runs;
  assert.ok(run);
  return run;
}

const settledCycles = new Map<string, readonly CycleRecord[]>();

function simulated(gogc: number, spinNs: number): readonly CycleRecord[] {
  const key = `${gogc} ${spinNs}`;
  let cycles = settledCycles.get(key);
  if (!cycles) {
    const classes = [{ size: 128, scan: true, weight: 1 }];
    const { script } = readScript({
      procs: 2,
      gogc,
      // Marking takes a while, as it does of what has many pointers.
      machine: { markObjectNs: 150 },
      phases: [
        { count: LIVE_OBJECTS, ring: LIVE_OBJECTS, spinNs: 0, classes },
        { count: 8_000_000, ring: 1, spinNs, classes },
      ],
    });
    assert.ok(script);
    const all = runToEnd(script).cycles.filter(({ allocIndex }) => allocIndex > LIVE_OBJECTS);
    cycles = all.slice(5);
    settledCycles.set(key, cycles);
  }
  return cycles;
}

function costIn(run: Run, gogc: number): GogcCost | undefined {
  return costOfGogc(run, measureRun(run), 50, gogc);
}

describe('what another GOGC would cost', () => {
  it('is, of a log that the simulator made, what it makes of that GOGC', () => {
    const run = steadyRun();
    for (const gogc of [25, 100]) {
      const cost = costIn(run, gogc);
      assert.ok(cost, `${gogc}`);
      const [now, then] = [simulated(50, 170), simulated(gogc, 170)];
      const heapMB = (then.at(-1)?.heapBytes ?? NaN) / MIB;
      assert.ok(Math.abs(cost.heapMB / heapMB - 1) < 0.05, `${gogc}: ${cost.heapMB}, ${heapMB}`);
      const perCycle = (cycles: readonly CycleRecord[]) =>
        ((cycles.at(-1)?.allocIndex ?? NaN) - (cycles.at(0)?.allocIndex ?? NaN)) /
        (cycles.length - 1);
      const share = perCycle(now) / perCycle(then);
      assert.ok(
        Math.abs(cost.cyclesShare / share - 1) < 0.05,
        `${gogc}: ${cost.cyclesShare}, ${share}`,
      );
      assert.equal(cost.moreMB > 0, gogc > 50);
    }
  });

  it('is of the program as it goes on: not of how its heap was filled', () => {
    const filled = steadyRun();
    const run = steadyRun({ countFilling: 20 });
    assert.equal(run.cycles.count, filled.cycles.count + 20);
    const cost = costIn(run, 100);
    assert.ok(cost);
    assert.deepEqual(cost, costIn(filled, 100));
  });

  it('is not said where the simulator is not near the log with the GOGC that there is', () => {
    assert.equal(costIn(steadyRun({ addedMB: 60 }), 100), undefined);
  });

  it('is not said of logs that say too little, or what cannot be', () => {
    const few = steadyRun({ countCycles: 3 });
    const said = ([from, to, live, goal]: readonly number[]) =>
      readGcLog(
        Array.from(
          { length: 9 },
          (_, index) =>
            `gc ${index + 1} @${index}.000s 25%: 0+1+0 ms clock, 0+0/1/0+0 ms cpu, ${from}->${to}->${live} MB, ${goal} MB goal, 0 MB stacks, 0 MB globals, 2 P`,
        ).join('\n'),
      ).runs;
    const odd = [few, ...said([0, 0, 0, 0]), ...said([9e9, 9e9, 9e9, 9e9])];
    assert.equal(odd.length, 3);
    assert.deepEqual(
      odd.map((run) => costIn(run, 100)),
      [undefined, undefined, undefined],
    );
  });

  it('is in the finding on GC’s CPU time', () => {
    const run = steadyRun();
    const find = (options: Parameters<typeof findingsOf>[1]) =>
      findingsOf(run, options).find(({ kind }) => kind === 'GC takes much CPU');
    assert.doesNotMatch(find({})?.reason ?? '', /GOGC=/);
    const { reason, text } = find({ gogcModel: costOfGogc }) ?? {};
    assert.match(text ?? '', /at GOGC=50\.$/);
    assert.match(
      reason ?? '',
      /^GOGC=100 would cost \d+ MB more, \d+ MB at the end of a cycle \(±\d+ %\), and have \d+ % of the cycles/,
    );
  });

  it('is found out once for as long as a log’s numbers hardly change', () => {
    let countAsked = 0;
    const model = rememberedCosts(() => {
      countAsked++;
      return undefined;
    });
    const ask = (run: Run, gogc = 100) => model(run, measureRun(run), 50, gogc);
    ask(steadyRun());
    ask(steadyRun({ countCycles: 39 }));
    assert.equal(countAsked, 1);
    ask(steadyRun(), 200);
    ask(steadyRun({ slowed: 3 }));
    assert.equal(countAsked, 3);
  });
});
