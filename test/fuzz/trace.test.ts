import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { traceDamage } from './traceDamage.ts';

describe('damaged execution traces', () => {
  it('are read or refused', () => {
    const { countTraces, countRefused, failures } = traceDamage({ seed: 7, countTraces: 3000 });
    assert.deepEqual(failures, []);
    assert.ok(countRefused > 100 && countRefused < countTraces, `${countRefused} refused`);
  });
});
