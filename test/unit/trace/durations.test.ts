import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Durations } from '../../../server/src/engine/trace/durations.ts';
import { SlicedSeries } from '../../../server/src/engine/trace/slicedSeries.ts';

describe('durations', () => {
  it('have exact percentiles, and the longest of them', () => {
    const durations = new Durations();
    for (let ns = 1; ns <= 1000; ns++) {
      durations.add(ns * 10, 1001 - ns, 5, 0);
    }
    assert.deepEqual(durations.percentilesNs([0.5, 0.95, 0.99, 1]), [500, 950, 990, 1000]);
    assert.equal(durations.meanNs, 500.5);
    assert.deepEqual(
      durations.worst.map(({ ns }) => ns),
      Array.from({ length: 20 }, (_, index) => 1000 - index),
    );
    assert.deepEqual(durations.worst[0], { startNs: 10, ns: 1000, goroutine: 5, stack: 0 });
  });

  it('that are many have percentiles of all of them, not of the first', () => {
    const durations = new Durations();
    for (let index = 0; index < 300_000; index++) {
      durations.add(index, index, 1, 0);
    }
    const [median = NaN, high = NaN] = durations.percentilesNs([0.5, 0.99]);
    assert.ok(Math.abs(median - 150_000) < 100, `${median}`);
    assert.ok(Math.abs(high - 297_000) < 100, `${high}`);
  });

  it('that are none have no percentile', () => {
    assert.deepEqual(new Durations().percentilesNs([0.5]), [NaN]);
  });
});

describe('series in slices of the time', () => {
  it('have the highest value of each slice, in whichever order values come', () => {
    const series = new SlicedSeries(1000);
    const times = Array.from({ length: 1000 }, (_, index) => 1000 + index * 1_000_000);
    for (const time of [...times.slice(500), ...times.slice(0, 500)]) {
      series.add(time, time);
      series.add(time, 1);
    }
    assert.deepEqual(series.values, times);
    assert.ok(series.times.every((time, index) => time <= (times[index] ?? 0)));
  });
});
