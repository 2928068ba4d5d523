/** When committed figures of verdicts are broken. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ESCAPES } from './figures.ts';

describe('figures of verdicts', () => {
  it('may not fall, nor be below their bars', () => {
    const figures = (equal: number, missing: number) => ({
      p: { ...ESCAPES.none(), heap: { equal, missing, invented: 0 } },
    });
    assert.deepEqual(ESCAPES.fallen(figures(99, 1), figures(98, 2)), []);
    assert.equal(ESCAPES.fallen(figures(98, 2), figures(99, 1)).length, 1);
    assert.deepEqual(ESCAPES.brokenBars(figures(99, 1)), []);
    assert.equal(ESCAPES.brokenBars(figures(98, 2)).length, 1);
  });
});
