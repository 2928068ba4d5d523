/** What the fields of gctrace, scavtrace and gcpacertrace mean (runtime/mgc.go, mgcscavenge.go, mgcpacer.go, mgcsweep.go, Go 1.19 to 1.26). */
import type { Localize } from '../features/localize.ts';
import { LONG_PAUSE_MS } from './costFindings.ts';
import {
  groupsOf,
  healthy,
  unhealthy,
  type Assessment,
  type Field,
  type FieldForm,
} from './fieldForm.ts';
import { milliseconds, percent } from './quantity.ts';
import type { Cycle, PACER_FIELDS, Row, SCAVENGE_FIELDS } from './runtimeFields.ts';

const SHORT_PAUSE_MS = 1;

export const cycleFields = (localize: Localize): readonly Field<Cycle>[] => [
  {
    name: localize('Cycle'),
    meaning: localize('The number of the garbage collection, from 1 on.'),
  },
  {
    name: localize('Time'),
    meaning: localize('Seconds from the start of the process to the start of this cycle.'),
  },
  {
    name: localize('CPU of GC'),
    meaning: localize(
      'Share of the CPU time (GOMAXPROCS × time) that GC has taken since the process began, without workers on idle processors.',
    ),
    assess: ({ cpuPercent }) =>
      cpuPercent >= 25
        ? unhealthy(localize('A quarter or more: fewer allocations, or a higher GOGC.'))
        : cpuPercent < 10
          ? healthy(localize('Under a tenth.'))
          : undefined,
  },
  {
    name: localize('Sweep termination, wall clock'),
    meaning: localize(
      'The world is stopped: all goroutines come to a halt, spans that are left are swept, and marking is set up. The time until they have halted counts.',
    ),
    assess: ({ sweepTermMs }) => assessPause(sweepTermMs, localize),
  },
  {
    name: localize('Mark, wall clock'),
    meaning: localize('Concurrent marking, while the program runs. It stops nothing by itself.'),
  },
  {
    name: localize('Mark termination, wall clock'),
    meaning: localize('The world is stopped once more, to end marking.'),
    assess: ({ markTermMs }) => assessPause(markTermMs, localize),
  },
  {
    name: localize('Sweep termination, CPU'),
    meaning: localize('Its wall-clock time, times the processors that it holds up.'),
  },
  {
    name: localize('Assists, CPU'),
    meaning: localize(
      'Marking that goroutines do themselves because they allocate faster than the workers mark. Their own work waits meanwhile.',
    ),
    assess: ({ assistCpuMs, workerCpuMs }) =>
      assistCpuMs > workerCpuMs && assistCpuMs >= 1
        ? unhealthy(localize('More than the background workers do.'))
        : assistCpuMs === 0
          ? healthy(localize('None.'))
          : undefined,
  },
  {
    name: localize('Background workers, CPU'),
    meaning: localize(
      'Dedicated and fractional workers: a quarter of the processors while marking goes on.',
    ),
  },
  {
    name: localize('Idle workers, CPU'),
    meaning: localize(
      'Marking on processors that had nothing else to do. It costs the program nothing.',
    ),
  },
  {
    name: localize('Mark termination, CPU'),
    meaning: localize('Its wall-clock time, times the processors that it holds up.'),
  },
  {
    name: localize('Heap at the start'),
    meaning: localize('Live heap when the cycle began, in MiB (cut, not rounded).'),
  },
  {
    name: localize('Heap at the end of marking'),
    meaning: localize(
      'With what was allocated meanwhile: the most that the heap had in this cycle.',
    ),
    assess: ({ heapEndMB, goalMB }) =>
      heapEndMB > 1.2 * goalMB + 1
        ? unhealthy(localize('{0} above the goal.', percent((100 * heapEndMB) / goalMB - 100)))
        : heapEndMB <= goalMB
          ? healthy(localize('Within the goal.'))
          : undefined,
  },
  {
    name: localize('Live heap'),
    meaning: localize(
      'What marking has found reachable. If it grows from cycle to cycle under the same load, something is kept.',
    ),
  },
  {
    name: localize('Heap goal'),
    meaning: localize(
      'Where this cycle was to end: live + (live + stacks + globals) × GOGC / 100 of the cycle before, 4 MB × GOGC / 100 at least, and less near GOMEMLIMIT.',
    ),
    assess: ({ goalMB, heapLiveMB }) =>
      heapLiveMB >= 16 && goalMB < 1.1 * heapLiveMB
        ? unhealthy(
            localize('Hardly above what is live: GOMEMLIMIT leaves no room, or GOGC is low.'),
          )
        : undefined,
  },
  {
    name: localize('Stacks'),
    meaning: localize('Stacks of goroutines that were scanned. They count for the next goal.'),
  },
  {
    name: localize('Globals'),
    meaning: localize('Package variables that were scanned. They count for the next goal.'),
  },
  { name: localize('Processors'), meaning: localize('GOMAXPROCS.') },
  {
    name: localize('Forced'),
    meaning: localize(
      'runtime.GC or debug.FreeOSMemory asked for this cycle, and waited for all of it.',
    ),
  },
];

