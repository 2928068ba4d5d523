/**
 * The lines that Go's runtime prints for GODEBUG=gctrace, scavtrace, gcpacertrace, schedtrace and inittrace,
 * and when it fails. The forms are those of runtime/mgc.go, mgcscavenge.go, mgcpacer.go, mgcsweep.go, proc.go
 * and panic.go, Go 1.19 to 1.26. They are looked for anywhere in a line: what a program writes to the same
 * file may stand before them. Sizes in MB are bytes >> 20, times have two digits that count.
 */

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

/** What a line of the runtime has, wherever it begins. A line without it is the program's own. */
const MARK =
  /gc \d+ @|\d ms cpu, |scav \d|pacer: \d|SCHED \d|init \S+ @|panic: |fatal error: |goroutine \d/;

export function mayBeRuntimeLine(line: string): boolean {
  return MARK.test(line);
}

/** Whether a text is a line of gctrace, and nothing else. */
export function isWholeCycle(text: string): boolean {
  const match = GC.exec(text);
  return match?.index === 0 && match[0].length === text.length;
}

/** Where the fields of a line are, in the order in which they are written; the first is the line itself. */
export function fieldSpans(
  text: string,
  kind: RuntimeLine['kind'],
): readonly ([number, number] | undefined)[] | undefined {
  const forms: Partial<Record<RuntimeLine['kind'], RegExp>> = {
    cycle: GC,
    scavenge: SCAV,
    pacer: PACER,
    sched: SCHED,
    init: INIT,
  };
  const form = forms[kind];
  return form && new RegExp(form, 'd').exec(text)?.indices;
}

// Numbers that a float holds exactly.
const I = '(\\d{1,15})';
const T = '(\\d{1,12}(?:\\.\\d{1,9})?)';
/** `print` of a float: with seven digits and an exponent of three, since Go 1.26 as short as can be. */
const F = '([-+]?(?:\\d+(?:\\.\\d+)?(?:e[-+]\\d+)?|Inf)|NaN)';

const GC = new RegExp(
  // A line of the program may have come between its first word and the rest.
  `(?:gc |^)${I} @${T}s ${I}%(?: \\([^)]*\\))?: ${T}\\+${T}\\+${T} ms clock, ` +
    `${T}\\+${T}/${T}/${T}\\+${T} ms cpu, ${I}->${I}->${I} MB, ${I} MB goal,` +
    `(?: ${I} MB stacks, ${I} MB globals,)? ${I} P( \\(forced\\))?`,
);
const SCAV = new RegExp(
  `scav (?:${I} KiB work \\(bg\\), ${I} KiB work \\(eager\\), ${I} KiB now|${I} KiB work, ${I} KiB total), ${I}% util`,
);
const PACER = new RegExp(
  `pacer: ${I}% CPU \\(${I} exp\\.\\) for ${I}\\+${I}\\+${I} B work \\(${I} B exp\\.\\) ` +
    `in ${I} B -> ${I} B \\(∆goal (-?\\d{1,15}), cons/mark ${F}\\)`,
);
/** Its two other lines are not counted, and not looked at any closer. */
const BEGINS_PACER = /pacer: \d+% CPU/;
const SCHED = new RegExp(
  `SCHED ${I}ms: gomaxprocs=${I} idleprocs=${I} threads=${I} spinningthreads=${I} ` +
    `(?:needspinning=\\d+ )?idlethreads=${I} runqueue=${I}(?: \\[ ?([\\d ]*)\\])?`,
);
const INIT = new RegExp(`init (\\S+) @${T} ms, ${T} ms clock, ${I} bytes, ${I} allocs`);
const FAILURE = /^(panic|fatal error): (.*)/;
/** Since Go 1.23 a crash prints gp, m and mp between the number and the state. */
const GOROUTINE =
  /^goroutine \d+ (?:gp=\S+ m=\S+ (?:mp=\S+ )?)?\[([^\],]+)(?:, (\d{1,9}) minutes)?[^\]]*\]:/;

const LONGEST_FAILURE = 400;

/**
 * What the runtime says in a line; nothing for a line of the program. `line` counts from 1. The runtime writes
 * a line in pieces: another one of its lines may begin in the midst of it, and then one of the two is damaged.
 */
export function readRuntimeLine(text: string, line: number): RuntimeLine[] {
  if (!MARK.test(text)) {
    return [];
  }
  return READERS.map((read) => read(text, line)).filter((found) => found !== undefined);
}

const READERS: readonly ((text: string, line: number) => RuntimeLine | undefined)[] = [
  cycleOf,
  schedOf,
  scavengeOf,
  pacerOf,
  initOf,
  failureOf,
];

