/** The verdicts on declarations of a package that is being edited. */
import type { FunctionSummary } from '../escape/summary.ts';
import type { Callee, Func } from '../ir/func.ts';
import { closuresIn } from '../ir/walk.ts';
import type { InlineVerdict } from '../inline/inliner.ts';
import { typeParametersOf } from '../noder/instances.ts';
import type { VariablesBody } from '../noder/noder.ts';
import type { FuncObject } from '../types/objects.ts';
import { type CodeSource, FunctionCode } from './functionCode.ts';
import { keptByInlining, type KeptByInlining } from './keptByInlining.ts';
import { EscapeProgram, type FunctionEscapes } from '../escape/program.ts';

export interface PackageSurroundings extends CodeSource {
  /** What is known of functions without looking at them. */
  summaryOf?(callee: Callee): FunctionSummary | undefined;
}

/** What was known of a function when it was last looked at. */
interface Known {
  /** `Declaration.id`. */
  readonly version: string | undefined;
  readonly canInline: boolean;
}

/** Whether a function can be put in the place of a call. */
export interface InlinedFunc {
  readonly func: Func;
  readonly verdict: InlineVerdict;
}

export class PackageEscapes {
  readonly #surroundings: PackageSurroundings;
  readonly #code: FunctionCode;
  readonly #program: EscapeProgram;
  readonly #known = new Map<FuncObject, Known>();
  #generation = 0;

  constructor(surroundings: PackageSurroundings) {
    this.#surroundings = surroundings;
    this.#code = new FunctionCode(surroundings);
    this.#program = new EscapeProgram({
      sizes: surroundings.sizes,
      compiling: (callee) => this.#compiling(callee),
      isKept: (object) => surroundings.isOwn(object),
      summaryOf: (callee) => surroundings.summaryOf?.(callee),
    });
  }

  /**
   * Of a function, its function literals included. Of a generic one, of the instances that were
   * come across, or else of the function as it is written.
   */
  ofFunction(object: FuncObject): readonly FunctionEscapes[] {
    const parameters = typeParametersOf(object);
    if (parameters.length === 0) {
      return this.#program.escapesWithin({ object, typeArguments: [] });
    }
    const instances = this.#program.instancesOf(object);
    return instances.length > 0
      ? instances.flatMap((each) => this.#program.escapesWithin(each))
      : this.#program.escapesWithin({ object, typeArguments: parameters });
  }

  /** What the inliner says of a function as it is written, and of the function literals in it. */
  inliningOf(object: FuncObject): readonly InlinedFunc[] {
    const isGeneric = typeParametersOf(object).length > 0;
    const func = isGeneric ? undefined : this.#code.passing({ object, typeArguments: [] });
    return func ? this.#judged([func, ...literalsWithin(func)]) : [];
  }

  /** The same of the function literals in the values of variables. */
  inliningIn(body: VariablesBody): readonly InlinedFunc[] {
    return this.#judged(literalsWithin(this.#code.writtenInitialization(body)));
  }

  #judged(funcs: readonly Func[]): readonly InlinedFunc[] {
    return funcs.map((func) => ({ func, verdict: this.#code.verdictOf(func) }));
  }

  /** What of a function would stay on the stack if another one were inlined into it. */
  keptByInlining(object: FuncObject): readonly KeptByInlining[] {
    const callee = { object, typeArguments: [] };
    const isGeneric = typeParametersOf(object).length > 0;
    const escapes = isGeneric ? undefined : this.#program.escapesOf(callee);
    return escapes
      ? keptByInlining(escapes, {
          inliningOf: (called) =>
            this.#surroundings.isOwn(called.object) ? this.inliningOf(called.object)[0] : undefined,
          escapesWith: (inlined) => {
            const code = this.#code.compiledWith(callee, inlined);
            return code && this.#program.escapesApart(code);
          },
        })
      : [];
  }

  /** Steps after which `ofFunction` has its answer at hand: see `EscapeProgram.stepsTo`. */
  *stepsTo(object: FuncObject): Generator<void, void> {
    const typeArguments = typeParametersOf(object);
    if (typeArguments.length === 0 || this.#program.instancesOf(object).length === 0) {
      yield* this.#program.stepsTo({ object, typeArguments });
    }
  }

  /** Changes whenever something that was found out may be something else now. */
  get generation(): number {
    return this.#generation;
  }

  /** Of variables of the package. */
  ofVariables(body: VariablesBody, importPath: string): readonly FunctionEscapes[] {
    return this.#code
      .initialization(body, importPath)
      .flatMap((func) => this.#program.escapesWithin(func));
  }

  /**
   * Bodies may have changed: what that has consequences for is found out anew. False if that is
   * nearly everything.
   */
  renew(): boolean {
    const changed = [...this.#known].filter(
      ([object, { version }]) => object.place?.declaration !== version,
    );
    if (changed.length === 0) {
      return true;
    }
    this.#generation++;
    const objects = new Set(changed.map(([object]) => object));
    const mayBeInlined = changed.some(
      ([object, { canInline }]) => canInline || this.#canInline(object),
    );
    if (mayBeInlined) {
      // Whoever it was inlined into, or could be, is other code now.
      this.forgetOwn();
      return false;
    }
    const before = new Map([...objects].map((object) => [object, this.#leaksOf(object)]));
    this.#program.forgetChanged(objects);
    const isSame = [...before].every(([object, leaks]) => leaks === this.#leaksOf(object, true));
    if (!isSame) {
      this.#program.forgetVerdicts(
        (object) => this.#surroundings.isOwn(object) && !objects.has(object),
      );
    }
    return true;
  }

  /** More than bodies changed: functions are other objects now. */
  forgetOwn(): void {
    this.#generation++;
    this.#program.forget((object) => this.#surroundings.isOwn(object));
    this.#known.clear();
  }

  *#compiling(callee: Callee): Generator<void, Func | undefined> {
    const { object } = callee;
    const code = yield* this.#code.compiling(callee);
    if (this.#surroundings.isOwn(object)) {
      const version = object.place?.declaration;
      this.#known.set(object, { version, canInline: this.#canInline(object) });
    }
    return code;
  }

  #canInline(object: FuncObject): boolean {
    return this.#code.canInline({ object, typeArguments: [] });
  }

  /** Where the parameters of a function that is not generic go, in a form that can be compared. */
  #leaksOf(object: FuncObject, isWanted = false): string {
    const isFound = isWanted && typeParametersOf(object).length === 0;
    const escapes = isFound ? this.#program.escapesOf({ object, typeArguments: [] }) : undefined;
    const leaks = escapes?.leaks ?? this.#program.knownLeaks({ object, typeArguments: [] });
    return JSON.stringify(leaks ?? []);
  }
}

/** At any depth; not what the compiler makes closures of itself. */
function literalsWithin({ body }: Func): readonly Func[] {
  return closuresIn(body).filter(({ closureOrigin }) => closureOrigin === 'literal');
}
