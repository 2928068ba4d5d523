/** The script language of the simulator: what a program allocates, as JSON says it (docs/architecture.md). */
import type { Machine } from './machine.ts';

export interface AllocationClass {
  /** In bytes. */
  readonly size: number;
  /** Whether it has pointers; its size is rounded up to whole words then. */
  readonly scan: boolean;
  readonly weight: number;
}

/** What a program really did, event after event. */
export interface Recording {
  /** Of the Ps that the events name. */
  readonly procs: number;
  /** Spans that are there when it begins: the class of their objects, and the slots that are taken. */
  readonly spans: readonly (readonly number[])[];
  /** As `recordedEvents.ts` reads them; a list where they come from a file of JSON. */
  readonly events: readonly number[] | Float64Array;
}

export interface Phase {
  /** Allocations. */
  readonly count: number;
  /** How many objects are kept: object i is stored in slot i mod ring. */
  readonly ring: number;
  /** Whether the slots at and above `ring` are dropped when the phase begins. */
  readonly clear: boolean;
  /** Work between two allocations, in nanoseconds. */
  readonly spinNs: number;
  /** Goroutines that take turns; goroutine g draws from a generator of its own, seeded with seed + g. */
  readonly goroutines: number;
  readonly classes: readonly AllocationClass[];
  /** What is allocated and dropped, instead of what is drawn. */
  readonly recording?: Recording;
}

export interface Script {
  /** A minor version: `1.26`. */
  readonly go: string;
  readonly goarch: string;
  /** Infinite for "off". */
  readonly gogc: number;
  /** Infinite for null. */
  readonly memoryLimitBytes: number;
  /** When cycles begin and end: as the pacer wants it, or where a recording has them. */
  readonly cycles: 'paced' | 'recorded';
  readonly procs: number;
  readonly seed: number;
  /** What is scanned beside the heap, and what is on it beside the script's objects. */
  readonly stackBytes: number;
  readonly globalsBytes: number;
  readonly otherHeapBytes: number;
  /** Mapped memory of the runtime that is no page of the heap. */
  readonly nonHeapBytes: number;
  readonly machine: Machine;
  readonly phases: readonly Phase[];
}

/** Whether it is what a program has done: nothing else can run it again. */
export function isRecorded({ phases }: Script): boolean {
  return phases.some(({ recording }) => recording !== undefined);
}

/** As a small program of Go 1.26 on amd64 has it when main begins. */
export const PROCESS = {
  stackBytes: 8 << 10,
  globalsBytes: 120 << 10,
  otherHeapBytes: 160 << 10,
  nonHeapBytes: 6 << 20,
} as const;
