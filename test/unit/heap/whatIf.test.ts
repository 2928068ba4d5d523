import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { CYCLES_ACCURACY, PEAK_ACCURACY } from '../../../server/src/engine/heap/accuracy.ts';
import { outcomeOf } from '../../../server/src/engine/heap/outcome.ts';
import { runToEnd } from '../../../server/src/engine/heap/simulation.ts';
import { MAXIMUM_POINTS, predict, predictionFor } from '../../../server/src/engine/heap/whatIf.ts';
import { Committed } from '../../oracle/committed.ts';
import type { ErrorFigures } from '../../oracle/heap/compare.ts';
import { scriptOf } from './scripts.ts';

const README = new URL('../../../README.md', import.meta.url);
const MIB = 1 << 20;
const SCRIPT = scriptOf(
  { count: 600_000, ring: 30_000, spinNs: 100, classes: [{ size: 96, scan: true }, { size: 256 }] },
  { procs: 2, gogc: 100 },
);
const UNLIMITED = { gogc: 100, memoryLimitBytes: Infinity };

describe('a prediction', () => {
  it('is what the simulation of the script comes to', () => {
    const prediction = predictionFor(SCRIPT, UNLIMITED);
    const { numGC, cycles } = outcomeOf(runToEnd(SCRIPT));
    assert.equal(prediction.numGC, numGC);
    assert.ok(prediction.peakHeapBytes >= Math.max(...cycles.map(({ heapBytes }) => heapBytes)));
    assert.equal(prediction.cyclesPerSecond, numGC / prediction.seconds);
  });

  it('has fewer cycles, less GC and more memory with a higher GOGC', () => {
    const low = predictionFor(SCRIPT, { ...UNLIMITED, gogc: 50 });
    const high = predictionFor(SCRIPT, { ...UNLIMITED, gogc: 200 });
    assert.ok(low.numGC > 2 * high.numGC);
    assert.ok(low.gcCpuShare > high.gcCpuShare);
    assert.ok(low.pausedNsPerSecond > high.pausedNsPerSecond);
    assert.ok(low.peakHeapBytes < high.peakHeapBytes);
    assert.ok(low.peakMappedBytes < high.peakMappedBytes);
    assert.ok(low.peakMappedBytes > low.peakHeapBytes);
  });

  it('stays below the memory limit', () => {
    const { peakMappedBytes } = predictionFor(SCRIPT, {
      gogc: Infinity,
      memoryLimitBytes: 30 * MIB,
    });
    assert.ok(peakMappedBytes <= 30 * MIB);
  });

  it('tells how far it is, and draws a bounded number of points', () => {
    const shares: number[] = [];
    const steps = predict(SCRIPT, UNLIMITED);
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) {
      shares.push(step.value);
    }
    assert.ok(shares.length > 10);
    assert.deepEqual(
      shares,
      shares.toSorted((a, b) => a - b),
    );
    assert.equal(shares.at(-1), 1);
    const { points } = step.value;
    assert.ok(points.length > MAXIMUM_POINTS / 4 && points.length <= MAXIMUM_POINTS);
  });

  it('claims the accuracy that was measured, and README.md the same', () => {
    const measured = new Committed<ErrorFigures>('heap/heap.json').read();
    for (const [name, { median, p90 }] of [
      ['scripts', CYCLES_ACCURACY],
      ['peaks of scripts', PEAK_ACCURACY],
    ] as const) {
      const { medianError, p90Error } = measured[name] ?? {};
      assert.deepEqual([median, p90], [medianError, p90Error], name);
    }
    const percents = (share: number) => (100 * share).toFixed(1);
    const { median, p90 } = CYCLES_ACCURACY;
    const claim = `off by ${percents(median)} % in the median and ${percents(p90)} % at the 90th percentile`;
    assert.ok(readFileSync(README, 'utf8').replace(/\s+/g, ' ').includes(claim), claim);
  });
});