function assessPause(ms: number, localize: Localize): Assessment | undefined {
  if (ms >= LONG_PAUSE_MS) {
    return unhealthy(
      localize(
        '{0} is long: threads waited for processors, or for a goroutine that could not be stopped.',
        milliseconds(ms),
      ),
    );
  }
  return ms < SHORT_PAUSE_MS ? healthy(localize('Under a millisecond.')) : undefined;
}

export const scavengeFields = (
  localize: Localize,
): readonly Field<Row<typeof SCAVENGE_FIELDS>>[] => [
  {
    name: localize('Released in the background'),
    meaning: localize(
      'Given back to the operating system by the background scavenger since the line before.',
    ),
  },
  {
    name: localize('Released by allocation'),
    meaning: localize('Given back at once where the heap had to grow, or was near GOMEMLIMIT.'),
  },
  {
    name: localize('Released now'),
    meaning: localize('Of the heap, what the operating system has at this moment.'),
  },
  { name: localize('Released'), meaning: localize('Given back since the line before.') },
  {
    name: localize('Released in all'),
    meaning: localize('What was given back since the process began.'),
  },
  {
    name: localize('In use'),
    meaning: localize('Of the memory that the heap holds, the share that is in use.'),
    assess: ({ utilPercent }) =>
      utilPercent < 50
        ? unhealthy(localize('Less than half: the heap was larger before, or is fragmented.'))
        : utilPercent >= 80
          ? healthy(localize('Most of it.'))
          : undefined,
  },
];

export const pacerFields = (localize: Localize): readonly Field<Row<typeof PACER_FIELDS>>[] => [
  {
    name: localize('CPU of this cycle'),
    meaning: localize('Share of the CPU time that GC took while it was marking.'),
    assess: ({ utilizationPercent, expectedPercent }) =>
      utilizationPercent > 1.5 * expectedPercent
        ? unhealthy(localize('Far more than expected: goroutines that allocate had to assist.'))
        : utilizationPercent <= 1.1 * expectedPercent
          ? healthy(localize('As expected.'))
          : undefined,
  },
  { name: localize('Expected CPU'), meaning: localize('What the pacer aims at: a quarter.') },
  {
    name: localize('Heap scanned'),
    meaning: localize('Bytes of the heap that were scanned in this cycle.'),
  },
  { name: localize('Stacks scanned'), meaning: localize('Bytes of stacks.') },
  { name: localize('Globals scanned'), meaning: localize('Bytes of package variables.') },
  {
    name: localize('Expected work'),
    meaning: localize('Bytes that the pacer expected to be scanned.'),
  },
  { name: localize('Trigger'), meaning: localize('Bytes of live heap at which the cycle began.') },
  { name: localize('Live at the end'), meaning: localize('Bytes of heap when marking ended.') },
  {
    name: localize('Beside the goal'),
    meaning: localize('How far the heap was beyond its goal; below 0 it stayed within.'),
    assess: ({ goalErrorBytes, liveBytes }) =>
      goalErrorBytes > liveBytes / 10
        ? unhealthy(localize('More than a tenth beyond: memory has to have room for it.'))
        : goalErrorBytes <= 0
          ? healthy(localize('Within the goal.'))
          : undefined,
  },
  {
    name: localize('Cons/mark'),
    meaning: localize(
      'Bytes allocated for each byte scanned, as the pacer had estimated it: it sets the trigger by it.',
    ),
  },
];

