import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  memStatsOfHeapText,
  memStatsOfVars,
} from '../../../server/src/engine/memstats/memStats.ts';
import { memStatsOfMetrics } from '../../../server/src/engine/memstats/prometheus.ts';
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

/** As client_golang writes them. */
function metricsText(count: number, pausedSeconds: string): string {
  return `# HELP go_gc_duration_seconds A summary of the wall-time pause (stop-the-world) duration in garbage collection cycles.
# TYPE go_gc_duration_seconds summary
go_gc_duration_seconds{quantile="0"} 2.9e-05
go_gc_duration_seconds{quantile="1"} 0.001
go_gc_duration_seconds_sum ${pausedSeconds}
go_gc_duration_seconds_count ${count}
go_goroutines 9
go_info{version="go1.26.8"} 1
go_memstats_alloc_bytes 4000
go_memstats_alloc_bytes_total 9000
go_memstats_frees_total 10
go_memstats_heap_alloc_bytes 4000
go_memstats_heap_idle_bytes 16384
go_memstats_heap_inuse_bytes 8192
go_memstats_heap_objects 30
go_memstats_heap_released_bytes 8192
go_memstats_mallocs_total 40
go_memstats_next_gc_bytes 4.194304e+06
go_memstats_stack_sys_bytes 32768
go_memstats_sys_bytes 100000
`;
}

describe('metrics for Prometheus', () => {
  it('say the same as the variables, but for what they do not have', () => {
    const stats = memStatsOfMetrics(metricsText(300, '0.25'));
    const variables = memStatsOfVars(vars({ PauseTotalNs: 250_000_000, PauseNs: [] }));
    assert.deepEqual(stats, { ...variables, numForcedGc: NaN, gcCpuShare: NaN });
  });

  it('have the time of stops from one look to the next', () => {
    const watch = new MemoryWatch();
    const rows = [metricsText(300, '0.25'), metricsText(304, '2.54e-01')].map((text, second) => {
      const stats = memStatsOfMetrics(text);
      assert.ok(!('problem' in stats));
      return watch.add(second * 1000, stats);
    });
    const value = (column: Parameters<typeof valueIn>[1]) =>
      valueIn(rows[1] ?? new Float64Array(), column);
    assert.equal(value('cyclesPerSecond'), 4);
    assert.ok(Math.abs(value('stoppedMsPerSecond') - 4) < 1e-6);
    assert.ok(Number.isNaN(value('longestStopMs')));
  });

  it('are none where numbers are missing', () => {
    assert.deepEqual(memStatsOfMetrics(metricsText(1, '0').replace(/^go_memstats_sys.*$/m, '')), {
      problem: 'it has no number go_memstats_sys_bytes',
    });
  });
});
