/** What each field of a line of the runtime means, and whether its value is healthy. */
import { LONG_PAUSE_MS } from './costFindings.ts';
import { milliseconds, percent } from './quantity.ts';
import type { Cycle, RuntimeLine } from './runtimeFields.ts';
import { fieldSpans } from './runtimeForms.ts';
import { readRuntimeLine } from './runtimeLine.ts';

export interface FieldHelp {
  /** Offsets in the line. */
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly meaning: string;
  /** What the value says, where it says something by itself. */
  readonly assessment: Assessment | undefined;
}

interface Assessment {
  readonly isHealthy: boolean;
  readonly text: string;
}

interface Field {
  readonly name: string;
  readonly meaning: string;
  readonly assess?: (cycle: Cycle) => Assessment | undefined;
}

const healthy = (text: string): Assessment => ({ isHealthy: true, text });
const unhealthy = (text: string): Assessment => ({ isHealthy: false, text });

const CYCLE: readonly Field[] = [
  { name: 'Cycle', meaning: 'The number of the garbage collection, from 1 on.' },
  { name: 'Time', meaning: 'Seconds from the start of the process to the start of this cycle.' },
  {
    name: 'CPU of GC',
    meaning:
      'Share of the CPU time (GOMAXPROCS × time) that GC has taken since the process began, without workers on idle processors.',
    assess: ({ cpuPercent }) =>
      cpuPercent >= 25
        ? unhealthy('A quarter or more: fewer allocations, or a higher GOGC.')
        : cpuPercent < 10
          ? healthy('Under a tenth.')
          : undefined,
  },
  {
    name: 'Sweep termination, wall clock',
    meaning:
      'The world is stopped: all goroutines come to a halt, spans that are left are swept, and marking is set up. The time until they have halted counts.',
    assess: ({ sweepTermMs }) => assessPause(sweepTermMs),
  },
  {
    name: 'Mark, wall clock',
    meaning: 'Concurrent marking, while the program runs. It stops nothing by itself.',
  },
  {
    name: 'Mark termination, wall clock',
    meaning: 'The world is stopped once more, to end marking.',
    assess: ({ markTermMs }) => assessPause(markTermMs),
  },
  {
    name: 'Sweep termination, CPU',
    meaning: 'Its wall-clock time, times the processors that it holds up.',
  },
  {
    name: 'Assists, CPU',
    meaning:
      'Marking that goroutines do themselves because they allocate faster than the workers mark. Their own work waits meanwhile.',
    assess: ({ assistCpuMs, workerCpuMs }) =>
      assistCpuMs > workerCpuMs && assistCpuMs >= 1
        ? unhealthy('More than the background workers do.')
        : assistCpuMs === 0
          ? healthy('None.')
          : undefined,
  },
  {
    name: 'Background workers, CPU',
    meaning: 'Dedicated and fractional workers: a quarter of the processors while marking goes on.',
  },
  {
    name: 'Idle workers, CPU',
    meaning: 'Marking on processors that had nothing else to do. It costs the program nothing.',
  },
  {
    name: 'Mark termination, CPU',
    meaning: 'Its wall-clock time, times the processors that it holds up.',
  },
  {
    name: 'Heap at the start',
    meaning: 'Live heap when the cycle began, in MiB (cut, not rounded).',
  },
  {
    name: 'Heap at the end of marking',
    meaning: 'With what was allocated meanwhile: the most that the heap had in this cycle.',
    assess: ({ heapEndMB, goalMB }) =>
      heapEndMB > 1.2 * goalMB + 1
        ? unhealthy(`${percent((100 * heapEndMB) / goalMB - 100)} above the goal.`)
        : heapEndMB <= goalMB
          ? healthy('Within the goal.')
          : undefined,
  },
  {
    name: 'Live heap',
    meaning:
      'What marking has found reachable. If it grows from cycle to cycle under the same load, something is kept.',
  },
  {
    name: 'Heap goal',
    meaning:
      'Where this cycle was to end: live + (live + stacks + globals) × GOGC / 100 of the cycle before, 4 MB × GOGC / 100 at least, and less near GOMEMLIMIT.',
    assess: ({ goalMB, heapLiveMB }) =>
      heapLiveMB >= 16 && goalMB < 1.1 * heapLiveMB
        ? unhealthy('Hardly above what is live: GOMEMLIMIT leaves no room, or GOGC is low.')
        : undefined,
  },
  {
    name: 'Stacks',
    meaning: 'Stacks of goroutines that were scanned. They count for the next goal.',
  },
  {
    name: 'Globals',
    meaning: 'Package variables that were scanned. They count for the next goal.',
  },
  { name: 'Processors', meaning: 'GOMAXPROCS.' },
  {
    name: 'Forced',
    meaning: 'runtime.GC or debug.FreeOSMemory asked for this cycle, and waited for all of it.',
  },
];

