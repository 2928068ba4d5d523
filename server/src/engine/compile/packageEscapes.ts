/** The verdicts on declarations of a package that is being edited. */
import { mentionedIn, type Mention } from '../escape/callGraph.ts';
import { EscapeProgram, type EscapeSurroundings, type FunctionEscapes } from '../escape/program.ts';
import type { FunctionSummary } from '../escape/summary.ts';
import { type Callee, type Func, instanceKey } from '../ir/func.ts';
import { resultOf } from '../ir/steps.ts';
import type { JudgedFunc, NamedVerdict } from '../inline/inliner.ts';
import { isGeneric, typeParametersOf } from '../noder/instances.ts';
import type { VariablesBody } from '../noder/noder.ts';
import type { FuncObject } from '../types/objects.ts';
import type { Package } from '../types/package.ts';
import { EscapesAtOnce } from './escapesAtOnce.ts';
import { type CodeSource, FunctionCode } from './functionCode.ts';
import { keptByInlining, type KeptByInlining } from './keptByInlining.ts';
import type { KnownFunction } from './knownLeaks.ts';
import { LastSummaries } from './lastSummaries.ts';
import { ReadInstances } from './readInstances.ts';

export interface PackageSurroundings extends CodeSource {
  /** What is known of functions without looking at them. */
  summaryOf?(callee: Callee): FunctionSummary | undefined;
  /**
   * A function of the user's own as others see it that import its package: a package that is worked on
   * is another one than the one that is imported.
   */
  asImported?(object: FuncObject): FuncObject | undefined;
  /** Told of each of the user's own functions as soon as it has been analysed. */
  found?(object: FuncObject): void;
}

/** What was known of a function when it was last looked at. */
interface Known {
  /** `Declaration.id`. */
  readonly version: string | undefined;
  /** Of inlining it; undefined if it is not inlined. */
  readonly cost: number | undefined;
}

/** As many as chains of functions that are inlined into each other may need. */
const MAXIMUM_ROUNDS = 8;

export class PackageEscapes {
  readonly #surroundings: PackageSurroundings;
  readonly #code: FunctionCode;
  readonly #program: EscapeProgram;
  readonly #programSurroundings: EscapeSurroundings;
  readonly #last = new LastSummaries();
  /** Made when somebody asks. */
  #atOnce: EscapesAtOnce | undefined;
  readonly #read = new ReadInstances();
  readonly #known = new Map<FuncObject, Known>();
  /** Functions whose code, or whose cost, may be another one, as one that they call is. */
  readonly #outdated = new Set<FuncObject>();
  #generation = 0;
  /** How often functions changed that are inlined into what sets variables, or might be. */
  #countInlinedChanges = 0;
  /** As it was when somebody was last told of what edits have as a consequence. */
  #toldVariables: string;

