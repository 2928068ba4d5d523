import { EscapeProgram, type EscapeSurroundings, type FunctionEscapes } from '../escape/program.ts';
import type { Func } from '../ir/func.ts';
import type { FuncObject } from '../types/objects.ts';
import type { LastSummaries } from './lastSummaries.ts';

/**
 * What can be said of functions before everything that they refer to has been looked at anew. Of
 * others whose text is as it was, what was last found out is taken to hold; Go's compiler would
 * analyse those that lead back to the function together with it.
 */
export class EscapesAtOnce {
  readonly #program: EscapeProgram;
  /** What was last found out of these is not enough: somebody wants the verdicts on them. */
  readonly #asked = new Set<FuncObject>();

  constructor(surroundings: EscapeSurroundings, last: LastSummaries) {
    this.#program = new EscapeProgram({
      ...surroundings,
      summaryOf: (callee) =>
        surroundings.summaryOf?.(callee) ??
        (this.#asked.has(callee.object) ? undefined : last.of(callee)),
      found: undefined,
    });
  }

  /** Of a function that is not generic, its function literals included, in steps. */
  *verdictsOn(object: FuncObject): Generator<void, readonly FunctionEscapes[]> {
    this.#asked.add(object);
    const callee = { object, typeArguments: [] };
    yield* this.#program.reaching(callee);
    return this.#program.escapesWithin(callee);
  }

  /** Of what sets variables. */
  within(func: Func): readonly FunctionEscapes[] {
    return this.#program.escapesWithin(func);
  }
}
