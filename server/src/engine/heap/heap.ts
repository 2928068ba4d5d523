/** The state of a heap: the globals of the runtime that the allocator and the collector work on. */
import { emptyStack, type IntStack } from './intStack.ts';
import { emptyLog, type EventLog } from './events.ts';
import { emptyLimiter, type CpuLimiter } from './cpuLimiter.ts';
import type { Machine } from './machine.ts';
import { emptyPageCache, type PageCache } from './pageCache.ts';
import { emptyPages, type PageAllocator } from './pageAllocator.ts';
import { emptyPacer, type Pacer } from './pacer.ts';
import { emptySpans, type SpanTable } from './spanTable.ts';
import type { Tables } from './tables.ts';

export type Phase = 'off' | 'mark';

/** What one P allocates from without a lock: mcache.go. */
export interface Cache {
  /** A span for each class; 0 for none. */
  spans: Int32Array;
  /** The block that tiny objects share, as an object; 0 for none. */
  tinyObject: number;
  tinyOffset: number;
  /** Bytes with pointers that were allocated since the pacer was told. */
  scanAlloc: number;
  pages: PageCache;
}

/** mgcsweep.go. */
export interface Sweep {
  /** Whether spans are left that the last cycle has not swept. */
  isActive: boolean;
  /** Twice the span class, and one more for its partial spans: where sweepone goes on. */
  centralIndex: number;
  pagesSwept: number;
  /** Proportional sweep: how many pages a byte that is allocated has to sweep. */
  pagesPerByte: number;
  liveBasis: number;
  pagesSweptBasis: number;
  /** The page that the reclaimer looks at next; infinite where it is through. */
  reclaimPage: number;
  reclaimCredit: number;
}

/** mheap.go and mstats.go, in bytes. */
export interface HeapStats {
  /** Reserved from the operating system and mapped: HeapSys, as no stacks are in it. */
  sysBytes: number;
  inUseBytes: number;
  releasedBytes: number;
  /** In no span, and not released. */
  freeBytes: number;
  totalAlloc: number;
  totalFree: number;
  pagesInUse: number;
  lastInUseBytes: number;
}

/** `full` and `partial` of all mcentrals, by span class; swept or not by the sweep generation's parity. */
export interface Central {
  partial: readonly [readonly IntStack[], readonly IntStack[]];
  full: readonly [readonly IntStack[], readonly IntStack[]];
}

/** mgcmark.go and mgcwork.go. */
export interface Mark {
  phase: Phase;
  bytesMarked: number;
  /** What is still to be scanned of globals and stacks, and of the objects beside the script's. */
  rootBytesLeft: number;
  otherBytesLeft: number;
  /** Work that is done in advance of the program's debts, in bytes. */
  scanCredit: number;
  startNs: number;
  assistNs: number;
  idleNs: number;
  /** Where the running cycle began: gctrace's first number. */
  startHeapLive: number;
  startAllocation: number;
  /** Time of workers that is not used yet; below 0 they still have to do what counts as done. */
  leftNs: number;
  /** When workers begin. */
  wakesNs: number;
}

export interface ScavengerState {
  /** What is kept, for GOGC and for GOMEMLIMIT; infinite where nothing is to be given back. */
  percentGoal: number;
  limitGoal: number;
  lastNs: number;
  /** Where the search for pages to give back goes on, downwards. */
  word: number;
}

export interface Heap {
  readonly tables: Tables;
  readonly machine: Machine;
  spans: SpanTable;
  pages: PageAllocator;
  /** The span that begins at a page. */
  spanOfPage: Int32Array;
  /** Of the arenas that are reserved. */
  arenaPages: number;
  caches: readonly Cache[];
  central: Central;
  sweepgen: number;
  sweep: Sweep;
  stats: HeapStats;
  mark: Mark;
  pacer: Pacer;
  limiter: CpuLimiter;
  scavenger: ScavengerState;
  nowNs: number;
  /** The program's, so far. */
  allocations: number;
  isOutOfMemory: boolean;
  log: EventLog;
}

export function newHeap(tables: Tables, machine: Machine, procs: number): Heap {
  const stacks = () => Array.from({ length: tables.countSpanClasses }, emptyStack);
  return {
    tables,
    machine,
    spans: emptySpans(),
    pages: emptyPages(),
    spanOfPage: new Int32Array(0),
    arenaPages: 0,
    caches: Array.from({ length: procs }, () => emptyCache(tables)),
    central: { partial: [stacks(), stacks()], full: [stacks(), stacks()] },
    sweepgen: 0,
    sweep: {
      isActive: false,
      centralIndex: 0,
      pagesSwept: 0,
      pagesPerByte: 0,
      liveBasis: 0,
      pagesSweptBasis: 0,
      reclaimPage: Infinity,
      reclaimCredit: 0,
    },
    stats: {
      sysBytes: 0,
      inUseBytes: 0,
      releasedBytes: 0,
      freeBytes: 0,
      totalAlloc: 0,
      totalFree: 0,
      pagesInUse: 0,
      lastInUseBytes: 0,
    },
    mark: {
      phase: 'off',
      bytesMarked: 0,
      rootBytesLeft: 0,
      otherBytesLeft: 0,
      scanCredit: 0,
      startNs: 0,
      assistNs: 0,
      idleNs: 0,
      startHeapLive: 0,
      startAllocation: 0,
      leftNs: 0,
      wakesNs: 0,
    },
    pacer: emptyPacer(),
    limiter: emptyLimiter(procs),
    scavenger: {
      percentGoal: Infinity,
      limitGoal: Infinity,
      lastNs: 0,
      word: 0,
    },
    nowNs: 0,
    allocations: 0,
    isOutOfMemory: false,
    log: emptyLog(),
  };
}

function emptyCache({ countSpanClasses }: Tables): Cache {
  return {
    spans: new Int32Array(countSpanClasses),
    tinyObject: 0,
    tinyOffset: 0,
    scanAlloc: 0,
    pages: emptyPageCache(),
  };
}

const NO_STACK: IntStack = emptyStack();

/** Spans with room, or without, of a class that the current generation has swept, or not. */
export function spanSet(
  { central, sweepgen }: Heap,
  kind: 'partial' | 'full',
  spanClass: number,
  isSwept: boolean,
): IntStack {
  const parity = (sweepgen >> 1) & 1;
  // Fields by their names in the code: one that is looked up by a value is slower than all that follows.
  const sets = kind === 'full' ? central.full : central.partial;
  return sets[isSwept === (parity === 1) ? 1 : 0][spanClass] ?? NO_STACK;
}

/** Mapped and not given back: `mappedReady`, with what the runtime has beside the heap's pages. */
export function mappedReady({ stats, pacer }: Heap): number {
  return stats.sysBytes - stats.releasedBytes + pacer.inputs.nonHeapBytes;
}
