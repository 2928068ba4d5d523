/** Of long columns a chart gets what it can draw: whatever would be seen of all rows is seen of these. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rowsToDraw } from '../../../client/src/webview/timeRows.ts';

const COUNT = 10_000;
const PLACES = 100;
const times = Float64Array.from({ length: COUNT }, (_, row) => row / 10);
const sawtooth = times.map((_, row) => row % 37);
const whole = { from: 0, to: times.at(-1) ?? 0 };

/** The least and the highest value of each place that a part of the time is drawn in. */
function extremes(rows: Iterable<number>, column: Float64Array, { from, to } = whole): string[] {
  const found = new Map<number, { least: number; highest: number }>();
  for (const row of rows) {
    const time = times[row] ?? NaN;
    const value = column[row] ?? NaN;
    if (time >= from && time <= to && !Number.isNaN(value)) {
      const place = Math.floor(((time - from) / (to - from)) * PLACES);
      const { least, highest } = found.get(place) ?? { least: value, highest: value };
      found.set(place, { least: Math.min(least, value), highest: Math.max(highest, value) });
    }
  }
  return [...found].map(([place, { least, highest }]) => `${place}: ${least} to ${highest}`);
}

describe('the rows that a chart needs', () => {
  it('have the least and the highest value of each place, and are few, in order', () => {
    const spike = times.map((_, row) => (row === 4321 ? 1e6 : 0));
    const rows = rowsToDraw(times, [sawtooth, spike], whole, PLACES);
    assert.ok(rows.length < 7 * PLACES, String(rows.length));
    assert.deepEqual(rows, rows.toSorted());
    assert.equal(new Set(rows).size, rows.length);
    for (const column of [sawtooth, spike]) {
      assert.deepEqual(extremes(rows, column), extremes(times.keys(), column));
    }
    assert.ok(rows.includes(4321));
  });

  it('are those of the part that is shown, and one beyond on both sides', () => {
    const part = { from: 300, to: 700 };
    const rows = rowsToDraw(times, [sawtooth], part, PLACES);
    assert.deepEqual([rows[0], rows.at(-1)], [2999, 7001]);
    assert.deepEqual(extremes(rows, sawtooth, part), extremes(times.keys(), sawtooth, part));
    assert.deepEqual([...rowsToDraw(times, [], { from: 1.05, to: 1.15 })], [10, 11, 12]);
  });

  it('are all where they are few', () => {
    assert.equal(rowsToDraw(times.subarray(0, 50), [], whole, PLACES).length, 50);
    assert.equal(rowsToDraw([], [], whole).length, 0);
  });

  it('have what is known of a column that is not known everywhere', () => {
    const seldom = times.map((_, row) => (row % 50 === 49 ? row : NaN));
    const rows = rowsToDraw(times, [seldom], whole, PLACES);
    assert.deepEqual(extremes(rows, seldom), extremes(times.keys(), seldom));
  });
});
