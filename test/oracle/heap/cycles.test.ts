/** A sample of `npm run oracle heap`. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { sample, seededRandom } from '../../support/random.ts';
import { isMachineBusy, SimulatedGo } from '../../support/simulatedGo.ts';
import { allSettings, compare, cycleFigures, describeCompared } from './compare.ts';
import { GOGCS, SCRIPTS } from './scripts.ts';

const COUNT_SAMPLED = 8;
const COUNT_RUNS = 3;
const MAXIMUM_MEDIAN = 0.25;

describe('cycles of simulated scripts', () => {
  const real = new SimulatedGo();
  after(() => {
    real.close();
  });

  const skip = isMachineBusy() ? 'the machine is busy: cycles come when they can' : false;
  it('are about as many as the runtime has', { skip }, () => {
    const settings = sample(allSettings(SCRIPTS, GOGCS), COUNT_SAMPLED, seededRandom(5));
    const compared = settings.map((setting) => compare(real, setting, COUNT_RUNS));
    compared.forEach((each) => {
      console.log(describeCompared(each));
    });
    const { medianError } = cycleFigures(compared);
    assert.ok(medianError <= MAXIMUM_MEDIAN, `${medianError}`);
  });
});
