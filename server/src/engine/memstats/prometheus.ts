/**
 * What the collector for Go of Prometheus' client library says of runtime/metrics (client_golang, go_collector.go and
 * go_collector_latest.go): text of version 0.0.4, and that of OpenMetrics.
 */
import type { MemStats, ReadMemStats } from './memStats.ts';

const NS_PER_SECOND = 1e9;
/** Name, labels, value; labels of ours are quantiles and versions, which are no counts. */
const SAMPLE = /^(go_\w+) (\S+)/gm;

/** Of `/metrics`. What it does not say is NaN; of pauses it has the sum alone. */
export function memStatsOfMetrics(text: string): ReadMemStats {
  const values = new Map(
    Array.from(text.matchAll(SAMPLE), ([, name = '', value]) => [name, Number(value)]),
  );
  const missing: string[] = [];
  const needed = (name: string): number => {
    const value = values.get(name) ?? NaN;
    if (Number.isNaN(value)) {
      missing.push(name);
    }
    return value;
  };
  const wanted = (name: string) => values.get(name) ?? NaN;
  const stats: MemStats = {
    totalAllocBytes: needed('go_memstats_alloc_bytes_total'),
    mallocs: needed('go_memstats_mallocs_total'),
    frees: needed('go_memstats_frees_total'),
    heapAllocBytes: needed('go_memstats_heap_alloc_bytes'),
    heapInuseBytes: needed('go_memstats_heap_inuse_bytes'),
    heapIdleBytes: needed('go_memstats_heap_idle_bytes'),
    heapReleasedBytes: needed('go_memstats_heap_released_bytes'),
    stackSysBytes: needed('go_memstats_stack_sys_bytes'),
    sysBytes: needed('go_memstats_sys_bytes'),
    nextGcBytes: needed('go_memstats_next_gc_bytes'),
    numGc: needed('go_gc_duration_seconds_count'),
    numForcedGc: wanted('go_gc_cycles_forced_gc_cycles_total'),
    gcCpuShare:
      wanted('go_cpu_classes_gc_total_cpu_seconds_total') /
      wanted('go_cpu_classes_total_cpu_seconds_total'),
    pausesNs: [],
    pausedNs: NS_PER_SECOND * needed('go_gc_duration_seconds_sum'),
    maxResidentBytes: undefined,
  };
  return missing.length === 0 ? stats : { problem: `it has no number ${missing.join(', ')}` };
}
