import { bitmapBytes } from '../layout/allocation.ts';

/**
 * How long things take, in nanoseconds. Counters of the allocator do not depend on it; when a cycle ends,
 * and with it how much is allocated meanwhile, does. The defaults are those of a
 * machine that does nothing else, found by running scripts for real (test/oracle/heap), and can be given
 * in a script.
 */
export interface Machine {
  /** Of an allocation from a span that is cached, with the store of the reference. */
  readonly allocNs: number;
  /** Of clearing its memory, for each byte. */
  readonly zeroNsPerByte: number;
  /** Of getting another span. */
  readonly refillNs: number;
  readonly sweepSpanNs: number;
  /** Of a word that may be a pointer, in objects that are scanned one by one: those with a header, and large ones. */
  readonly scanWordNs: number;
  /** Of an object that is marked. */
  readonly markObjectNs: number;
  /** In the other objects with pointers, which a bitmap of their span describes. */
  readonly scanNsPerByte: number;
  /** Of an allocation and store while the write barrier is on, in addition. */
  readonly barrierNs: number;
  /** How long the world stands still when a cycle begins. */
  readonly startNs: number;
  /** From then on until workers run, while the program allocates. */
  readonly wakeNs: number;
  /** From the last mark until the world runs again. */
  readonly terminationNs: number;
}

export const DEFAULT_MACHINE: Machine = Object.freeze({
  allocNs: 25,
  zeroNsPerByte: 0.05,
  refillNs: 400,
  sweepSpanNs: 60,
  scanWordNs: 3,
  markObjectNs: 5,
  scanNsPerByte: 0.05,
  barrierNs: 6,
  startNs: 10_000,
  wakeNs: 125_000,
  terminationNs: 15_000,
});

/** What scanning an object with pointers takes: those that the bitmap of a span describes take less. */
export function scanNs(machine: Machine, bytes: number, wordBytes: 4 | 8): number {
  return bytes <= bitmapBytes(wordBytes)
    ? bytes * machine.scanNsPerByte
    : (bytes / wordBytes) * machine.scanWordNs;
}
