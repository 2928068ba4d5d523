/** What a simulation came to, as `gomem simulate` prints it: a contract (docs/architecture.md). */
import { classViews } from './inspect.ts';
import type { CycleRecord, World } from './world.ts';

export interface SpanCount {
  readonly spanClass: number;
  /** 0 for large objects. */
  readonly sizeClass: number;
  /** Of an object; 0 for large ones, which differ. */
  readonly sizeBytes: number;
  readonly scan: boolean;
  readonly spans: number;
  readonly spanBytes: number;
  /** Dead ones that are not swept included. */
  readonly objects: number;
}

export interface SizeClassRow {
  readonly sizeClass: number;
  readonly sizeBytes: number;
  readonly spanBytes: number;
  /** In a span, without and with pointers. */
  readonly objectsNoscan: number;
  readonly objectsScan: number;
  /** Behind the last object, bitmap and marks included. */
  readonly tailBytesNoscan: number;
  readonly tailBytesScan: number;
}

export interface Outcome {
  readonly cycles: readonly Pick<
    CycleRecord,
    'cycle' | 'allocIndex' | 'triggerBytes' | 'goalBytes' | 'liveBytes' | 'heapBytes'
  >[];
  readonly numGC: number;
  readonly allocations: number;
  /** Whether the script ended because the heap could not grow: beyond 16 GiB. */
  readonly outOfMemory: boolean;
  readonly final: {
    readonly heapAllocBytes: number;
    readonly heapInuseBytes: number;
    readonly heapSysBytes: number;
    readonly heapReleasedBytes: number;
    readonly spansByClass: readonly SpanCount[];
  };
  readonly sizeClasses: readonly SizeClassRow[];
}

export function outcomeOf(world: World): Outcome {
  const { heap, cycles } = world;
  return {
    cycles: cycles.map(({ cycle, allocIndex, triggerBytes, goalBytes, liveBytes, heapBytes }) => ({
      cycle,
      allocIndex,
      triggerBytes,
      goalBytes,
      liveBytes,
      heapBytes,
    })),
    numGC: cycles.length,
    allocations: heap.allocations,
    outOfMemory: heap.isOutOfMemory,
    final: {
      heapAllocBytes: heapAllocBytes(world),
      heapInuseBytes: heap.stats.inUseBytes,
      heapSysBytes: heap.stats.sysBytes,
      heapReleasedBytes: heap.stats.releasedBytes,
      spansByClass: spanCounts(world),
    },
    sizeClasses: sizeClassRows(world),
  };
}

/** Bytes of objects, dead ones that are not swept included: `MemStats.HeapAlloc`. */
export function heapAllocBytes({ heap: { spans } }: World): number {
  let bytes = 0;
  for (let span = 1; span < spans.count; span++) {
    if (spans.isInUse[span] === 1) {
      bytes += (spans.allocCount[span] ?? 0) * (spans.elementBytes[span] ?? 0);
    }
  }
  return bytes;
}

function spanCounts(world: World): SpanCount[] {
  return classViews(world).map(({ spanClass, sizeBytes, noscan, spans, spanBytes, objects }) => ({
    spanClass,
    sizeClass: spanClass >> 1,
    sizeBytes,
    scan: !noscan,
    spans,
    spanBytes,
    objects,
  }));
}

function sizeClassRows({ heap: { tables } }: World): SizeClassRow[] {
  const { classBytes, classPages, pageBytes } = tables.runtime;
  return classBytes.slice(1).map((sizeBytes, index) => {
    const sizeClass = index + 1;
    const spanBytes = (classPages[sizeClass] ?? 0) * pageBytes;
    const scan = tables.elements[2 * sizeClass] ?? 0;
    const noscan = tables.elements[2 * sizeClass + 1] ?? 0;
    return {
      sizeClass,
      sizeBytes,
      spanBytes,
      objectsNoscan: noscan,
      objectsScan: scan,
      tailBytesNoscan: spanBytes - noscan * sizeBytes,
      tailBytesScan: spanBytes - scan * sizeBytes,
    };
  });
}