function cycleOf(text: string, line: number): RuntimeLine | undefined {
  const match = GC.exec(text);
  if (!match) {
    const torn = text.search(/gc \d+ @/);
    if (torn >= 0) {
      return {
        kind: 'reject',
        reason: 'it begins as a line of gctrace and does not go on as one',
        torn,
      };
    }
    return /\d ms cpu, \d+->/.test(text)
      ? { kind: 'reject', reason: 'the beginning of a line of gctrace is missing' }
      : undefined;
  }
  const at = (index: number) => Number(match[index] ?? NaN);
  return {
    kind: 'cycle',
    cycle: {
      line,
      number: at(1),
      seconds: at(2),
      cpuPercent: at(3),
      sweepTermMs: at(4),
      markMs: at(5),
      markTermMs: at(6),
      sweepTermCpuMs: at(7),
      assistCpuMs: at(8),
      workerCpuMs: at(9),
      idleCpuMs: at(10),
      markTermCpuMs: at(11),
      heapStartMB: at(12),
      heapEndMB: at(13),
      heapLiveMB: at(14),
      goalMB: at(15),
      stacksMB: at(16),
      globalsMB: at(17),
      procs: at(18),
      isForced: match[19] === undefined ? 0 : 1,
    },
  };
}

function scavengeOf(text: string, line: number): RuntimeLine | undefined {
  const match = text.includes('scav ') ? SCAV.exec(text) : undefined;
  if (!match) {
    return /(?:^|\s)scav \d+ KiB/.test(text)
      ? { kind: 'reject', reason: 'it begins as a line of scavtrace and does not go on as one' }
      : undefined;
  }
  const at = (index: number) => Number(match[index] ?? NaN);
  const isOld = match[4] !== undefined;
  return {
    kind: 'scavenge',
    row: {
      line,
      backgroundKiB: at(isOld ? 4 : 1),
      eagerKiB: isOld ? 0 : at(2),
      releasedKiB: at(isOld ? 5 : 3),
      utilPercent: at(6),
    },
  };
}

function pacerOf(text: string, line: number): RuntimeLine | undefined {
  const match = text.includes('pacer: ') ? PACER.exec(text) : undefined;
  if (!match) {
    return BEGINS_PACER.test(text)
      ? { kind: 'reject', reason: 'it begins as a line of gcpacertrace and does not go on as one' }
      : undefined;
  }
  const at = (index: number) => Number(match[index] ?? NaN);
  return {
    kind: 'pacer',
    row: {
      line,
      utilizationPercent: at(1),
      expectedPercent: at(2),
      heapWorkBytes: at(3),
      stackWorkBytes: at(4),
      globalsWorkBytes: at(5),
      expectedWorkBytes: at(6),
      triggerBytes: at(7),
      liveBytes: at(8),
      goalErrorBytes: at(9),
      consMark: at(10),
    },
  };
}

function schedOf(text: string, line: number): RuntimeLine | undefined {
  const match = text.includes('SCHED ') ? SCHED.exec(text) : undefined;
  if (!match) {
    return /SCHED \d+ms/.test(text)
      ? { kind: 'reject', reason: 'it begins as a line of schedtrace and does not go on as one' }
      : undefined;
  }
  const at = (index: number) => Number(match[index] ?? NaN);
  const queues = match[8]?.trim().split(/ +/);
  return {
    kind: 'sched',
    row: {
      line,
      ms: at(1),
      procs: at(2),
      idleProcs: at(3),
      threads: at(4),
      spinningThreads: at(5),
      idleThreads: at(6),
      globalRunQueue: at(7),
      localRunQueues: queues ? queues.reduce((sum, length) => sum + Number(length), 0) : NaN,
    },
  };
}

function initOf(text: string, line: number): RuntimeLine | undefined {
  const match = text.includes('init ') ? INIT.exec(text) : undefined;
  if (!match) {
    return /init \S+ @(?:[\d.]+ ms|SCHED |gc |$)/.test(text)
      ? { kind: 'reject', reason: 'it begins as a line of inittrace and does not go on as one' }
      : undefined;
  }
  const [, name = '', startMs, clockMs, bytes, allocs] = match;
  return {
    kind: 'init',
    init: {
      line,
      name,
      startMs: Number(startMs),
      clockMs: Number(clockMs),
      bytes: Number(bytes),
      allocs: Number(allocs),
    },
  };
}

function failureOf(text: string, line: number): RuntimeLine | undefined {
  const failure = FAILURE.exec(text);
  if (failure) {
    const [, kind, what = ''] = failure;
    return {
      kind: 'failure',
      failure: {
        line,
        kind: kind === 'panic' ? 'panic' : 'fatal error',
        text: what.slice(0, LONGEST_FAILURE),
      },
    };
  }
  const goroutine = GOROUTINE.exec(text);
  if (goroutine) {
    const [, state = '', minutes] = goroutine;
    return { kind: 'goroutine', state, waitMinutes: Number(minutes ?? 0) };
  }
  return undefined;
}
