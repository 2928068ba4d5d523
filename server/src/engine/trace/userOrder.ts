/** Tasks and regions of the user's: advanceUserTaskBegin and its like in internal/trace/order.go, Go 1.26. */
import type { ThreadCursor } from './cursor.ts';
import { requireParts, type Context, type OrderState } from './orderState.ts';
import { TraceProblem } from './problem.ts';

export function taskBegins(state: OrderState, cursor: ThreadCursor, context: Context): boolean {
  const [id = 0, , name = 0] = cursor.args;
  if (state.tasks.has(id)) {
    throw new TraceProblem(`task ID conflict: ${id}`);
  }
  state.requireString(cursor, name);
  state.tasks.add(id);
  requireParts(cursor, context, 'one', 'one');
  return state.take(cursor, context);
}

export function taskEnds(state: OrderState, cursor: ThreadCursor, context: Context): boolean {
  const [id = 0] = cursor.args;
  state.tasks.delete(id);
  requireParts(cursor, context, 'one', 'one');
  return state.take(cursor, context);
}

export function regionBegins(state: OrderState, cursor: ThreadCursor, context: Context): boolean {
  requireParts(cursor, context, 'one', 'one');
  state.existing(cursor, context.goroutine).regions.push(regionOf(state, cursor));
  return state.take(cursor, context);
}

export function regionEnds(state: OrderState, cursor: ThreadCursor, context: Context): boolean {
  requireParts(cursor, context, 'one', 'one');
  const { regions } = state.existing(cursor, context.goroutine);
  const begun = regions.at(-1);
  if (begun !== undefined && begun !== regionOf(state, cursor)) {
    throw new TraceProblem(
      `misuse of region in goroutine ${context.goroutine}: it ends, and is not the innermost`,
    );
  }
  regions.pop();
  return state.take(cursor, context);
}

/** By its name, as the numbers of strings are those of a generation. */
function regionOf(state: OrderState, cursor: ThreadCursor): string {
  const [task = 0, name = 0] = cursor.args;
  state.requireString(cursor, name);
  return `${task} ${state.generation?.text(name) ?? ''}`;
}
