/**
 * The order of the events of several threads. Each thread's own are in order; between threads, times do not
 * tell: they are of the clocks of several processors. What tells are sequence numbers of goroutines, Ps and GC,
 * and what has to be so before an event can be (internal/trace/order.go, Go 1.26).
 */
import type { ThreadCursor } from './cursor.ts';
import { EVENT, nameOf, NO_THREAD } from './format.ts';
import { gcActive, gcBegin, gcEnd } from './gcOrder.ts';
import type { Generation } from './generation.ts';
import {
  goCreate,
  goCreateSyscall,
  goStart,
  goStatus,
  goStops,
  goSwitch,
  goUnblock,
} from './goroutineOrder.ts';
import {
  GO,
  NONE,
  OrderState,
  requireParts,
  type Context,
  type EventSink,
  type Need,
} from './orderState.ts';
import { TraceProblem } from './problem.ts';
import { procStart, procStatus, procSteal, procStop } from './procOrder.ts';
import { rangeBegins, rangeEnds, rangeIsActive, sweepBegins, sweepEnds } from './rangeOrder.ts';
import {
  goDestroySyscall,
  goSyscallBegin,
  goSyscallEnd,
  goSyscallEndBlocked,
} from './syscallOrder.ts';
import { regionBegins, regionEnds, taskBegins, taskEnds } from './userOrder.ts';

/** Whether an event could take its turn. */
type Advance = (state: OrderState, cursor: ThreadCursor, context: Context) => boolean;

/** For what changes nothing that an order follows from. */
function plain(proc: Need, goroutine: Need): Advance {
  return (state, cursor, context) => {
    requireParts(cursor, context, proc, goroutine);
    return state.take(cursor, context);
  };
}

/** By the type of the event. */
const STEPS_BY_TYPE: ReadonlyMap<number, Advance> = new Map<number, Advance>([
  [EVENT.ProcsChange, plain('one', 'one')],
  [EVENT.ProcStart, procStart],
  [EVENT.ProcStop, procStop],
  [EVENT.ProcSteal, procSteal],
  [EVENT.ProcStatus, procStatus],
  [EVENT.GoCreate, (state, cursor, context) => goCreate(state, cursor, context, GO.runnable)],
  [EVENT.GoCreateBlocked, (state, cursor, context) => goCreate(state, cursor, context, GO.waiting)],
  [EVENT.GoCreateSyscall, goCreateSyscall],
  [EVENT.GoStart, goStart],
  [EVENT.GoDestroy, (state, cursor, context) => goStops(state, cursor, context, undefined)],
  [EVENT.GoDestroySyscall, goDestroySyscall],
  [EVENT.GoStop, (state, cursor, context) => goStops(state, cursor, context, GO.runnable)],
  [EVENT.GoBlock, (state, cursor, context) => goStops(state, cursor, context, GO.waiting)],
  [EVENT.GoUnblock, goUnblock],
  [EVENT.GoSyscallBegin, goSyscallBegin],
  [EVENT.GoSyscallEnd, goSyscallEnd],
  [EVENT.GoSyscallEndBlocked, goSyscallEndBlocked],
  [EVENT.GoStatus, goStatus],
  [EVENT.GoStatusStack, goStatus],
  [EVENT.GoSwitch, goSwitch],
  [EVENT.GoSwitchDestroy, goSwitch],
  [EVENT.STWBegin, rangeBegins],
  [EVENT.STWEnd, (state, cursor, context) => rangeEnds(state, cursor, context, EVENT.STWBegin)],
  [EVENT.GCMarkAssistBegin, rangeBegins],
  [
    EVENT.GCMarkAssistEnd,
    (state, cursor, context) => rangeEnds(state, cursor, context, EVENT.GCMarkAssistBegin),
  ],
  [
    EVENT.GCMarkAssistActive,
    (state, cursor, context) =>
      rangeIsActive(state, cursor, context, state.goroutines, EVENT.GCMarkAssistBegin),
  ],
  [EVENT.GCSweepBegin, sweepBegins],
  [EVENT.GCSweepEnd, sweepEnds],
  [
    EVENT.GCSweepActive,
    (state, cursor, context) =>
      rangeIsActive(state, cursor, context, state.procs, EVENT.GCSweepBegin),
  ],
  [EVENT.GCActive, gcActive],
  [EVENT.GCBegin, gcBegin],
  [EVENT.GCEnd, gcEnd],
  [EVENT.HeapAlloc, plain('one', 'any')],
  [EVENT.HeapGoal, plain('one', 'any')],
  [EVENT.GoLabel, plain('one', 'one')],
  [EVENT.UserLog, plain('one', 'one')],
  [EVENT.UserTaskBegin, taskBegins],
  [EVENT.UserTaskEnd, taskEnds],
  [EVENT.UserRegionBegin, regionBegins],
  [EVENT.UserRegionEnd, regionEnds],
  ...Array.from(
    { length: EVENT.GoroutineStackFree - EVENT.Span + 1 },
    (_, index): [number, Advance] => [EVENT.Span + index, plain('any', 'any')],
  ),
]);

/** The same as an array: it is asked for each event. */
const STEPS: readonly (Advance | undefined)[] = Array.from(
  { length: EVENT.GoroutineStackFree + 1 },
  (_, type) => STEPS_BY_TYPE.get(type),
);

export class Ordering {
  readonly #state: OrderState;
  /** Of the event whose turn it is. */
  readonly #context: Context = { thread: NONE, proc: NONE, goroutine: NONE };

  constructor(sink: EventSink) {
    this.#state = new OrderState(sink);
  }

  begin(generation: Generation): void {
    this.#state.isFirst = this.#state.generation === undefined;
    this.#state.generation = generation;
  }

  /** Lets the event that a cursor is at take its turn; false where others have to come first. */
  advance(cursor: ThreadCursor): boolean {
    const step = STEPS[cursor.type];
    if (!step) {
      throw new TraceProblem(`a ${nameOf(cursor.type)} has no place in the order of events`);
    }
    const context = this.#context;
    if (cursor.thread === NO_THREAD) {
      context.thread = context.proc = context.goroutine = NONE;
    } else {
      const bound = (cursor.bound ??= this.#state.threadOf(cursor.thread));
      context.thread = cursor.thread;
      context.proc = bound.proc;
      context.goroutine = bound.goroutine;
    }
    return step(this.#state, cursor, context);
  }
}
