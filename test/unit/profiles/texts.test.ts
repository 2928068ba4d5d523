import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { shareText } from '../../../server/src/engine/measured/shareText.ts';
import { countText } from '../../../client/src/countText.ts';
import { unitChoices, valueText } from '../../../client/src/profiles/models/texts.ts';

describe('values of profiles', () => {
  it('are written in the unit that fits, or in the one that is wanted', () => {
    assert.equal(valueText(1_572_864, 'bytes', 'auto'), '1.50 MB');
    assert.equal(valueText(1_572_864, 'bytes', 'kB'), '1536 kB');
    assert.equal(valueText(-512, 'bytes', 'auto'), '-512 B');
    assert.equal(valueText(0, 'bytes', 'MB'), '0');
    assert.equal(valueText(1500, 'nanoseconds', 'auto'), '1.50 µs');
    assert.equal(valueText(1_234_567, 'count', 'auto'), '1,234,567');
    assert.equal(valueText(3, 'widgets', 'auto'), '3 widgets');
  });

  it('offer the units of their kind', () => {
    assert.deepEqual(unitChoices('bytes'), ['B', 'kB', 'MB', 'GB']);
    assert.deepEqual(unitChoices('count'), []);
  });
});

describe('shares', () => {
  it('of what was counted are as they are', () => {
    assert.equal(shareText(1, 3, undefined), '33.3 %');
    assert.equal(shareText(-1, 3, undefined), '-33.3 %');
    assert.equal(shareText(1, 2000, undefined), '0.05 %');
    assert.equal(shareText(1, 1e6, undefined), '<0.01 %');
    assert.equal(shareText(-1, 1e6, undefined), '>-0.01 %');
    assert.equal(shareText(1, 1e7, 20_000), '<0.01 %');
    assert.equal(shareText(0, 10, 20_000), '0 %');
    assert.equal(shareText(1, 0, undefined), '');
  });

  it('of samples have as many digits as these bear out', () => {
    assert.equal(shareText(35, 100, 20), '~35 %');
    assert.equal(shareText(35, 100, 10_000), '~35.0 %');
    assert.equal(shareText(35, 100, 1_000_000), '~35.00 %');
    assert.equal(shareText(100, 100, 20), '100 %');
    assert.equal(shareText(300, 100, 20), '~300 %');
  });

  it('of fewer than ten samples are not told', () => {
    assert.equal(shareText(35, 100, 9), '');
    assert.equal(shareText(35, 100, 10), '~35 %');
  });
});

describe('counts', () => {
  it('have commas as toLocaleString has them', () => {
    const numbers = [0, -0, 7, -12, 999, 1000, -1000, 123_456, -1_234_567, 2 ** 53 - 1];
    for (const number of [...numbers, 2 ** 60, 1234.5678, Number.NaN, -Infinity]) {
      assert.equal(countText(number), (number === 0 ? 0 : number).toLocaleString('en-US'));
    }
  });
});
