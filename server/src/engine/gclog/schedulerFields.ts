/** What the fields of schedtrace, scheddetail and inittrace mean (runtime/proc.go, Go 1.19 to 1.26). */
import type { Localize } from '../features/localize.ts';
import { healthy, unhealthy, type Assessment, type Field } from './fieldForm.ts';
import { milliseconds } from './quantity.ts';
import type { PackageInit, Row, SCHED_FIELDS } from './runtimeFields.ts';

type Sched = Row<typeof SCHED_FIELDS>;

const LONG_INIT_MS = 10;

export const schedFields = (localize: Localize): readonly Field<Sched>[] => [
  { name: localize('Time'), meaning: localize('Milliseconds since the first of these lines.') },
  { name: localize('GOMAXPROCS'), meaning: localize('Processors (Ps) that goroutines run on.') },
  { name: localize('Idle Ps'), meaning: localize('Processors without a goroutine to run.') },
  { name: localize('Threads'), meaning: localize('Threads that the runtime has made.') },
  { name: localize('Spinning threads'), meaning: localize('Threads that look for work.') },
  {
    name: localize('Threads needed'),
    meaning: localize('1 where a thread was asked to look for work, and has not begun yet.'),
  },
  { name: localize('Idle threads'), meaning: localize('Threads that are parked.') },
  {
    name: localize('Global run queue'),
    meaning: localize('Goroutines that are ready and wait for a processor, in the common queue.'),
    assess: (row) => assessQueue(row.globalRunQueue, row, localize),
  },
  {
    name: localize('Local run queues'),
    meaning: localize('Goroutines that are ready and wait, in the queue of each processor.'),
    assess: (row) => assessQueue(row.localRunQueues, row, localize),
  },
  {
    name: localize('Scheduling ticks'),
    meaning: localize('How often each processor has begun to run a goroutine.'),
  },
];

/** More goroutines that are ready than processors: each waits its turn. */
function assessQueue(length: number, { procs }: Sched, localize: Localize): Assessment | undefined {
  return length > procs
    ? unhealthy(
        localize('More goroutines are ready than there are processors: they wait for their turn.'),
      )
    : length === 0
      ? healthy(localize('Nobody waits.'))
      : undefined;
}

export const initFields = (localize: Localize): readonly Field<PackageInit>[] => [
  { name: localize('Package'), meaning: localize('Its variables and init functions were run.') },
  { name: localize('Start'), meaning: localize('Milliseconds from the start of the process.') },
  {
    name: localize('Duration'),
    meaning: localize('Milliseconds of wall-clock time.'),
    assess: ({ clockMs }) =>
      clockMs >= LONG_INIT_MS
        ? unhealthy(localize('{0} before main begins.', milliseconds(clockMs)))
        : clockMs < 1
          ? healthy(localize('Under a millisecond.'))
          : undefined,
  },
  { name: localize('Allocated'), meaning: localize('Bytes that the heap gave for it.') },
  { name: localize('Allocations'), meaning: localize('Objects that the heap gave for it.') },
];

/** One field of a line of scheddetail: its name and its value. */
interface Pair {
  readonly of: string;
  readonly key: string;
  readonly value: string;
}

/** Lines of scheddetail have many fields, each with its name: the one at the place is looked for by its name. */
export const PAIR = /([A-Za-z]+)=([^\s(]*)(?:\([^)]*\))?/g;
export const DETAIL = /(?:^|\s)([PMG])\d+: /;

export function pairField(
  { of, key, value }: Pair,
  localize: Localize,
): Pick<Field<never>, 'name' | 'meaning'> | undefined {
  const meaning = pairMeaning(of, key, value, localize);
  return meaning === undefined ? undefined : { name: key, meaning };
}

function pairMeaning(
  of: string,
  key: string,
  value: string,
  localize: Localize,
): string | undefined {
  switch (key) {
    case 'status':
      return of === 'G' ? goroutineStatus(value, localize) : procStatus(value, localize);
    case 'schedtick':
      return localize('How often this processor has begun to run a goroutine.');
    case 'syscalltick':
      return localize('How often it was taken for a system call.');
    case 'm':
      return localize('The thread that has it.');
    case 'p':
      return localize('The processor that the thread has.');
    case 'runqsize':
      return localize('Goroutines that are ready and wait in its queue.');
    case 'gfreecnt':
      return localize('Ended goroutines that are kept to be used again.');
    case 'timerslen':
      return localize('Timers that are set.');
    case 'curg':
      return localize('The goroutine that the thread runs.');
    case 'mallocing':
      return localize('1 while the thread is within the allocator.');
    case 'throwing':
      return localize('Not 0 while a fatal error is told.');
    case 'preemptoff':
      return localize('Why the thread may not be preempted; empty where it may.');
    case 'locks':
      return localize(
        'Locks of the runtime that the thread holds, and other reasons not to preempt it.',
      );
    case 'dying':
      return localize('Not 0 while the process ends with a crash.');
    case 'spinning':
      return localize('Whether the thread looks for work.');
    case 'blocked':
      return localize('Whether the thread sleeps until it is woken.');
    case 'lockedg':
    case 'lockedm':
      return localize('What runtime.LockOSThread has bound to it.');
    case 'gcwaiting':
      return localize('Whether GC waits for the world to stop.');
    case 'nmidlelocked':
      return localize('Parked threads that goroutines are bound to.');
    case 'stopwait':
      return localize('Processors that have yet to stop for it.');
    case 'sysmonwait':
      return localize('Whether the thread that watches over the others sleeps.');
    default:
      return undefined;
  }
}

/** runtime2.go, _Pidle and its kin. */
function procStatus(value: string, localize: Localize): string | undefined {
  const states = [
    localize('Idle.'),
    localize('It runs a goroutine, or the scheduler.'),
    localize('Its thread is in a system call.'),
    localize('It is stopped for GC.'),
    localize('It is not in use: GOMAXPROCS was set lower.'),
  ];
  return states[Number(value)];
}

/** runtime2.go, _Gidle and its kin; 4096 more while its stack is scanned. */
function goroutineStatus(value: string, localize: Localize): string | undefined {
  const states: Readonly<Record<number, string>> = {
    0: localize('It was made just now.'),
    1: localize('Ready: it waits for a processor.'),
    2: localize('It runs.'),
    3: localize('It is in a system call.'),
    4: localize('It waits, for what stands in brackets.'),
    6: localize('It has ended, or has not begun.'),
    8: localize('Its stack is being moved.'),
    9: localize('It was preempted, and waits to go on.'),
  };
  return states[Number(value) & 0xfff];
}
