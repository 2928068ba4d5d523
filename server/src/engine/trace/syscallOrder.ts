/** System calls, which may lose their P: advanceGoSyscallBegin and its like in internal/trace/order.go, Go 1.26. */
import type { ThreadCursor } from './cursor.ts';
import { EVENT } from './format.ts';
import { GO, NONE, PROC, requireParts, type Context, type OrderState } from './orderState.ts';
import { TraceProblem } from './problem.ts';

export function goSyscallBegin(state: OrderState, cursor: ThreadCursor, context: Context): boolean {
  requireParts(cursor, context, 'one', 'one');
  const goroutine = state.current(cursor, context, GO.running);
  const proc = state.procOf(cursor, context.proc);
  const [sequence = 0] = cursor.args;
  if (!state.isNext(proc, sequence)) {
    throw new TraceProblem(`GoSyscallBegin of proc ${context.proc} is out of its sequence`);
  }
  goroutine.status = GO.syscall;
  proc.status = PROC.syscall;
  state.setSequence(proc, sequence);
  return state.take(cursor, context);
}

export function goSyscallEnd(state: OrderState, cursor: ThreadCursor, context: Context): boolean {
  requireParts(cursor, context, 'one', 'one');
  const goroutine = state.current(cursor, context, GO.syscall);
  const proc = state.procOf(cursor, context.proc);
  if (proc.status !== PROC.syscall) {
    throw new TraceProblem(`GoSyscallEnd on proc ${context.proc}, which is not in a system call`);
  }
  goroutine.status = GO.running;
  proc.status = PROC.running;
  return state.take(cursor, context);
}

export function goSyscallEndBlocked(
  state: OrderState,
  cursor: ThreadCursor,
  context: Context,
): boolean {
  // The P has to be stolen first.
  if (context.proc !== NONE && state.procOf(cursor, context.proc).status === PROC.syscall) {
    return false;
  }
  requireParts(cursor, context, 'any', 'one');
  state.current(cursor, context, GO.syscall).status = GO.runnable;
  state.take(cursor, context);
  state.setGoroutine(cursor, NONE);
  return true;
}

export function goDestroySyscall(
  state: OrderState,
  cursor: ThreadCursor,
  context: Context,
): boolean {
  requireParts(cursor, context, 'any', 'one');
  state.current(cursor, context, GO.syscall);
  state.goroutines.delete(context.goroutine);
  if (context.proc !== NONE) {
    const proc = state.procOf(cursor, context.proc);
    if (proc.status !== PROC.syscall) {
      throw new TraceProblem(
        `GoDestroySyscall on proc ${context.proc}, which is not in a system call`,
      );
    }
    proc.status = PROC.syscallAbandoned;
    state.give(EVENT.ProcSteal, cursor.time, Float64Array.of(context.proc, 0, 0), context);
  }
  state.take(cursor, context);
  state.setGoroutine(cursor, NONE);
  state.setProc(cursor, NONE);
  return true;
}
