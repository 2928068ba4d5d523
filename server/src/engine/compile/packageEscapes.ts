/** The verdicts on declarations of a package that is being edited. */
import type { FunctionSummary } from '../escape/summary.ts';
import type { Callee, Func } from '../ir/func.ts';
import { typeParametersOf } from '../noder/instances.ts';
import type { VariablesBody } from '../noder/noder.ts';
import type { FuncObject } from '../types/objects.ts';
import { type CodeSource, FunctionCode } from './functionCode.ts';
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
