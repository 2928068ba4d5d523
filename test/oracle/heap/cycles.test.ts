/** A sample of `npm run oracle heap`. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sample, seededRandom } from '../../support/random.ts';
import { isMachineBusy, SimulatedGo } from '../../support/simulatedGo.ts';
import { allSettings, compare, cycleFigures, describeCompared, type Compared } from './compare.ts';
import { GOGCS, SCRIPTS } from './scripts.ts';

const COUNT_SAMPLED = 8;
const COUNT_RUNS = 3;
const MAXIMUM_MEDIAN = 0.25;
const MAXIMUM_MISSING = 0.25;

describe('cycles of simulated scripts', () => {
  const skip = isMachineBusy() && 'the machine is busy: the runtime has fewer cycles';
  const real = new SimulatedGo();
  let compared: readonly Compared[] = [];
  before(() => {
    const settings = sample(allSettings(SCRIPTS, GOGCS), COUNT_SAMPLED, seededRandom(5));
    compared = settings.map((setting) => compare(real, setting, COUNT_RUNS));
    compared.forEach((each) => {
      console.log(describeCompared(each));
    });
  });
  after(() => {
    real.close();
  });

  it('are not fewer than the runtime has, however busy the machine', () => {
    // Below a limit it is otherwise: a heap that grows while it is marked leaves less room for the next cycle.
    const unlimited = compared.filter(({ isLimited }) => !isLimited);
    assert.ok(unlimited.length > 1);
    for (const each of unlimited) {
      const missing = (each.real - each.simulated) / each.real;
      assert.ok(missing <= MAXIMUM_MISSING, describeCompared(each));
    }
  });

  it('are about as many as the runtime has', { skip }, () => {
    const { medianError } = cycleFigures(compared);
    assert.ok(medianError <= MAXIMUM_MEDIAN, `${medianError}`);
  });
});
