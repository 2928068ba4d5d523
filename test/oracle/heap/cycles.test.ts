/** A sample of `npm run oracle heap`. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { sample, seededRandom } from '../../support/random.ts';
import { SimulatedGo } from '../../support/simulatedGo.ts';
import { allSettings, compare, describeCompared, figuresOf } from './compare.ts';
import { GOGCS, SCRIPTS } from './scripts.ts';

const COUNT_SAMPLED = 8;
const COUNT_RUNS = 3;
/** On a machine that is busy with other things, cycles come when they can. */
const MAXIMUM_MEDIAN = 0.25;

describe('cycles of simulated scripts', () => {
  const real = new SimulatedGo();
  after(() => {
    real.close();
  });

  it('are about as many as the runtime has', () => {
    const settings = sample(allSettings(SCRIPTS, GOGCS), COUNT_SAMPLED, seededRandom(5));
    const compared = settings.map((setting) => compare(real, setting, COUNT_RUNS));
    compared.forEach((each) => {
      console.log(describeCompared(each));
    });
    const { medianError } = figuresOf(compared);
    assert.ok(medianError <= MAXIMUM_MEDIAN, `${medianError}`);
  });
});
