/** Events of goroutines: advanceGoStatus, advanceGoCreate and their like in internal/trace/order.go, Go 1.26. */
import type { ThreadCursor } from './cursor.ts';
import { EVENT, nameOf, NO_THREAD } from './format.ts';
import {
  COUNT_GO_STATES,
  GO,
  NONE,
  requireParts,
  type Context,
  type OrderState,
} from './orderState.ts';
import { TraceProblem } from './problem.ts';

export function goStatus(state: OrderState, cursor: ThreadCursor, context: Context): boolean {
  const [id = NONE, thread = NONE, status = 0] = cursor.args;
  if (status >= COUNT_GO_STATES) {
    throw new TraceProblem(`goroutine ${id} has status ${status}, which is none`);
  }
  const known = state.goroutines.get(id);
  if (known) {
    if (known.status !== status) {
      throw new TraceProblem(
        `inconsistent status for goroutine ${id}: it was ${known.status}, and is ${status}`,
      );
    }
    state.setSequence(known, 0);
  } else if (state.isFirst) {
    state.newGoroutine(id, status);
  } else {
    throw new TraceProblem(`goroutine ${id} is new, and was not created`);
  }
  const happened = { ...context };
  let isOnThread = status === GO.running;
  if (status === GO.syscall) {
    if (thread === NO_THREAD) {
      throw new TraceProblem(`goroutine ${id} is in a system call without a thread`);
    }
    isOnThread = syscallingThread(state, { id, thread, context, happened });
  }
  state.take(cursor, happened);
  if (isOnThread) {
    state.setGoroutine(cursor, id);
  }
  return true;
}

/**
 * Binds the goroutine to the thread of its system call, which may be another than the one that says so.
 * Whether it is that one.
 */
function syscallingThread(
  state: OrderState,
  {
    id,
    thread,
    context,
    happened,
  }: {
    readonly id: number;
    readonly thread: number;
    readonly context: Context;
    readonly happened: Context;
  },
): boolean {
  if (thread === context.thread) {
    if (!state.isFirst && context.goroutine !== id) {
      throw new TraceProblem(
        `inconsistent thread for goroutine ${id} in a system call: it has goroutine ${context.goroutine}`,
      );
    }
    return true;
  }
  const known = state.threads.get(thread);
  if (known) {
    if (known.goroutine !== id) {
      throw new TraceProblem(
        `inconsistent thread for goroutine ${id} in a system call: it has goroutine ${known.goroutine}`,
      );
    }
    happened.goroutine = id;
  } else {
    state.threads.set(thread, { proc: NONE, goroutine: id });
  }
  happened.thread = thread;
  return false;
}

export function goCreate(
  state: OrderState,
  cursor: ThreadCursor,
  context: Context,
  status: number,
): boolean {
  requireParts(cursor, context, 'one', 'any');
  const creator = state.goroutines.get(context.goroutine);
  if (creator && creator.status !== GO.running) {
    throw new TraceProblem(
      `${nameOf(cursor.type)} by goroutine ${context.goroutine}, which is not running`,
    );
  }
  const [id = NONE] = cursor.args;
  if (state.goroutines.has(id)) {
    throw new TraceProblem(`goroutine ${id} is created, and exists`);
  }
  state.newGoroutine(id, status);
  return state.take(cursor, context);
}

export function goCreateSyscall(
  state: OrderState,
  cursor: ThreadCursor,
  context: Context,
): boolean {
  requireParts(cursor, context, 'any', 'none');
  const [id = NONE] = cursor.args;
  if (state.goroutines.has(id)) {
    throw new TraceProblem(`goroutine ${id} is created in a system call, and exists`);
  }
  state.newGoroutine(id, GO.syscall);
  state.take(cursor, context);
  state.setGoroutine(cursor, id);
  return true;
}

export function goStart(state: OrderState, cursor: ThreadCursor, context: Context): boolean {
  const id = cursor.args[0] ?? NONE;
  const sequence = cursor.args[1] ?? 0;
  const goroutine = state.goroutines.get(id);
  if (goroutine?.status !== GO.runnable || !state.isNext(goroutine, sequence)) {
    return false;
  }
  requireParts(cursor, context, 'one', 'none');
  goroutine.status = GO.running;
  state.setSequence(goroutine, sequence);
  state.take(cursor, context);
  state.setGoroutine(cursor, id);
  return true;
}

/** `status` is what the goroutine has then; it is gone where that is undefined. */
export function goStops(
  state: OrderState,
  cursor: ThreadCursor,
  context: Context,
  status: number | undefined,
): boolean {
  requireParts(cursor, context, 'one', 'one');
  const goroutine = state.current(cursor, context, GO.running);
  if (status === undefined) {
    state.goroutines.delete(context.goroutine);
  } else {
    goroutine.status = status;
  }
  state.take(cursor, context);
  state.setGoroutine(cursor, NONE);
  return true;
}

export function goUnblock(state: OrderState, cursor: ThreadCursor, context: Context): boolean {
  const id = cursor.args[0] ?? NONE;
  const sequence = cursor.args[1] ?? 0;
  const goroutine = state.goroutines.get(id);
  if (goroutine?.status !== GO.waiting || !state.isNext(goroutine, sequence)) {
    return false;
  }
  goroutine.status = GO.runnable;
  state.setSequence(goroutine, sequence);
  return state.take(cursor, context);
}

/** A goroutine hands its thread to another: it stops, and the other starts. */
export function goSwitch(state: OrderState, cursor: ThreadCursor, context: Context): boolean {
  requireParts(cursor, context, 'one', 'one');
  const current = state.current(cursor, context, GO.running);
  const id = cursor.args[0] ?? NONE;
  const sequence = cursor.args[1] ?? 0;
  const next = state.goroutines.get(id);
  if (next?.status !== GO.waiting || !state.isNext(next, sequence)) {
    return false;
  }
  const { type, time } = cursor;
  state.take(cursor, context);
  if (type === EVENT.GoSwitch) {
    current.status = GO.waiting;
    state.give(EVENT.GoBlock, time, new Float64Array(2), context);
  } else {
    state.goroutines.delete(context.goroutine);
    state.give(EVENT.GoDestroy, time, new Float64Array(), context);
  }
  next.status = GO.running;
  state.setSequence(next, sequence);
  state.give(EVENT.GoStart, time, cursor.args, { ...context, goroutine: NONE });
  state.setGoroutine(cursor, id);
  return true;
}
