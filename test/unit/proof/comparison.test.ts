import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { benchmarkRuns } from '../../../server/src/engine/proof/benchmarkOutput.ts';
import { compareRuns, outcomeOf } from '../../../server/src/engine/proof/comparison.ts';
import { mannWhitneyChance } from '../../../server/src/engine/proof/mannWhitney.ts';

describe('the chance of a difference', () => {
  it('is exact: two of the ways to divide values that do not overlap', () => {
    assert.equal(mannWhitneyChance([1, 2, 3], [4, 5, 6]), 2 / 20);
    const [low, high] = [
      [1, 2, 3, 4, 5, 6, 7, 8],
      [9, 10, 11, 12, 13, 14, 15, 16],
    ];
    assert.equal(mannWhitneyChance(low, high), 2 / 12_870);
    assert.equal(mannWhitneyChance(high, low), 2 / 12_870);
  });

  it('is 1 where all values are equal, and knows ties', () => {
    assert.equal(mannWhitneyChance([5, 5, 5], [5, 5, 5]), 1);
    // The least sum of ranks, 1.5 + 1.5 + 3.5, comes about in two ways, and so does the greatest.
    assert.equal(mannWhitneyChance([1, 1, 2], [2, 3, 3]), 4 / 20);
  });
});

describe('benchmarks before and after', () => {
  const runs = (allocs: readonly number[]) =>
    allocs.map((count) => ({ name: 'BenchmarkF', nanoseconds: 10, bytes: 8, allocs: count }));

  it('are read with and without other units', () => {
    const output = `goos: linux
BenchmarkF-8         	 1000	       58.26 ns/op	      16 B/op	       2 allocs/op
BenchmarkG/sub=1-8   	  100	  1e+03 ns/op	 12.50 MB/s	       3 things	     512 B/op	       1 allocs/op
BenchmarkBroken-8
PASS
`;
    assert.deepEqual(benchmarkRuns(output), [
      { name: 'BenchmarkF', nanoseconds: 58.26, bytes: 16, allocs: 2 },
      { name: 'BenchmarkG/sub=1', nanoseconds: 1000, bytes: 512, allocs: 1 },
    ]);
  });

  it('differ only where chance would not do it', () => {
    const outcome = (before: readonly number[], after: readonly number[]) =>
      outcomeOf(compareRuns(runs(before), runs(after)));
    assert.equal(outcome([2, 2, 2, 2, 2, 2, 2, 2], [1, 1, 1, 1, 1, 1, 1, 1]), 'fewer');
    assert.equal(outcome([1, 1, 1, 1, 1, 1, 1, 1], [2, 2, 2, 2, 2, 2, 2, 2]), 'more');
    assert.equal(outcome([2, 2, 2, 2, 2, 2, 2, 2], [2, 2, 2, 2, 2, 2, 2, 2]), 'same');
    assert.equal(outcome([9, 8, 9, 7, 9, 8, 9, 9], [8, 7, 9, 8, 8, 7, 8, 9]), 'same');
    assert.equal(outcome([2, 2, 2], [1, 1, 1]), 'same');
    // As a benchmark of many goroutines varies, whatever is changed.
    const many = [3046, 3047, 3048, 3048, 3049, 3050, 3051, 3052];
    assert.equal(outcome(many, [3041, 3042, 3043, 3044, 3044, 3045, 3045, 3047]), 'same');
    assert.equal(outcome(many, [3041, 3042, 3043, 3044, 3044, 3045, 3045, 3045]), 'fewer');
  });
});
