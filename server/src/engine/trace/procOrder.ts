/** Events of Ps: advanceProcStatus, advanceProcStart and their like in internal/trace/order.go, Go 1.26. */
import type { ThreadCursor } from './cursor.ts';
import {
  COUNT_PROC_STATES,
  NONE,
  PROC,
  requireParts,
  type Context,
  type OrderState,
} from './orderState.ts';
import { TraceProblem } from './problem.ts';

export function procStatus(state: OrderState, cursor: ThreadCursor, context: Context): boolean {
  const [id = NONE, status = 0] = cursor.args;
  if (status >= COUNT_PROC_STATES) {
    throw new TraceProblem(`proc ${id} has status ${status}, which is none`);
  }
  const known = state.procs.get(id);
  let wasRunning = false;
  if (known) {
    if (status === PROC.syscallAbandoned && known.status === PROC.syscall) {
      // It gave up its thread before the thread could say so: the syscall is abandoned from here on.
      wasRunning = true;
      cursor.args[1] = PROC.syscall;
    } else if (known.status !== status) {
      throw new TraceProblem(
        `inconsistent status for proc ${id}: it was ${known.status}, and is ${status}`,
      );
    }
    state.setSequence(known, 0);
  } else {
    state.newProc(id, status);
  }
  const happened = { ...context };
  if (wasRunning) {
    for (const [thread, { proc, goroutine }] of state.threads) {
      if (proc === id) {
        Object.assign(happened, { thread, proc, goroutine });
      }
    }
    if (happened.proc !== id) {
      throw new TraceProblem(
        `failed to find the thread of proc ${id}, which is about to be stolen`,
      );
    }
  }
  state.take(cursor, happened);
  if (status === PROC.running || status === PROC.syscall) {
    state.setProc(cursor, id);
  }
  return true;
}

export function procStart(state: OrderState, cursor: ThreadCursor, context: Context): boolean {
  const [id = NONE, sequence = 0] = cursor.args;
  const proc = state.procs.get(id);
  const isReady = proc?.status === PROC.idle && state.isNext(proc, sequence);
  if (!isReady || context.proc !== NONE) {
    return false;
  }
  requireParts(cursor, context, 'none', 'any');
  proc.status = PROC.running;
  state.setSequence(proc, sequence);
  state.take(cursor, context);
  state.setProc(cursor, id);
  return true;
}

export function procStop(state: OrderState, cursor: ThreadCursor, context: Context): boolean {
  const proc = state.procOf(cursor, context.proc);
  if (proc.status !== PROC.running && proc.status !== PROC.syscall) {
    throw new TraceProblem(`ProcStop for proc ${context.proc}, which is not running`);
  }
  requireParts(cursor, context, 'one', 'any');
  proc.status = PROC.idle;
  state.take(cursor, context);
  state.setProc(cursor, NONE);
  return true;
}

export function procSteal(state: OrderState, cursor: ThreadCursor, context: Context): boolean {
  const [id = NONE, sequence = 0, victim = NONE] = cursor.args;
  const proc = state.procs.get(id);
  const isInSyscall = proc?.status === PROC.syscall || proc?.status === PROC.syscallAbandoned;
  if (!proc || !isInSyscall || !state.isNext(proc, sequence)) {
    return false;
  }
  requireParts(cursor, context, 'any', 'any');
  const wasAbandoned = proc.status === PROC.syscallAbandoned;
  proc.status = PROC.idle;
  state.setSequence(proc, sequence);
  if (!wasAbandoned) {
    const holder = victim === context.thread ? context : state.threads.get(victim);
    if (!holder) {
      throw new TraceProblem(`proc ${id} is stolen from thread ${victim}, which does not exist`);
    }
    if (holder.proc !== id) {
      throw new TraceProblem(
        `tried to steal proc ${id} from thread ${victim}, which has proc ${holder.proc}`,
      );
    }
  }
  state.take(cursor, context);
  if (!wasAbandoned) {
    state.threadOf(victim).proc = NONE;
  }
  return true;
}
