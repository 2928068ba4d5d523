/** Slopes, orders and errors, by what their definitions say and by chance itself. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { growthOf } from '../../../server/src/engine/leaks/growth.ts';
import { growthVariance } from '../../../server/src/engine/leaks/heapSampling.ts';
import {
  mannKendall,
  theilSenSlope,
  walkError,
} from '../../../server/src/engine/leaks/statistics.ts';
import { seededRandom } from '../../support/random.ts';

const TIMES = [0, 1, 2, 3, 4];

describe('the slope of values', () => {
  it('is that of the line, whatever one of them says', () => {
    assert.equal(theilSenSlope(TIMES, [1, 3, 5, 7, 9]), 2);
    assert.equal(theilSenSlope(TIMES, [1, 3, 500, 7, 9]), 2);
    assert.equal(theilSenSlope([0, 10, 40], [0, 1, 4]), 0.1);
    assert.equal(theilSenSlope([0, 0], [1, 2]), 0);
  });
});

describe('the order of values', () => {
  it('has the chance that the permutations have', () => {
    const permutations = (values: readonly number[]): number[][] =>
      values.length === 0
        ? [[]]
        : values.flatMap((first) =>
            permutations(values.filter((each) => each !== first)).map((rest) => [first, ...rest]),
          );
    const scores = permutations([1, 2, 3, 4, 5]).map((order) => mannKendall(order).risingShare);
    for (const order of [
      [1, 2, 3, 4, 5],
      [2, 1, 3, 4, 5],
      [3, 1, 2, 5, 4],
      [5, 4, 3, 2, 1],
    ]) {
      const { risingShare, chance } = mannKendall(order);
      const asHigh = scores.filter((share) => share >= risingShare).length;
      assert.ok(Math.abs(chance - asHigh / scores.length) < 1e-12);
    }
  });

  it('is told by the normal distribution where there are many', () => {
    const swapped = (count: number) => Array.from({ length: count }, (_, index) => index ^ 1);
    const shuffled = (count: number) =>
      Array.from({ length: count }, (_, index) => ((index * 7) % count) + index / 4);
    for (const order of [shuffled, (count: number) => shuffled(count).reverse()]) {
      const exact = mannKendall(order(40)).chance;
      const normal = mannKendall(order(41)).chance;
      assert.ok(Math.abs(exact - normal) < 0.05, `${exact} ${normal}`);
    }
    assert.ok(mannKendall(swapped(60)).chance < 1e-12);
  });
});

describe('a walk by chance', () => {
  it('goes as far as its steps vary', () => {
    assert.equal(walkError([1, 3, 5, 7, 9]), 0);
    // Steps of 4, 0, 4, 0: a deviation of 2.3 each, four times.
    assert.ok(Math.abs(walkError([0, 4, 4, 8, 8]) - Math.sqrt((16 / 3) * 4)) < 1e-12);
  });
});

describe('the error of a heap’s growth', () => {
  const RATE = 512 * 1024;

  /** Of so many objects, what the runtime would say there are: each is taken with the same probability. */
  const said = (count: number, size: number, random: () => number) => {
    const share = -Math.expm1(-size / RATE);
    let taken = 0;
    for (let object = 0; object < count; object++) {
      taken += random() < share ? 1 : 0;
    }
    return (taken * size) / share;
  };

  it('is what repeated sampling shows', () => {
    const random = seededRandom(20_261_127);
    for (const [count, size] of [
      [20_000, 1024],
      [2000, 16 * 1024],
      [100, 600 * 1024],
    ] as const) {
      const grown = Array.from({ length: 400 }, () => said(count, size, random));
      const mean = grown.reduce((sum, each) => sum + each, 0) / grown.length;
      const deviation = Math.sqrt(
        grown.reduce((sum, each) => sum + (each - mean) ** 2, 0) / grown.length,
      );
      const expected = Math.sqrt(
        growthVariance(
          {
            firstObjects: 0,
            firstBytes: 0,
            lastObjects: count,
            lastBytes: count * size,
            allocated: count,
          },
          RATE,
        ),
      );
      assert.ok(Math.abs(deviation / expected - 1) < 0.15, `${size}: ${deviation} ${expected}`);
    }
  });

  it('does not count what was there before, and is', () => {
    const stays = { firstObjects: 500, firstBytes: 64_000, lastObjects: 500, lastBytes: 64_000 };
    assert.equal(growthVariance({ ...stays, allocated: 0 }, RATE), 0);
    assert.ok(growthVariance({ ...stays, allocated: 500 }, RATE) > 0);
  });
});

describe('growth', () => {
  const confidence = (values: readonly number[], error: number) =>
    growthOf(Array.from(values.keys()), values, error).confidence;

  it('is as sure as it is large and steady', () => {
    assert.equal(confidence([10, 20, 30, 40, 50], 5), 'high');
    assert.equal(confidence([10, 20, 30, 40, 50], 10), 'medium');
    assert.equal(confidence([10, 20, 30, 40, 50], 15), 'low');
    assert.equal(confidence([10, 20, 30, 40, 50], 25), 'none');
    assert.equal(confidence([10, 40, 20, 50, 30], 1), 'none');
    assert.equal(confidence([10, 20, 30], 1), 'medium');
    assert.equal(confidence([10, 30, 20], 1), 'none');
    assert.equal(confidence([50, 40, 30, 20, 10], 1), 'none');
  });

  it('that has come to rest is none', () => {
    assert.equal(confidence([10, 20, 30, 31, 32], 1), 'settled');
  });

  it('that slows down is as sure as its later half, as of a ring of buffers that fills up', () => {
    const ring = [19.2, 33.1, 41.8, 44.8, 47.8, 47.2, 46.3, 48.7, 50.3, 50.2];
    assert.equal(confidence(ring, 0.9), 'high');
    assert.equal(confidence(ring, 1.5), 'medium');
    assert.equal(confidence(ring, 1.9), 'low');
    assert.equal(confidence(ring, 3), 'settled');
    const { slope, later } = growthOf(Array.from(ring.keys()), ring, 1.9);
    assert.ok(later && later.slope < 0.6 * slope && later.sigmas > 2 && later.sigmas < 3);
    // What starts up and leaks then is found all the same.
    assert.equal(confidence([5, 30, 50, 56, 62, 69, 75, 80, 86, 93], 2), 'high');
    assert.equal(growthOf(TIMES, [10, 20, 30, 40, 50], 5).later, undefined);
  });
});
