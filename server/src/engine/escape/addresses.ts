/** What flows into what is assigned to: cmd/compile/internal/escape/assign.go (Go 1.26). */
import type { Expression, Statement, Target } from '../ir/nodes.ts';
import { Variable } from '../ir/func.ts';
import { underlying } from '../types/types.ts';
import type { Context } from './context.ts';
import { discard, walkExpression } from './expressions.ts';
import type { Hole } from './location.ts';
import { isSelfAssignment } from './selfAssignment.ts';
import { isReflectHeaderData, unsafeValue } from './unsafeValues.ts';

/** The hole that an assignment to a target fills. */
export function holeOf(context: Context, target: Target): Hole {
  const { batch } = context;
  switch (target?.op) {
    case undefined:
      return batch.discardHole();
    case 'name':
      return target.variable.isBlank
        ? batch.discardHole()
        : batch.discardHole().to(batch.locationOf(target.variable));
    case 'dot':
      return holeOf(context, target.x);
    case 'index':
      discard(context, target.index);
      if (underlying(target.x.type).kind === 'array') {
        return holeOf(context, target.x);
      }
      walkExpression(context, batch.mutatorHole(), target.x);
      return batch.heapHole();
    case 'deref':
    case 'dotPtr':
      walkExpression(context, batch.mutatorHole(), target.x);
      return batch.heapHole();
    case 'indexMap':
      discard(context, target.x);
      walkExpression(context, batch.heapHole().note(target, 'key of map put'), target.index);
      return batch.heapHole();
    case 'convNop':
      return holeOf(context, target.x);
    default:
      return batch.heapHole();
  }
}

/** Assigns values to targets, as many as there are. */
export function assign(
  context: Context,
  targets: readonly Target[],
  values: readonly (Expression | undefined)[],
  why: string,
  where: Statement,
): void {
  const { batch } = context;
  const holes = targets.map((target) => holeOf(context, target));
  for (const [index, hole] of holes.entries()) {
    const target = targets[index];
    const value = values[index];
    if (!value) {
      continue;
    }
    if (target && isReflectHeaderData(target)) {
      unsafeValue(context, batch.heapHole().note(where, why), value);
      continue;
    }
    const into = target && isSelfAssignment(target, value) ? batch.discardHole() : hole;
    walkExpression(context, into.note(where, why), value);
  }
  noteReassigned(holes, where);
}

/** Notes which variables are assigned to elsewhere than where they are defined. */
export function noteReassigned(holes: readonly Hole[], where: Statement): void {
  if (where.op === 'as' && where.y === undefined && where.x?.op === 'name') {
    // `var x T` is taken for its definition.
    if (where.x.variable.definition === undefined) {
      return;
    }
  }
  for (const { destination } of holes) {
    const { node } = destination;
    const isOwn = node instanceof Variable && node.definition === where;
    // Variables of a range are assigned to in each iteration.
    if (!isOwn || where.op === 'range') {
      destination.isReassigned = true;
    }
  }
}
