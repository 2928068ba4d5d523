/** Runs the analysis on functions that belong together: Batch of escape.go (Go 1.26). */
import type { Variable } from '../ir/func.ts';
import { type Func } from '../ir/func.ts';
import { Batch } from './batch.ts';
import { withClosures } from './callGraph.ts';
import { type EscapeEnvironment, hasPointers } from './environment.ts';
import { heapReason } from './heapReason.ts';
import { Leaks } from './leaks.ts';
import { Attribute } from './location.ts';
import { solve } from './solver.ts';
import { walkFunction } from './statements.ts';
import { escapingUintptrs } from './uintptrs.ts';

/** What was found out of a batch: all its locations have their attributes now. */
export interface Analysis {
  readonly batch: Batch;
  /** Of each function of the batch, by its parameters, the receiver first. */
  readonly leaks: ReadonlyMap<Func, readonly Leaks[]>;
}

/**
 * Analyses functions that refer to each other, in steps of one function at most; what they refer to
 * beside is known.
 */
export function* analyse(
  funcs: readonly Func[],
  environment: EscapeEnvironment,
): Generator<void, Analysis> {
  const [first] = funcs;
  if (!first) {
    throw new Error('an empty batch');
  }
  const batch = new Batch(funcs, environment, first);
  for (const func of funcs) {
    for (const each of withClosures(func)) {
      batch.declare(each);
    }
    yield;
  }
  for (const func of funcs) {
    walkFunction(batch, func);
    yield;
  }
  batch.flowClosures();
  for (const location of batch.locations) {
    const { node } = location;
    const reason = node && heapReason(node, environment.sizes);
    if (node && reason !== undefined) {
      batch.flow(batch.heapHole().addr(node, reason), location);
    }
  }
  yield* solve(batch);
  const leaks = new Map(funcs.map((func) => [func, leaksOf(batch, func)]));
  return { batch, leaks };
}

/** The tags of a function's parameters: paramTag of escape.go. */
function leaksOf(batch: Batch, func: Func): readonly Leaks[] {
  return func.parameters.map((parameter) => parameterLeaks(batch, func, parameter));
}

export function parameterLeaks(batch: Batch, func: Func, parameter: Variable): Leaks {
  if (!hasPointers(batch.environment, parameter.type)) {
    return new Leaks();
  }
  if (!func.hasBody) {
    return Leaks.withoutBody({ isNoescape: func.pragmas.has('go:noescape') });
  }
  if (escapingUintptrs(func, parameter) === 'list') {
    return Leaks.toHeap();
  }
  if (parameter.isBlank) {
    return new Leaks();
  }
  const { leaks, attributes } = batch.locationOf(parameter);
  if ((attributes & Attribute.escapes) !== 0) {
    leaks.addHeap(0);
  }
  leaks.optimize();
  return leaks;
}
