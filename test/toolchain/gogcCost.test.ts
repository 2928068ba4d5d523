/** What a log says that twice the GOGC would cost, and what the same program has with it. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { distributionOf, measureRun } from '../../server/src/engine/gclog/measures.ts';
import type { Run } from '../../server/src/engine/gclog/run.ts';
import { costOfGogc } from '../../server/src/engine/scripts/gogcCost.ts';
import { readGcLog } from '../support/gcLogTruth.ts';
import { isMachineBusy } from '../support/simulatedGo.ts';

const SOURCE = join(import.meta.dirname, 'gcLogFindings');
/** What the runtime has from run to run is off by some percent, too. */
const MOST_OFF = 0.25;
/** Other work may come between. */
const MOST_AGAIN = 2;

describe('what twice the GOGC would cost', () => {
  let folder: string;
  let program: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'gogc-cost-'));
    program = join(folder, 'churn.exe');
    execFileSync('go', ['build', '-o', program, '.'], { cwd: SOURCE });
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function runWith(gogc: number): Run {
    const env = { ...process.env, GODEBUG: 'gctrace=1', GOGC: `${gogc}`, GOMAXPROCS: '2' };
    const { stderr, status } = spawnSync(program, ['churn'], { env, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    const [run] = readGcLog(stderr).runs;
    assert.ok(run);
    return run;
  }

  const skip =
    isMachineBusy() && 'the machine is busy: marking waits, and the heap grows meanwhile';

  it('is about what it does cost', { skip }, (context) => {
    let now = runWith(50);
    let cost = costOfGogc(now, measureRun(now), 50, 100);
    for (let again = 0; !cost && again < MOST_AGAIN; again++) {
      now = runWith(50);
      cost = costOfGogc(now, measureRun(now), 50, 100);
    }
    if (!cost && isMachineBusy()) {
      context.skip('the machine has become busy: the simulator is not near these logs');
      return;
    }
    assert.ok(cost, 'nothing is said of a program whose heap is steady');
    const then = runWith(100);
    const heapMB = distributionOf(then.cycles.column('heapEndMB')).p50 + 0.5;
    const share = then.cycles.count / now.cycles.count;
    console.log(
      `GOGC=100 is said to take ${cost.heapMB.toFixed(0)} MB and ${(100 * cost.cyclesShare).toFixed(0)} % of the cycles: ` +
        `it takes ${heapMB} MB and ${(100 * share).toFixed(0)} %`,
    );
    assert.ok(Math.abs(cost.heapMB / heapMB - 1) < MOST_OFF);
    assert.ok(Math.abs(cost.cyclesShare / share - 1) < MOST_OFF);
  });
});