const F = '([-+]?[\\d.]+(?:e[-+]\\d+)?|[-+]?Inf|NaN)';

type Groups = ReturnType<typeof groupsOf>;

/** What the pacer prints when a cycle begins, and when the spans of one are swept; and who asked for a cycle. */
export const COLLECTOR_FORMS: readonly FieldForm<Groups>[] = [
  {
    pattern: new RegExp(
      `pacer: assist ratio=${F} \\(scan (\\d+) MB in (\\d+)->(\\d+) MB\\) workers=(\\d+)\\+${F}`,
      'd',
    ),
    rowOf: groupsOf,
    fields: (localize) => [
      {
        name: localize('Assist ratio'),
        meaning: localize(
          'Bytes that a goroutine has to scan for each byte that it allocates while GC marks.',
        ),
        assess: ([ratio]) =>
          Number(ratio) >= 5
            ? unhealthy(
                localize('Allocation is dear while GC marks: there is little room up to the goal.'),
              )
            : Number(ratio) < 1
              ? healthy(localize('Less than a byte for a byte.'))
              : undefined,
      },
      {
        name: localize('To scan'),
        meaning: localize('Bytes that are expected to be scanned, in MiB.'),
      },
      {
        name: localize('Heap at the start'),
        meaning: localize('Live heap when the cycle began, in MiB.'),
      },
      { name: localize('Heap goal'), meaning: localize('Where the cycle is to end, in MiB.') },
      {
        name: localize('Dedicated workers'),
        meaning: localize('Processors that do nothing but mark: a quarter of them, rounded.'),
      },
      {
        name: localize('Fractional worker'),
        meaning: localize(
          'The share of its time that one more worker marks on each processor, to make it a quarter.',
        ),
      },
    ],
  },
  {
    pattern: new RegExp(
      `pacer: sweep done at heap size (\\d+)MB; allocated (-?\\d+)MB during sweep; swept (\\d+) pages at ${F} pages/byte`,
      'd',
    ),
    rowOf: groupsOf,
    fields: (localize) => [
      {
        name: localize('Heap when swept'),
        meaning: localize('Live heap when the last span was swept, in MiB.'),
      },
      { name: localize('Allocated meanwhile'), meaning: localize('Since marking ended, in MiB.') },
      { name: localize('Swept pages'), meaning: localize('Pages of 8 KiB.') },
      {
        name: localize('Sweep ratio'),
        meaning: localize(
          'Pages that had to be swept for each byte that is allocated, to be done before the next cycle.',
        ),
      },
    ],
  },
  {
    pattern: /gc \d+ @[\d.]+s \d+% \((checking for goroutine leaks)\)/d,
    rowOf: groupsOf,
    fields: (localize) => [
      {
        name: localize('Goroutine leaks'),
        meaning: localize(
          'The cycle also looks for goroutines that nothing can wake any more (profile goroutineleak, Go 1.26).',
        ),
      },
    ],
  },
  {
    pattern: /% util \((forced)\)|% util (\[controller reset\])/d,
    rowOf: groupsOf,
    fields: (localize) => [
      {
        name: localize('Forced'),
        meaning: localize('debug.FreeOSMemory gave back all that is free.'),
      },
      {
        name: localize('Controller reset'),
        meaning: localize(
          'The pace of the scavenger was out of bounds, as time stood still for it; it begins anew.',
        ),
      },
    ],
  },
];
