/** What stands in panics, fatal errors and dumps of goroutines (runtime/panic.go, traceback.go, runtime2.go, Go 1.19 to 1.26). */
import type { Localize } from '../features/localize.ts';
import { groupsOf, unhealthy, type Assessment, type FieldForm } from './fieldForm.ts';

type Groups = ReturnType<typeof groupsOf>;

const LONG_WAIT_MINUTES = 10;

export const CRASH_FORMS: readonly FieldForm<Groups>[] = [
  {
    pattern: /(?:^|\s|\t)(panic): /d,
    rowOf: groupsOf,
    fields: (localize) => [
      {
        name: localize('Panic'),
        meaning: localize(
          'Nothing has recovered it: the process ends with status 2. What was passed to panic follows, then the stacks.',
        ),
      },
    ],
  },
  {
    pattern: /(?:^|\s)(fatal error): (.*)/d,
    rowOf: groupsOf,
    fields: (localize) => [
      {
        name: localize('Fatal error'),
        meaning: localize(
          'The runtime itself gives up, and nothing can recover it: the process ends with status 2.',
        ),
      },
      { name: localize('Its cause'), meaning: localize('As the runtime says it.') },
    ],
  },
  {
    pattern: /\[signal (SIG\w+)(?:: ([^\]]*?))? code=(\S+) addr=(\S+) pc=([^\s\]]+)\]/d,
    rowOf: groupsOf,
    fields: (localize) => [
      { name: localize('Signal'), meaning: localize('What the system has sent for it.') },
      { name: localize('Its meaning'), meaning: localize('As the system says it.') },
      { name: localize('Code'), meaning: localize('si_code: what kind of access it was.') },
      {
        name: localize('Address'),
        meaning: localize('What was read or written.'),
        assess: ([, , , address]) =>
          Number(address) < 4096
            ? unhealthy(localize('Near 0: a nil pointer, or a field behind one.'))
            : undefined,
      },
      { name: localize('Program counter'), meaning: localize('Where the instruction is.') },
    ],
  },
  {
    pattern:
      /(?:^|\s)goroutine (\d+)(?: gp=(\S+) m=(\S+)(?: mp=(\S+))?)? \[([^\],]+)(?:, (\d{1,9}) minutes)?(?:, (locked to thread))?[^\]]*\]:/d,
    rowOf: groupsOf,
    fields: (localize) => [
      {
        name: localize('Goroutine'),
        meaning: localize('Its number, from 1 on; 1 is that of main.'),
      },
      { name: 'gp', meaning: localize('Address of what the runtime keeps of the goroutine.') },
      { name: 'm', meaning: localize('The thread that runs it; nil where none does.') },
      { name: 'mp', meaning: localize('Address of what the runtime keeps of the thread.') },
      {
        name: localize('State'),
        meaning: localize('What it does, or waits for.'),
        assess: ([, , , , state]) => assessState(state ?? '', localize),
      },
      {
        name: localize('Minutes'),
        meaning: localize('How long it has waited, as the last collection saw it.'),
        assess: ([, , , , , minutes]) =>
          Number(minutes) >= LONG_WAIT_MINUTES
            ? unhealthy(localize('What it waits for may never come.'))
            : undefined,
      },
      {
        name: localize('Locked to thread'),
        meaning: localize('runtime.LockOSThread has bound it to its thread.'),
      },
    ],
  },
  {
    pattern: /(?:^|\s)created by (\S+)(?: in goroutine (\d+))?$/d,
    rowOf: groupsOf,
    fields: (localize) => [
      {
        name: localize('Created by'),
        meaning: localize('The function with the go statement; its place follows.'),
      },
      {
        name: localize('In goroutine'),
        meaning: localize('The goroutine that ran it (Go 1.21 and later).'),
      },
    ],
  },
  {
    pattern: /^\s+\S.*\.(?:go|s):\d+ (\+0x[0-9a-f]+)(?: fp=(\S+) sp=(\S+) pc=(\S+))?/d,
    rowOf: groupsOf,
    fields: (localize) => [
      {
        name: localize('Offset'),
        meaning: localize('Bytes from the beginning of the function’s code to where it goes on.'),
      },
      { name: 'fp', meaning: localize('Where the function’s frame begins.') },
      { name: 'sp', meaning: localize('Where the stack ends there.') },
      { name: 'pc', meaning: localize('The address at which it goes on.') },
    ],
  },
];

function assessState(state: string, localize: Localize): Assessment | undefined {
  return /\(nil chan\)|\(no cases\)|\(leaked\)/.test(state)
    ? unhealthy(localize('Nothing can wake it any more.'))
    : undefined;
}
