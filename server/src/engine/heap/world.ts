/** A program and its heap: all that a simulation changes. */
import type { Heap } from './heap.ts';
import type { Plan } from './plan.ts';

/** What one allocation did, for whoever steps. */
export interface LastAllocation {
  /** Of the phase's classes. */
  classIndex: number;
  /** 0 for a size of 0. */
  object: number;
  procIndex: number;
  /** A block of tiny objects had room for it. */
  isInBlock: boolean;
}

export interface Program {
  readonly plan: Plan;
  phaseIndex: number;
  /** Of the phase. */
  countDone: number;
  /** Where the next object's reference goes. */
  nextSlot: number;
  /** References by which objects are held, each an object's number; 0 is nil. */
  slots: Uint32Array;
  /** The array that the slots are, itself on the heap. */
  slotsObject: number;
  /** Slots below have been scanned in this cycle. */
  scannedSlots: number;
  /** Of each goroutine. */
  random: Uint32Array;
  assistBytes: Float64Array;
  nextGoroutine: number;
  /** Of a recording. */
  nextEvent: number;
  /** Whether the pacer says when cycles begin; else the recording does. */
  isPaced: boolean;
  /** When what goes on beside the program is to be looked at again. */
  nextTickNs: number;
  /** How much time of the clock a goroutine's nanosecond takes, when it was looked at last. */
  perMutator: number;
  last: LastAllocation;
}

/** One cycle, as gctrace prints it: heap0->heap1->heap2, and its goal. */
export interface CycleRecord {
  readonly cycle: number;
  /** Allocations of the program before it. */
  readonly allocIndex: number;
  /** The live heap when it began, and when its marking ended. */
  readonly triggerBytes: number;
  readonly heapBytes: number;
  /** What it found live, with what was allocated meanwhile. */
  readonly liveBytes: number;
  readonly goalBytes: number;
  readonly startNs: number;
  readonly markNs: number;
  readonly assistNs: number;
  /** Share of all CPU time since the cycle before that was the collector's. */
  readonly cpuShare: number;
  readonly consMark: number;
}

export interface World {
  readonly heap: Heap;
  readonly program: Program;
  readonly cycles: CycleRecord[];
  /** When what goes on beside the program was last looked at. */
  tickNs: number;
}