  constructor(surroundings: PackageSurroundings) {
    this.#surroundings = surroundings;
    this.#code = new FunctionCode(surroundings);
    this.#programSurroundings = {
      sizes: surroundings.sizes,
      flagsOf: (compiled) => surroundings.flagsOf(compiled),
      compiling: (callee) => this.#compiling(callee),
      isKept: (object) => surroundings.isOwn(object),
      summaryOf: (callee) => surroundings.summaryOf?.(callee),
      reads: (inPackage, callee) => this.#read.has(inPackage, callee),
      found: (callee, summary) => {
        this.#last.note(callee, summary);
        surroundings.found?.(callee.object);
      },
    };
    this.#program = new EscapeProgram(this.#programSurroundings);
    this.#toldVariables = this.variablesStamp;
  }

  /**
   * Of a function, its function literals included. Of a generic one, of the instances that were
   * come across, or else of the function as it is written.
   */
  ofFunction(object: FuncObject): readonly FunctionEscapes[] {
    return this.#calleesOf(object).flatMap((each) => this.#program.escapesWithin(each));
  }

  /** Functions that refer to each other, and were analysed together with one that is not generic. */
  analysedWith(object: FuncObject): readonly FuncObject[] {
    return this.#program.analysedWith({ object, typeArguments: [] }).map((each) => each.object);
  }

  /** Whether `ofFunction` has its answer at hand. */
  isAtHand(object: FuncObject): boolean {
    return this.#calleesOf(object).every((each) => this.#program.isAtHand(each));
  }

  #calleesOf(object: FuncObject): readonly Callee[] {
    const typeArguments = typeParametersOf(object);
    const instances = typeArguments.length > 0 ? this.#instancesOf(object) : [];
    return instances.length > 0 ? instances : [{ object, typeArguments }];
  }

  /** Those that its own package uses, and that others do. */
  #instancesOf(object: FuncObject): readonly Callee[] {
    const found = new Map<string, Callee>();
    for (const each of [object, ...this.#twinsOf(object)]) {
      for (const instance of this.#program.instancesOf(each)) {
        const key = instanceKey(instance);
        found.set(key, found.get(key) ?? instance);
      }
    }
    return [...found.values()];
  }

  /** Looks at the instances of generic functions, those included that only others of them ask for. */
  lookAtInstances(generic: readonly FuncObject[]): void {
    const seen = new Set<Callee>();
    for (let countSeen = -1; countSeen < seen.size;) {
      countSeen = seen.size;
      for (const each of generic.flatMap((object) => this.#instancesOf(object))) {
        if (!seen.has(each)) {
          seen.add(each);
          resultOf(this.#program.stepsTo(each));
        }
      }
    }
  }

  #twinsOf(object: FuncObject): readonly FuncObject[] {
    const imported = isGeneric(object) ? this.#surroundings.asImported?.(object) : undefined;
    return imported && imported !== object ? [imported] : [];
  }

  /** What the inliner says of a function as it is written, and of the function literals in it. */
  inlineVerdictsOn(object: FuncObject): readonly NamedVerdict[] {
    return isGeneric(object) ? [] : this.#code.verdictsOn({ object, typeArguments: [] });
  }

  /** The same of the function literals in the values of variables. */
  inlineVerdictsIn(body: VariablesBody): readonly NamedVerdict[] {
    return this.#code.verdictsIn(body);
  }

  #inliningOf(callee: Callee): JudgedFunc | undefined {
    const { object } = callee;
    const isJudged = this.#surroundings.isOwn(object) && !isGeneric(object);
    const func = isJudged ? this.#code.written(callee) : undefined;
    return func && { func, verdict: this.#code.verdictOf(func) };
  }

  /** What of a function would stay on the stack if another one were inlined into it. */
  keptByInlining(object: FuncObject): readonly KeptByInlining[] {
    const callee = { object, typeArguments: [] };
    const escapes = isGeneric(object) ? undefined : this.#program.escapesOf(callee);
    return escapes
      ? keptByInlining(escapes, {
          inliningOf: (called) => this.#inliningOf(called),
          escapesWith: (inlined) => {
            const code = this.#code.compiledApart(callee, inlined);
            return code && this.#program.escapesApart(code);
          },
        })
      : [];
  }

  /** The verdicts on one function or function literal, whoever it belongs to; nothing more is kept. */
  escapesOf(mention: Mention): FunctionEscapes | undefined {
    if ('body' in mention || this.#surroundings.isOwn(mention.object)) {
      return this.#program.escapesOf(mention);
    }
    const code = this.#code.compiledApart(mention);
    return code?.hasBody === true ? this.#program.escapesApart(code) : undefined;
  }

  /** Steps after which what others have to know of a function is known: see `EscapeProgram.stepsTo`. */
  *stepsTo(object: FuncObject): Generator<void, void> {
    const typeArguments = typeParametersOf(object);
    if (typeArguments.length === 0 || this.#instancesOf(object).length === 0) {
      yield* this.#program.stepsTo({ object, typeArguments });
    }
  }

  /** Steps after which `ofFunction` has its answer at hand. */
  *stepsToVerdicts(object: FuncObject): Generator<void, void> {
    for (const callee of this.#calleesOf(object)) {
      yield* this.#program.reaching(callee);
    }
  }

  /** Whether `ofFunction` may take long, as an edit made many functions be analysed together anew. */
  get isLargeForgotten(): boolean {
    return this.#program.isLargeForgotten;
  }

  /** Steps after which it does not. */
  stepsToLarge(): Generator<void, void> {
    return this.#program.stepsToLarge();
  }

  /**
   * The verdicts on a function while others have not been looked at anew, in steps; undefined for a generic one,
   * as it takes the others to know its instances.
   */
  *atOnce(object: FuncObject): Generator<void, readonly FunctionEscapes[] | undefined> {
    return isGeneric(object) ? undefined : yield* this.#escapesAtOnce().verdictsOn(object);
  }

  /** The same of variables of the package. */
  variablesAtOnce(body: VariablesBody): readonly FunctionEscapes[] {
    return this.#code.initialization(body).flatMap((func) => this.#escapesAtOnce().within(func));
  }

  #escapesAtOnce(): EscapesAtOnce {
    this.#atOnce ??= new EscapesAtOnce(this.#programSurroundings, this.#last);
    return this.#atOnce;
  }

  /** What was said at once is known by now, or is of another text. */
  forgetAtOnce(): void {
    this.#atOnce = undefined;
  }

  /** What was found out of functions that are not the user's own, instances of generic ones apart. */
  ofDependencies(): ReadonlyMap<FuncObject, KnownFunction> {
    const known = new Map<FuncObject, KnownFunction>();
    for (const [object, summary] of this.#program.summaries()) {
      const isInlined = !this.#code.isKnownNotInlined({ object, typeArguments: [] });
      known.set(object, { ...summary, isInlined });
    }
    return known;
  }

  /** Of variables of the package. */
  ofVariables(body: VariablesBody): readonly FunctionEscapes[] {
    return this.#code.initialization(body).flatMap((func) => this.#program.escapesWithin(func));
  }

  /** Changes whenever something that was found out may be something else now. */
  get generation(): number {
    return this.#generation;
  }

  /** Changes whenever what `ofFunction` answers is something else. */
  stampOf(object: FuncObject): string {
    const stamps = [object, ...this.#twinsOf(object)].map((each) => this.#program.stampsOf(each));
    return `${object.place?.declaration} ${stamps.flat().join(' ')}`;
  }

  /** Changes whenever what `ofVariables` answers may be something else. */
  get variablesStamp(): string {
    return `${this.#countInlinedChanges} ${this.#program.variablesStamp}`;
  }

  /**
   * Bodies of functions may have changed: these are found out anew when somebody asks. On those that
   * depend on them there is what was known before, until `stepsAfterEdits` are done.
   */
  renew(functions: Iterable<FuncObject>): void {
    const changed: [FuncObject, Known][] = [];
    for (const object of functions) {
      const known = this.#known.get(object);
      if (known && object.place?.declaration !== known.version) {
        changed.push([object, known]);
      }
    }
    if (changed.length === 0) {
      return;
    }
    this.#generation++;
    this.forgetAtOnce();
    for (const [object, before] of changed) {
      this.#program.changed(object);
      const cost = resultOf(this.#remember(object));
      // What generic code costs is that of its instances, which are not looked at one by one.
      if (before.cost !== undefined || cost !== undefined || isGeneric(object)) {
        this.#outdate(object);
      }
    }
  }

  /** Whether there is something left to find out after edits. */
  get isOutdated(): boolean {
    const areVariablesOutdated = this.#toldVariables !== this.variablesStamp;
    return areVariablesOutdated || this.#outdated.size > 0 || this.#program.isOutdated;
  }

  /**
   * Finds out what edits have as a consequence for other functions, in small steps; answers whether
   * they have any.
   */
  *stepsAfterEdits(): Generator<void, boolean> {
    let isAnyAffected = false;
    const rounds = new Map<FuncObject, number>();
    while (this.isOutdated) {
      isAnyAffected ||= this.#toldVariables !== this.variablesStamp;
      this.#toldVariables = this.variablesStamp;
      for (const object of this.#outdated) {
        this.#outdated.delete(object);
        isAnyAffected = true;
        // What two functions that call each other cost may go to and fro.
        const round = (rounds.get(object) ?? 0) + 1;
        rounds.set(object, round);
        const before = this.#known.get(object)?.cost;
        this.#code.forget(object);
        this.#program.outdate(object);
        const cost = yield* this.#remember(object);
        if ((cost !== before || isGeneric(object)) && round <= MAXIMUM_ROUNDS) {
          this.#outdate(object);
        }
        yield;
      }
      const hadUsers = yield* this.#program.stepsAfterEdits();
      isAnyAffected ||= hadUsers;
    }
    this.#generation += isAnyAffected ? 1 : 0;
    return isAnyAffected;
  }

  /** More than bodies changed: functions are other objects now. */
  forgetOwn(): void {
    this.#generation++;
    this.#countInlinedChanges++;
    this.#program.forget(
      ({ object, compiledIn }) =>
        this.#surroundings.isOwn(object) ||
        (compiledIn !== undefined && this.#surroundings.isOwn({ package: compiledIn })),
    );
    this.#known.clear();
    this.#outdated.clear();
    this.forgetAtOnce();
  }

  /** Those that a function was or would be inlined into. */
  #outdate(object: FuncObject): void {
    for (const user of this.#code.usersOf(object)) {
      if (user === undefined) {
        this.#countInlinedChanges++;
      } else if (user !== object) {
        this.#outdated.add(user);
      }
    }
  }

  *#compiling(callee: Callee): Generator<void, Func | undefined> {
    const { object } = callee;
    const code = yield* this.#code.compiling(callee);
    if (this.#surroundings.isOwn(object) && !this.#known.has(object)) {
      yield* this.#remember(object);
    }
    if (code?.compiledIn && hasCodeFromElsewhere(code)) {
      yield* this.#readInstancesIn(code, code.compiledIn);
    }
    return code;
  }

  /** What the analysis of a function's code is going to ask of instances: in its midst nothing else can go on. */
  *#readInstancesIn(code: Func, own: Package): Generator<void, void> {
    for (const mention of mentionedIn(code)) {
      if ('body' in mention) {
        yield* this.#readInstancesIn(mention, own);
      } else if (mention.typeArguments.length > 0 && mention.object.package !== own) {
        yield* this.#read.reading(own, mention);
      }
    }
  }

  *#remember(object: FuncObject): Generator<void, number | undefined> {
    for (;;) {
      const version = object.place?.declaration;
      const cost = yield* this.#code.costOf({ object, typeArguments: [] });
      this.#known.set(object, { version, cost });
      if (object.place?.declaration === version) {
        return cost;
      }
      // It was edited between two steps, and `renew` did not know it yet.
      this.#program.changed(object);
      this.forgetAtOnce();
    }
  }
}

/** Whether anything was inlined from another package. */
function hasCodeFromElsewhere({ inlinedCalls, compiledIn }: Func): boolean {
  return inlinedCalls.some(({ callee }) => callee.outermost.callee?.object.package !== compiledIn);
}
