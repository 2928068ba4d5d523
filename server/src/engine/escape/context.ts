/** Where the analysis is in a function. */
import type { Func } from '../ir/func.ts';
import type { Expression } from '../ir/nodes.ts';
import type { Type } from '../types/types.ts';
import { underlying } from '../types/types.ts';
import type { Batch } from './batch.ts';
import { isDirectInterface } from './environment.ts';
import type { Cause, Hole, Location } from './location.ts';

export interface Context {
  readonly batch: Batch;
  readonly func: Func;
  /** Of loops, those of `goto` included: 1 outside of all. */
  loopDepth: number;
  /** Labels that a `goto` further down leads back to. */
  readonly loopingLabels: ReadonlySet<string>;
}

/** A hole that flows into all of those. */
export function tee({ batch, func, loopDepth }: Context, ...holes: readonly Hole[]): Hole {
  const [only] = holes;
  if (only === undefined) {
    return batch.discardHole();
  }
  if (holes.length === 1) {
    return only;
  }
  const location = batch.newLocation(undefined, func, loopDepth, false);
  for (const hole of holes) {
    batch.flow(hole, location);
  }
  return batch.discardHole().to(location);
}

/** A hole that flows on some time later: what it gets persists until then. */
export function later({ batch, func, loopDepth }: Context, hole: Hole): Hole {
  const location = batch.newLocation(undefined, func, loopDepth, true);
  batch.flow(hole, location);
  return batch.discardHole().to(location);
}

/** A location for what an expression allocates, whose address flows into the hole. */
export function spill(context: Context, hole: Hole, node: Expression): Spilled {
  const { batch, func, loopDepth } = context;
  const location = batch.newLocation(node, func, loopDepth, false);
  batch.flow(hole.addr(node, 'spill'), location);
  return { location, hole: batch.discardHole().to(location) };
}

export interface Spilled {
  readonly location: Location;
  readonly hole: Hole;
}

/** What flows out of `x.(T)`: the value is behind the interface, unless it is in it. */
export function dotType(
  { batch }: Context,
  hole: Hole,
  type: Type,
  where: Cause,
  why: string,
): Hole {
  const isInside =
    underlying(type).kind === 'interface' || isDirectInterface(batch.environment, type);
  return (isInside ? hole : hole.shift(1)).note(where, why);
}
