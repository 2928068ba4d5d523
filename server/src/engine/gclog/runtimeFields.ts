/** What the lines of Go's runtime say, field by field. Sizes in MB are bytes >> 20, times have two digits that count. */

/** One `gc` line. */
export const CYCLE_FIELDS = [
  'line',
  /** The number of the cycle, from 1 on. */
  'number',
  /** Seconds since the process began, at the start of the cycle. */
  'seconds',
  /** Share of the CPU time that was GC work since the process began, in percent, cut to an integer. */
  'cpuPercent',
  /** Wall-clock milliseconds: sweep termination (world stopped), mark, mark termination (world stopped). */
  'sweepTermMs',
  'markMs',
  'markTermMs',
  /** CPU milliseconds. */
  'sweepTermCpuMs',
  'assistCpuMs',
  /** Dedicated and fractional workers. */
  'workerCpuMs',
  'idleCpuMs',
  'markTermCpuMs',
  /** Live heap when the cycle began, when marking ended (with what was allocated meanwhile), and marked. */
  'heapStartMB',
  'heapEndMB',
  'heapLiveMB',
  'goalMB',
  /** NaN where the version does not print them (before Go 1.18). */
  'stacksMB',
  'globalsMB',
  'procs',
  /** 1 for runtime.GC and debug.FreeOSMemory. */
  'isForced',
] as const;

export const SCAVENGE_FIELDS = [
  'line',
  /** KiB given back: in the background, and at once by who allocates; before Go 1.21 they are one number. */
  'backgroundKiB',
  'eagerKiB',
  /** KiB of the heap that the operating system has back; before Go 1.21 the total of what was given back. */
  'releasedKiB',
  /** In use, of what the heap has, in percent. */
  'utilPercent',
] as const;

export const PACER_FIELDS = [
  'line',
  'utilizationPercent',
  'expectedPercent',
  'heapWorkBytes',
  'stackWorkBytes',
  'globalsWorkBytes',
  'expectedWorkBytes',
  'triggerBytes',
  'liveBytes',
  /** How far the heap was beyond its goal at the end of the cycle. */
  'goalErrorBytes',
  'consMark',
] as const;

export const SCHED_FIELDS = [
  'line',
  'ms',
  'procs',
  'idleProcs',
  'threads',
  'spinningThreads',
  'idleThreads',
  /** Goroutines in the global run queue; in those of the Ps (NaN with scheddetail). */
  'globalRunQueue',
  'localRunQueues',
] as const;

export type Row<Fields extends readonly string[]> = Record<Fields[number], number>;
export type Cycle = Row<typeof CYCLE_FIELDS>;

export interface PackageInit {
  readonly line: number;
  readonly name: string;
  readonly startMs: number;
  readonly clockMs: number;
  readonly bytes: number;
  readonly allocs: number;
}

/** Why a process ended, as the runtime says it. */
export interface Failure {
  readonly line: number;
  readonly kind: 'panic' | 'fatal error';
  readonly text: string;
}

export type RuntimeLine =
  | { readonly kind: 'cycle'; readonly cycle: Cycle }
  | { readonly kind: 'scavenge'; readonly row: Row<typeof SCAVENGE_FIELDS> }
  | { readonly kind: 'pacer'; readonly row: Row<typeof PACER_FIELDS> }
  | { readonly kind: 'sched'; readonly row: Row<typeof SCHED_FIELDS> }
  | { readonly kind: 'init'; readonly init: PackageInit }
  | { readonly kind: 'failure'; readonly failure: Failure }
  | { readonly kind: 'goroutine'; readonly state: string; readonly waitMinutes: number }
  /** `torn`: from here on it is the beginning of a line of gctrace. */
  | { readonly kind: 'reject'; readonly reason: string; readonly torn?: number };
