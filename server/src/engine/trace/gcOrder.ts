/** Cycles of GC, which are numbered: advanceGCBegin and its like in internal/trace/order.go, Go 1.26. */
import type { ThreadCursor } from './cursor.ts';
import { requireParts, type Context, type OrderState } from './orderState.ts';
import { TraceProblem } from './problem.ts';

export function gcActive(state: OrderState, cursor: ThreadCursor, context: Context): boolean {
  const [sequence = 0] = cursor.args;
  if (state.isFirst) {
    if (state.gc !== 'unknown') {
      throw new TraceProblem('GCActive in the first generation is not its first event of GC');
    }
    state.gcSequence = sequence;
    state.gc = 'running';
    return state.take(cursor, context);
  }
  if (sequence !== state.gcSequence + 1) {
    return false;
  }
  if (state.gc !== 'running') {
    throw new TraceProblem('GCActive while GC was not in progress');
  }
  state.gcSequence = sequence;
  requireParts(cursor, context, 'one', 'one');
  return state.take(cursor, context);
}

export function gcBegin(state: OrderState, cursor: ThreadCursor, context: Context): boolean {
  const [sequence = 0] = cursor.args;
  if (state.gc !== 'unknown') {
    if (sequence !== state.gcSequence + 1) {
      return false;
    }
    if (state.gc === 'running') {
      throw new TraceProblem('GCBegin while GC was already in progress');
    }
    requireParts(cursor, context, 'one', 'one');
  }
  state.gcSequence = sequence;
  state.gc = 'running';
  return state.take(cursor, context);
}

export function gcEnd(state: OrderState, cursor: ThreadCursor, context: Context): boolean {
  const [sequence = 0] = cursor.args;
  if (sequence !== state.gcSequence + 1) {
    return false;
  }
  if (state.gc !== 'running') {
    throw new TraceProblem('GCEnd when GC was not in progress');
  }
  state.gcSequence = sequence;
  state.gc = 'idle';
  requireParts(cursor, context, 'one', 'one');
  return state.take(cursor, context);
}
