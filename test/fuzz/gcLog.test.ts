import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gcLogDamage } from './gcLogDamage.ts';

describe('damaged logs of the garbage collector', () => {
  it('are read to their ends', () => {
    const { countCycles, countRejects, failures } = gcLogDamage({ seed: 7, countTexts: 2000 });
    assert.deepEqual(failures, []);
    assert.ok(countCycles > 500 && countRejects > 100, `${countCycles} read, ${countRejects} not`);
  });
});
