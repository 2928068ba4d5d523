import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { growthPercent } from '../../../server/src/host/heapGrowth.ts';

const MB = 1 << 20;

describe('growth of the heap', () => {
  it('is free while it is small, and a part of it when it is large', () => {
    assert.equal(growthPercent(0), 300);
    assert.equal(growthPercent(20 * MB), 300);
    assert.equal(growthPercent(96 * MB), 100);
    assert.equal(growthPercent(400 * MB), 30);
  });

  it('never leads further than a small heap may grow, or than three tenths', () => {
    for (let megabytes = 1; megabytes < 1000; megabytes++) {
      const most = megabytes * (1 + growthPercent(megabytes * MB) / 100);
      assert.ok(most <= Math.max(192, megabytes * 1.3) + 1e-6, `${megabytes} MB to ${most} MB`);
    }
  });
});
