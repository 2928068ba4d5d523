/** Ranges of goroutines and of Ps: stops of the world, mark assists, sweeps; activeRange of internal/trace/order.go, Go 1.26. */
import type { ThreadCursor } from './cursor.ts';
import { EVENT, nameOf } from './format.ts';
import { NONE, requireParts, type Context, type OrderState, type Sequenced } from './orderState.ts';
import { TraceProblem } from './problem.ts';

export function rangeBegins(state: OrderState, cursor: ThreadCursor, context: Context): boolean {
  requireParts(cursor, context, 'one', 'one');
  beginRange(state.existing(cursor, context.goroutine), cursor.type);
  return state.take(cursor, context);
}

export function rangeEnds(
  state: OrderState,
  cursor: ThreadCursor,
  context: Context,
  begin: number,
): boolean {
  requireParts(cursor, context, 'one', 'one');
  endRange(state.existing(cursor, context.goroutine), begin);
  return state.take(cursor, context);
}

export function sweepBegins(state: OrderState, cursor: ThreadCursor, context: Context): boolean {
  requireParts(cursor, context, 'one', 'any');
  beginRange(state.procOf(cursor, context.proc), cursor.type);
  return state.take(cursor, context);
}

export function sweepEnds(state: OrderState, cursor: ThreadCursor, context: Context): boolean {
  requireParts(cursor, context, 'one', 'any');
  endRange(state.procOf(cursor, context.proc), EVENT.GCSweepBegin);
  return state.take(cursor, context);
}

/** A range that goes over the beginning of the generation. */
export function rangeIsActive(
  state: OrderState,
  cursor: ThreadCursor,
  context: Context,
  resources: ReadonlyMap<number, Sequenced>,
  begin: number,
): boolean {
  const [id = NONE] = cursor.args;
  const resource = resources.get(id);
  if (!resource) {
    throw new TraceProblem(`${nameOf(cursor.type)} of ${id}, which does not exist`);
  }
  if (state.isFirst) {
    beginRange(resource, begin);
  } else if (!resource.ranges.includes(begin)) {
    throw new TraceProblem(`${nameOf(cursor.type)}, and it has not begun`);
  }
  return state.take(cursor, context);
}

function beginRange({ ranges }: Sequenced, type: number): void {
  if (ranges.includes(type)) {
    throw new TraceProblem(`${nameOf(type)}, and it has begun already`);
  }
  ranges.push(type);
}

function endRange({ ranges }: Sequenced, begin: number): void {
  const index = ranges.indexOf(begin);
  if (index < 0) {
    throw new TraceProblem(`the end of what ${nameOf(begin)} begins, and it has not begun`);
  }
  ranges.splice(index, 1);
}
