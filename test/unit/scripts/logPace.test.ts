import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Run } from '../../../server/src/engine/gclog/run.ts';
import { paceOf } from '../../../server/src/engine/scripts/logPace.ts';
import { readGcLog } from '../../support/gcLogTruth.ts';

const MIB = 2 ** 20;

interface Cycles {
  /** From one to the next. */
  readonly everyMs: number;
  readonly heapMB: readonly [start: number, end: number, live: number];
  readonly markMs: number;
  readonly cpuMs: Readonly<Record<'assist' | 'worker' | 'idle', number>>;
}

function runOf({ everyMs, heapMB: [start, end, live], markMs, cpuMs }: Cycles): Run {
  const lines = Array.from(
    { length: 21 },
    (_, index) =>
      `gc ${index + 1} @${((everyMs * (index + 1)) / 1000).toFixed(3)}s 9%: 0+${markMs}+0 ms clock, 0+${cpuMs.assist}/${cpuMs.worker}/${cpuMs.idle}+0 ms cpu, ${start}->${end}->${live} MB, ${end} MB goal, 0 MB stacks, 0 MB globals, 2 P`,
  );
  const [run] = readGcLog(lines.join('\n')).runs;
  assert.ok(run);
  return run;
}

describe('how fast the program of a log allocates', () => {
  const idle = runOf({
    everyMs: 100,
    heapMB: [80, 90, 50],
    markMs: 40,
    cpuMs: { assist: 10, worker: 0, idle: 40 },
  });

  it('is told apart for the time while a cycle marks, and without assists', () => {
    const pace = paceOf(idle, 1);
    // 30 MiB in the 60 ms between, 10 in the 40 less 10 of which the program marks.
    assert.equal(pace?.nsPerByte, 60e6 / 30 / MIB);
    assert.equal(pace.markingNsPerByte, 30e6 / 10 / MIB);
  });

  it('is of the CPU time of all Ps that run the program, and that workers leave', () => {
    const pace = paceOf(idle, 2);
    assert.equal(pace?.nsPerByte, 120e6 / 30 / MIB);
    assert.equal(pace.markingNsPerByte, 30e6 / 10 / MIB);
  });

  it('is the same all the time where too little is allocated while cycles mark', () => {
    const run = runOf({
      everyMs: 100,
      heapMB: [80, 80, 40],
      markMs: 20,
      cpuMs: { assist: 0, worker: 0, idle: 20 },
    });
    const pace = paceOf(run, 1);
    assert.ok(Math.abs((pace?.nsPerByte ?? NaN) / (100e6 / 40 / MIB) - 1) < 1e-9);
    assert.equal(pace?.markingNsPerByte, undefined);
  });

  it('is not known where no cycles follow each other', () => {
    const run = readGcLog(
      [1, 3, 5, 7]
        .map(
          (number) =>
            `gc ${number} @${number}.000s 9%: 0+1+0 ms clock, 0+0/1/0+0 ms cpu, 8->8->4 MB, 8 MB goal, 0 MB stacks, 0 MB globals, 2 P`,
        )
        .join('\n'),
    ).runs[0];
    assert.ok(run);
    assert.equal(paceOf(run, 1), undefined);
  });
});