const SCAVENGE: readonly Field[] = [
  {
    name: 'Released in the background',
    meaning:
      'Given back to the operating system by the background scavenger since the line before.',
  },
  {
    name: 'Released by allocation',
    meaning: 'Given back at once where the heap had to grow, or was near GOMEMLIMIT.',
  },
  { name: 'Released now', meaning: 'Of the heap, what the operating system has at this moment.' },
  { name: 'Released', meaning: 'Given back since the line before.' },
  { name: 'Released in all', meaning: 'What was given back since the process began.' },
  { name: 'In use', meaning: 'Of the memory that the heap holds, the share that is in use.' },
];

const PACER: readonly Field[] = [
  {
    name: 'CPU of this cycle',
    meaning: 'Share of the CPU time that GC took while it was marking.',
  },
  { name: 'Expected CPU', meaning: 'What the pacer aims at: a quarter.' },
  { name: 'Heap scanned', meaning: 'Bytes of the heap that were scanned in this cycle.' },
  { name: 'Stacks scanned', meaning: 'Bytes of stacks.' },
  { name: 'Globals scanned', meaning: 'Bytes of package variables.' },
  { name: 'Expected work', meaning: 'Bytes that the pacer expected to be scanned.' },
  { name: 'Trigger', meaning: 'Bytes of live heap at which the cycle began.' },
  { name: 'Live at the end', meaning: 'Bytes of heap when marking ended.' },
  {
    name: 'Beside the goal',
    meaning: 'How far the heap was beyond its goal; below 0 it stayed within.',
  },
  {
    name: 'Cons/mark',
    meaning:
      'Bytes allocated for each byte scanned, as the pacer had estimated it: it sets the trigger by it.',
  },
];

const SCHED: readonly Field[] = [
  { name: 'Time', meaning: 'Milliseconds since the first of these lines.' },
  { name: 'GOMAXPROCS', meaning: 'Processors (Ps) that goroutines run on.' },
  { name: 'Idle Ps', meaning: 'Processors without a goroutine to run.' },
  { name: 'Threads', meaning: 'Threads that the runtime has made.' },
  { name: 'Spinning threads', meaning: 'Threads that look for work.' },
  { name: 'Idle threads', meaning: 'Threads that are parked.' },
  {
    name: 'Global run queue',
    meaning: 'Goroutines that are ready and wait for a processor, in the common queue.',
  },
  {
    name: 'Local run queues',
    meaning: 'Goroutines that are ready and wait, in the queue of each processor.',
  },
];

const INIT: readonly Field[] = [
  { name: 'Package', meaning: 'Its variables and init functions were run.' },
  { name: 'Start', meaning: 'Milliseconds from the start of the process.' },
  { name: 'Duration', meaning: 'Milliseconds of wall-clock time.' },
  { name: 'Allocated', meaning: 'Bytes that the heap gave for it.' },
  { name: 'Allocations', meaning: 'Objects that the heap gave for it.' },
];

const FIELDS: Readonly<Partial<Record<RuntimeLine['kind'], readonly Field[]>>> = {
  cycle: CYCLE,
  scavenge: SCAVENGE,
  pacer: PACER,
  sched: SCHED,
  init: INIT,
};

const SHORT_PAUSE_MS = 1;

function assessPause(ms: number): Assessment | undefined {
  if (ms >= LONG_PAUSE_MS) {
    return unhealthy(
      `${milliseconds(ms)} is long: threads waited for processors, or for a goroutine that could not be stopped.`,
    );
  }
  return ms < SHORT_PAUSE_MS ? healthy('Under a millisecond.') : undefined;
}

/** The field at an offset of a line, of whatever stands around the runtime's text in it. */
export function fieldHelpAt(line: string, offset: number): FieldHelp | undefined {
  for (const found of readRuntimeLine(line, 1)) {
    const fields = FIELDS[found.kind];
    if (!fields) {
      continue;
    }
    const spans = fieldSpans(line, found.kind);
    for (const [index, field] of fields.entries()) {
      const span = spans?.[index + 1];
      if (span && span[0] <= offset && offset <= span[1]) {
        const [start, end] = span;
        const assessment = found.kind === 'cycle' ? field.assess?.(found.cycle) : undefined;
        return { start, end, name: field.name, meaning: field.meaning, assessment };
      }
    }
  }
  return undefined;
}
