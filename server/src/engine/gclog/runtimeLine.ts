/** Reads the lines that Go's runtime prints. */
import { readNumbers } from './numbers.ts';
import type { RuntimeLine } from './runtimeFields.ts';
import {
  BEGINS_PACER,
  FAILURE,
  GC,
  GOROUTINE,
  INIT,
  mayBeRuntimeLine,
  PACER,
  SCAV,
  SCHED,
} from './runtimeForms.ts';

const LONGEST_FAILURE = 400;

/**
 * What the runtime says in a line; nothing for a line of the program. `line` counts from 1. The runtime writes
 * a line in pieces: another one of its lines may begin in the midst of it, and then one of the two is damaged.
 */
export function readRuntimeLine(text: string, line: number): RuntimeLine[] {
  if (!mayBeRuntimeLine(text)) {
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
  const start = text.search(GC);
  if (start < 0) {
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
  readNumbers(text, start, numbers);
  const goalEnd = text.indexOf(' MB goal,', start);
  const procsEnd = text.indexOf(' P', goalEnd);
  const hasRoots = text.slice(goalEnd, procsEnd).includes(' MB stacks,');
  const at = (index: number) => numbers[index] ?? NaN;
  return {
    kind: 'cycle',
    cycle: {
      line,
      number: at(0),
      seconds: at(1),
      cpuPercent: at(2),
      sweepTermMs: at(3),
      markMs: at(4),
      markTermMs: at(5),
      sweepTermCpuMs: at(6),
      assistCpuMs: at(7),
      workerCpuMs: at(8),
      idleCpuMs: at(9),
      markTermCpuMs: at(10),
      heapStartMB: at(11),
      heapEndMB: at(12),
      heapLiveMB: at(13),
      goalMB: at(14),
      stacksMB: hasRoots ? at(15) : NaN,
      globalsMB: hasRoots ? at(16) : NaN,
      procs: at(hasRoots ? 17 : 15),
      isForced: text.startsWith(' P (forced)', procsEnd) ? 1 : 0,
    },
  };
}

/** Scratch: the numbers of a line of gctrace, of which there are 18 at most. */
const numbers = new Float64Array(18);

function scavengeOf(text: string, line: number): RuntimeLine | undefined {
  if (!text.includes('scav ')) {
    return undefined;
  }
  const match = SCAV.exec(text);
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
  if (!text.includes('pacer: ')) {
    return undefined;
  }
  const match = PACER.exec(text);
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
  if (!text.includes('SCHED ')) {
    return undefined;
  }
  const match = SCHED.exec(text);
  if (!match) {
    return /SCHED \d+ms/.test(text)
      ? { kind: 'reject', reason: 'it begins as a line of schedtrace and does not go on as one' }
      : undefined;
  }
  const at = (index: number) => Number(match[index] ?? NaN);
  const queues = match[9]?.trim().split(/ +/);
  return {
    kind: 'sched',
    row: {
      line,
      ms: at(1),
      procs: at(2),
      idleProcs: at(3),
      threads: at(4),
      spinningThreads: at(5),
      idleThreads: at(7),
      globalRunQueue: at(8),
      localRunQueues: queues ? queues.reduce((sum, length) => sum + Number(length), 0) : NaN,
    },
  };
}

function initOf(text: string, line: number): RuntimeLine | undefined {
  if (!text.includes('init ')) {
    return undefined;
  }
  const match = INIT.exec(text);
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
