/**
 * The wire format of execution traces, version 2 (internal/trace/tracev2/events.go of Go 1.26): Go 1.22 to
 * 1.26. Traces of Go 1.21 and before are version 1, another format.
 */

/** Types of events, by their numbers in the file; experimental ones begin at 128. */
export const EVENT = {
  EventBatch: 1,
  Stacks: 2,
  Stack: 3,
  Strings: 4,
  String: 5,
  CPUSamples: 6,
  CPUSample: 7,
  Frequency: 8,
  ProcsChange: 9,
  ProcStart: 10,
  ProcStop: 11,
  ProcSteal: 12,
  ProcStatus: 13,
  GoCreate: 14,
  GoCreateSyscall: 15,
  GoStart: 16,
  GoDestroy: 17,
  GoDestroySyscall: 18,
  GoStop: 19,
  GoBlock: 20,
  GoUnblock: 21,
  GoSyscallBegin: 22,
  GoSyscallEnd: 23,
  GoSyscallEndBlocked: 24,
  GoStatus: 25,
  STWBegin: 26,
  STWEnd: 27,
  GCActive: 28,
  GCBegin: 29,
  GCEnd: 30,
  GCSweepActive: 31,
  GCSweepBegin: 32,
  GCSweepEnd: 33,
  GCMarkAssistActive: 34,
  GCMarkAssistBegin: 35,
  GCMarkAssistEnd: 36,
  HeapAlloc: 37,
  HeapGoal: 38,
  GoLabel: 39,
  UserTaskBegin: 40,
  UserTaskEnd: 41,
  UserRegionBegin: 42,
  UserRegionEnd: 43,
  UserLog: 44,
  GoSwitch: 45,
  GoSwitchDestroy: 46,
  GoCreateBlocked: 47,
  GoStatusStack: 48,
  ExperimentalBatch: 49,
  Sync: 50,
  ClockSnapshot: 51,
  EndOfGeneration: 52,
  Span: 128,
  SpanAlloc: 129,
  SpanFree: 130,
  HeapObject: 131,
  HeapObjectAlloc: 132,
  HeapObjectFree: 133,
  GoroutineStack: 134,
  GoroutineStackAlloc: 135,
  GoroutineStackFree: 136,
} as const;

export type EventName = keyof typeof EVENT;

const NAMES: ReadonlyMap<number, EventName> = new Map(
  (Object.keys(EVENT) as EventName[]).map((name) => [EVENT[name], name]),
);

export function nameOf(type: number): string {
  return NAMES.get(type) ?? `event ${type}`;
}

/** What a timed event has behind its time: how many numbers, and which of them are stacks and strings. */
interface TimedEvent {
  readonly countArgs: number;
  readonly stacks: readonly number[];
  readonly strings: readonly number[];
}

const TIMED: Readonly<
  Partial<Record<EventName, Pick<TimedEvent, 'countArgs'> & Partial<TimedEvent>>>
> = {
  ProcsChange: { countArgs: 2, stacks: [1] },
  ProcStart: { countArgs: 2 },
  ProcStop: { countArgs: 0 },
  ProcSteal: { countArgs: 3 },
  ProcStatus: { countArgs: 2 },
  GoCreate: { countArgs: 3, stacks: [1, 2] },
  GoCreateSyscall: { countArgs: 1 },
  GoStart: { countArgs: 2 },
  GoDestroy: { countArgs: 0 },
  GoDestroySyscall: { countArgs: 0 },
  GoStop: { countArgs: 2, strings: [0], stacks: [1] },
  GoBlock: { countArgs: 2, strings: [0], stacks: [1] },
  GoUnblock: { countArgs: 3, stacks: [2] },
  GoSyscallBegin: { countArgs: 2, stacks: [1] },
  GoSyscallEnd: { countArgs: 0 },
  GoSyscallEndBlocked: { countArgs: 0 },
  GoStatus: { countArgs: 3 },
  STWBegin: { countArgs: 2, strings: [0], stacks: [1] },
  STWEnd: { countArgs: 0 },
  GCActive: { countArgs: 1 },
  GCBegin: { countArgs: 2, stacks: [1] },
  GCEnd: { countArgs: 1 },
  GCSweepActive: { countArgs: 1 },
  GCSweepBegin: { countArgs: 1, stacks: [0] },
  GCSweepEnd: { countArgs: 2 },
  GCMarkAssistActive: { countArgs: 1 },
  GCMarkAssistBegin: { countArgs: 1, stacks: [0] },
  GCMarkAssistEnd: { countArgs: 0 },
  HeapAlloc: { countArgs: 1 },
  HeapGoal: { countArgs: 1 },
  GoLabel: { countArgs: 1, strings: [0] },
  UserTaskBegin: { countArgs: 4, strings: [2], stacks: [3] },
  UserTaskEnd: { countArgs: 2, stacks: [1] },
  UserRegionBegin: { countArgs: 3, strings: [1], stacks: [2] },
  UserRegionEnd: { countArgs: 3, strings: [1], stacks: [2] },
  UserLog: { countArgs: 4, strings: [1, 2], stacks: [3] },
  GoSwitch: { countArgs: 2 },
  GoSwitchDestroy: { countArgs: 2 },
  GoCreateBlocked: { countArgs: 3, stacks: [1, 2] },
  GoStatusStack: { countArgs: 4, stacks: [3] },
  Span: { countArgs: 3 },
  SpanAlloc: { countArgs: 3 },
  SpanFree: { countArgs: 1 },
  HeapObject: { countArgs: 2 },
  HeapObjectAlloc: { countArgs: 2 },
  HeapObjectFree: { countArgs: 1 },
  GoroutineStack: { countArgs: 2 },
  GoroutineStackAlloc: { countArgs: 2 },
  GoroutineStackFree: { countArgs: 1 },
};

/** By type; undefined for what is no event with a time. */
export const TIMED_EVENTS: readonly (TimedEvent | undefined)[] = Array.from(
  { length: EVENT.GoroutineStackFree + 1 },
  (_, type) => {
    const name = NAMES.get(type);
    const form = name && TIMED[name];
    return form && { stacks: [], strings: [], ...form };
  },
);

export const MOST_ARGS = 5;
export const MAXIMUM_BATCH_BYTES = 64 << 10;
export const MOST_FRAMES = 128;
export const MAXIMUM_STRING_BYTES = 1 << 10;

/** The thread of what belongs to none: ^0 in the file. */
export const NO_THREAD = 2 ** 64;

/** The versions whose traces have a format of their own; those of Go 1.24 say 1.23. */
export const VERSIONS: readonly number[] = [22, 23, 25, 26];
export const VERSIONS_OF_FORMAT_1: readonly number[] = [5, 7, 8, 9, 10, 11, 19, 21];
