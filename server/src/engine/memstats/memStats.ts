/** What a running program says of its memory: runtime.MemStats (runtime/mstats.go, Go 1.22 to 1.26). Bytes, nanoseconds. */

export interface MemStats {
  /** Since the program began. */
  readonly totalAllocBytes: number;
  readonly mallocs: number;
  readonly frees: number;
  /** Objects that live or are not swept yet. */
  readonly heapAllocBytes: number;
  /** Spans that have objects. */
  readonly heapInuseBytes: number;
  /** Spans that have none, and of those what was given back to the system. */
  readonly heapIdleBytes: number;
  readonly heapReleasedBytes: number;
  readonly stackSysBytes: number;
  /** All that was asked of the system, given back or not. */
  readonly sysBytes: number;
  /** The heap that the next cycle is to end with. */
  readonly nextGcBytes: number;
  readonly numGc: number;
  /** Those that the program asked for; NaN where it is not said. */
  readonly numForcedGc: number;
  /** Of the processors' time since the program began, from 0 to 1; NaN where it is not said. */
  readonly gcCpuShare: number;
  /** Of the last cycles, at most 256: the time that each stopped the world, the newest first. */
  readonly pausesNs: readonly number[];
  /** All that stopped the world since the program began; undefined where it is not said. */
  readonly pausedNs: number | undefined;
  /** The most that was resident, as the system says; undefined where it is not said. */
  readonly maxResidentBytes: number | undefined;
}

export type ReadMemStats = MemStats | { readonly problem: string };

type Fields = ReadonlyMap<string, unknown>;

/** Of `/debug/vars`: JSON of package expvar, which has them as `memstats`. */
export function memStatsOfVars(text: string): ReadMemStats {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { problem: 'it is no JSON' };
  }
  const fields = fieldsOf(fieldsOf(json).get('memstats'));
  return fields.size === 0 ? { problem: 'it has no memstats' } : memStatsOf(fields);
}

/** Of `/debug/pprof/heap?debug=1`: lines behind the profile (runtime/pprof/pprof.go, writeHeapInternal). */
export function memStatsOfHeapText(text: string): ReadMemStats {
  const begin = text.indexOf('\n# runtime.MemStats\n');
  if (begin < 0) {
    return { problem: 'it has no runtime.MemStats' };
  }
  const fields = new Map<string, unknown>();
  for (const line of text.slice(begin).split('\n')) {
    const [, name = '', value = ''] = /^# (\w+) = (.+)$/.exec(line) ?? [];
    const [first = '', second] = value.split(' / ');
    if (value.startsWith('[')) {
      fields.set(name, value.slice(1, -1).split(' ').map(Number));
    } else if (second === undefined) {
      fields.set(name, Number(first));
    } else {
      fields.set(`${name}Inuse`, Number(first));
      fields.set(`${name}Sys`, Number(second));
    }
  }
  return memStatsOf(fields);
}

function memStatsOf(fields: Fields): ReadMemStats {
  const missing: string[] = [];
  const number = (name: string): number => {
    const value = fields.get(name);
    if (typeof value === 'number' && Number.isFinite(value)) {
      return value;
    }
    missing.push(name);
    return NaN;
  };
  const numGc = number('NumGC');
  const stats: MemStats = {
    totalAllocBytes: number('TotalAlloc'),
    mallocs: number('Mallocs'),
    frees: number('Frees'),
    heapAllocBytes: number('HeapAlloc'),
    heapInuseBytes: number('HeapInuse'),
    heapIdleBytes: number('HeapIdle'),
    heapReleasedBytes: number('HeapReleased'),
    stackSysBytes: number('StackSys'),
    sysBytes: number('Sys'),
    nextGcBytes: number('NextGC'),
    numGc,
    numForcedGc: number('NumForcedGC'),
    gcCpuShare: number('GCCPUFraction'),
    pausesNs: newestFirst(fields.get('PauseNs'), numGc),
    pausedNs: fields.has('PauseTotalNs') ? number('PauseTotalNs') : undefined,
    maxResidentBytes: fields.has('MaxRSS') ? number('MaxRSS') : undefined,
  };
  return missing.length === 0 ? stats : { problem: `it has no number ${missing.join(', ')}` };
}

/** The pause of cycle n is at (n+255)%256: mstats.go. */
function newestFirst(ring: unknown, numGc: number): number[] {
  const values: readonly unknown[] = Array.isArray(ring) ? ring : [];
  const { length } = values;
  return Array.from({ length: Math.min(length, numGc) || 0 }, (_, age) =>
    Number(values[(numGc - 1 - age) % length]),
  );
}

function fieldsOf(json: unknown): Fields {
  return new Map(typeof json === 'object' && json !== null ? Object.entries(json) : []);
}
