import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  memStatsOfHeapText,
  memStatsOfVars,
} from '../../../server/src/engine/memstats/memStats.ts';
import { MemoryWatch, valueIn } from '../../../server/src/engine/memstats/memoryWatch.ts';

const FIELDS = {
  ...{ TotalAlloc: 9000, Mallocs: 40, Frees: 10, HeapAlloc: 4000, HeapInuse: 8192 },
  ...{ HeapIdle: 16_384, HeapReleased: 8192, StackSys: 32_768, Sys: 100_000, NextGC: 1 << 22 },
  ...{ NumGC: 300, NumForcedGC: 1, GCCPUFraction: 0.01 },
};

/** A ring in which the pause of cycle n is n ns. */
function ring(numGc: number): number[] {
  const pauses = new Array<number>(256).fill(0);
  for (let cycle = 1; cycle <= numGc; cycle++) {
    pauses[(cycle + 255) % 256] = cycle;
  }
  return pauses;
}

function vars(change: object = {}): string {
  return JSON.stringify({ memstats: { ...FIELDS, PauseNs: ring(FIELDS.NumGC), ...change } });
}

describe('variables of a program', () => {
  it('have the last pauses, the newest first', () => {
    const stats = memStatsOfVars(vars());
    assert.ok(!('problem' in stats));
    assert.deepEqual(stats.pausesNs.slice(0, 3), [300, 299, 298]);
    assert.equal(stats.pausesNs.length, 256);
    assert.equal(stats.maxResidentBytes, undefined);
  });

  it('stand for more cycles than have pauses by those that have', () => {
    const watch = new MemoryWatch();
    for (const [seconds, numGc] of [
      [0, 0],
      [1, 300],
    ] as const) {
      const stats = memStatsOfVars(vars({ NumGC: numGc, PauseNs: ring(numGc) }));
      assert.ok(!('problem' in stats));
      const row = watch.add(seconds * 1000, stats);
      if (numGc > 0) {
        // 256 pauses of 45 to 300 ns stand for 300.
        const meanMs = (45 + 300) / 2 / 1e6;
        assert.ok(Math.abs(valueIn(row, 'stoppedMsPerSecond') - 300 * meanMs) < 1e-9);
      }
    }
  });

  for (const [text, problem] of [
    ['', 'it is no JSON'],
    ['<html>', 'it is no JSON'],
    ['{"cmdline": []}', 'it has no memstats'],
    ['{"memstats": 7}', 'it has no memstats'],
    [vars({ Sys: 'many', NumGC: undefined }), 'it has no number NumGC, Sys'],
  ] as const) {
    it(`are refused with a reason: ${problem}`, () => {
      assert.deepEqual(memStatsOfVars(text), { problem });
    });
  }
});

describe('a heap profile as text', () => {
  it('is refused without what the runtime counts', () => {
    assert.deepEqual(memStatsOfHeapText('heap profile: 1: 2 [3: 4] @ heap/1048576\n'), {
      problem: 'it has no runtime.MemStats',
    });
    assert.deepEqual(memStatsOfHeapText('\n# runtime.MemStats\n# Mallocs = 4\n# Stack = 1 / 2\n'), {
      problem:
        'it has no number NumGC, TotalAlloc, Frees, HeapAlloc, HeapInuse, HeapIdle, HeapReleased, Sys, NextGC, NumForcedGC, GCCPUFraction',
    });
  });
});
