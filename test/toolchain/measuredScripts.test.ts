/** Scripts made of a profile and a log of a program whose script is known: they come to what that comes to. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { readScript } from '../../server/src/engine/heap/scriptParser.ts';
import { runToEnd } from '../../server/src/engine/heap/simulation.ts';
import { isProblem } from '../../server/src/engine/profile/problem.ts';
import { readProfile } from '../../server/src/engine/profile/read.ts';
import type { Draft } from '../../server/src/engine/scripts/draft.ts';
import { scriptOfLog } from '../../server/src/engine/scripts/logScript.ts';
import { scriptOfProfile } from '../../server/src/engine/scripts/profileScript.ts';
import { readProfileFile } from '../../server/src/host/profileFile.ts';
import { isMachineBusy, SimulatedGo } from '../support/simulatedGo.ts';

const KEPT = { count: 60_000, ring: 60_000, classes: [{ size: 300, scan: true, weight: 1 }] };
const PASSING = {
  count: 3_000_000,
  ring: 5_000,
  spinNs: 200,
  classes: [
    { size: 48, scan: true, weight: 3 },
    { size: 1000, scan: false, weight: 1 },
  ],
};
const SCRIPT = { procs: 2, seed: 7, phases: [KEPT, PASSING] };
/** Objects of one size in one profile are of two lifetimes; the log's sizes are whole MiB. */
const TOLERANCE = 0.15;

/** How many bytes are allocated from one cycle to the next, once things have settled. */
function bytesPerCycle(json: unknown): number {
  const { script, problem } = readScript(json);
  assert.equal(problem, undefined);
  const { cycles } = runToEnd(script);
  const settled = cycles.slice(-Math.ceil(cycles.length / 2));
  const steps = settled.slice(1).map(({ triggerBytes }, index) => {
    const before = settled[index];
    return (
      triggerBytes -
      (before?.liveBytes ?? 0) +
      (before?.heapBytes ?? 0) -
      (before?.triggerBytes ?? 0)
    );
  });
  return steps.reduce((sum, step) => sum + step, 0) / steps.length;
}

describe('a script that is made of what was measured', () => {
  const skip =
    isMachineBusy() && 'the machine is busy: the log says how the heap grew while marking waited';
  const real = new SimulatedGo();
  let wanted = NaN;
  let errorOfProfile = NaN;
  let errorsOfLog: readonly number[] = [];
  before(async () => {
    wanted = bytesPerCycle(SCRIPT);
    const { log, elapsedNs } = real.run(SCRIPT, 'profile');
    const profile = readProfile(await readProfileFile(real.profile));
    assert.ok(!isProblem(profile));
    const ofProfile = made(scriptOfProfile(profile, elapsedNs / 1e9));
    errorOfProfile = errorOf(ofProfile, 'a profile');
    errorsOfLog = [
      errorOf(made(scriptOfLog(log)), 'a log'),
      errorOf(made(scriptOfLog(log, ofProfile)), 'both'),
    ];
  });
  after(() => {
    real.close();
  });

  const made = (draft: Draft | { readonly problem: string }): Draft => {
    assert.ok(!('problem' in draft), 'problem' in draft ? draft.problem : '');
    return draft;
  };
  const errorOf = ({ json }: Draft, name: string): number => {
    const error = bytesPerCycle(json) / wanted - 1;
    console.log(`of ${name}: ${(100 * error).toFixed(0)} % more bytes from cycle to cycle`);
    return error;
  };

  it('has the cycles of the script that was, of a profile', () => {
    assert.ok(Math.abs(errorOfProfile) <= TOLERANCE, `${errorOfProfile}`);
  });

  it('has no more cycles, of a log, however busy the machine', () => {
    assert.ok(
      errorsOfLog.every((error) => error >= -TOLERANCE),
      errorsOfLog.join(' '),
    );
  });

  it('has the cycles of the script that was, of a log', { skip }, () => {
    assert.ok(
      errorsOfLog.every((error) => Math.abs(error) <= TOLERANCE),
      errorsOfLog.join(' '),
    );
  });
});
