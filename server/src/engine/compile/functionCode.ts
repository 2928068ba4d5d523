/** The code of functions as escape analysis gets it, made when it is first asked for. */
import { RecentMap } from '../caches/recentMap.ts';
import { type CheckedBody } from '../checker/packageChecker.ts';
import { inlineCalls } from '../inline/inlineCalls.ts';
import { Inliner, type InlineVerdict, type NamedVerdict, withoutCode } from '../inline/inliner.ts';
import { copyFunc } from '../ir/copy.ts';
import { removeDeadLocals } from '../ir/deadLocals.ts';
import type { CompilerFlags } from '../ir/compilerFlags.ts';
import { type Callee, type Func, instanceKey } from '../ir/func.ts';
import type { Position } from '../ir/position.ts';
import { separateLoopVariables } from '../ir/loopVariables.ts';
import { dynamicInitialization } from '../ir/staticInit.ts';
import { resultOf } from '../ir/steps.ts';
import { closuresIn } from '../ir/walk.ts';
import type { GoSizes } from '../layout/sizes.ts';
import { functionCode, initializationCode, type VariablesBody } from '../noder/noder.ts';
import type { FuncObject } from '../types/objects.ts';
import type { Package } from '../types/package.ts';
import { literalsIn, withClosures } from '../escape/callGraph.ts';
import { CallOrder } from './callOrder.ts';
import { isInitializationBig } from './initializationSize.ts';
import { InlineBodies } from './inlineBodies.ts';

export interface CodeSource {
  readonly sizes: GoSizes;
  /** The flags that a package is compiled with. */
  flagsOf(compiled: Package | undefined): CompilerFlags;
  /** The line of a position in its file. */
  lineOf(position: Position): number;
  /** Whether a dependency's function may be inlined though it is large, as a profile says that it is hot. */
  isHot(callee: Callee): boolean;
  /**
   * A function with its body, as it is now; undefined where there is none to be had, or if it has
   * more expressions than that and is not one of the user's own.
   */
  bodyOf(object: FuncObject, maximumExpressions?: number): CheckedBody | undefined;
  /** Steps after which `bodyOf` has less to do. */
  readingFor?(object: FuncObject): Generator<void, void>;
  /** Whether it is known beforehand that nobody inlines a function. */
  isNotInlined(callee: Callee): boolean;
  /** Whether somebody may ask for the code of a function: of others it is not kept. */
  isOwn(object: Pick<FuncObject, 'package'>): boolean;
}

/** What is inlined is small: of Go's standard library, at most 304. */
const MAXIMUM_INLINED_EXPRESSIONS = 500;

/** Small functions, as what is larger is not looked at for inlining: some megabytes. */
const MAXIMUM_JUDGED = 256;

interface Written {
  /** `Declaration.id` of the text that it was made of. */
  readonly version: string | undefined;
  /** Of an instance: a package whose declarations have changed is another one, with other imports. */
  readonly compiledIn: Package | undefined;
  /** Undefined where there is none, and where nobody needs it any more. */
  func: Func | undefined;
  /** It is known that nobody inlines it. */
  isNotInlined: boolean;
  /** What the inliner says of it, and of the function literals in it, if its code is not kept. */
  verdicts: readonly NamedVerdict[] | undefined;
}

export class FunctionCode {
  readonly #source: CodeSource;
  readonly #written = new WeakMap<FuncObject, Map<string, Written>>();
  /** Functions whose code another one's is made with, or might be; undefined for what sets variables. */
  readonly #users = new WeakMap<FuncObject, Set<FuncObject | undefined>>();
  /** Functions of dependencies that nobody inlines, as they are written: they may be compiled next. */
  readonly #judged = new RecentMap<Written, Func>(MAXIMUM_JUDGED);
  readonly #inliner: Inliner;
  readonly #order = new CallOrder();
  readonly #bodies = new InlineBodies(
    (object) => resultOf(this.costOf({ object, typeArguments: [] })) !== undefined,
  );

  constructor(source: CodeSource) {
    this.#source = source;
    this.#inliner = new Inliner({
      sizes: source.sizes,
      flagsOf: (compiled) => source.flagsOf(compiled),
      lineOf: (position) => source.lineOf(position),
      codeOf: (callee) => this.#inlinable(callee),
      isAtHand: (callee) => {
        const { func, isNotInlined } = this.#entry(callee);
        return func !== undefined || isNotInlined;
      },
      hasBody: (callee, compiled) => this.#bodies.has(compiled, callee),
      stepsToBody: (callee, compiled) => this.#bodies.finding(compiled, callee),
      firstOf: (group) => this.#firstOf(group),
      stepsToCode: (callee) => this.#stepsToInlinable(callee),
      isCostShown: ({ object }) => source.isOwn(object),
      used: (callee, caller) => {
        this.#use(callee.object, caller?.object);
      },
      judged: (func, { canInline }) => {
        if (!canInline && func.callee) {
          this.#isNotInlined(func.callee, func);
        }
      },
    });
  }

  /** As it is written; not kept for this. */
  written(callee: Callee): Func | undefined {
    return this.#entry(callee).func ?? resultOf(this.#making(callee));
  }

  /** As it is after inlining, in a copy that is nobody else's; `assumed` is inlined whatever it costs. */
  compiledApart(callee: Callee, assumed?: Func): Func | undefined {
    const written = this.written(callee);
    return written && resultOf(this.#compiled(copyFunc(written), assumed));
  }

  /** As it is after inlining, in steps of one function that is looked at for it. */
  *compiling(callee: Callee): Generator<void, Func | undefined> {
    const entry = this.#entry(callee);
    const written = entry.func ?? this.#judged.get(entry) ?? (yield* this.#making(callee));
    this.#judged.delete(entry);
    if (!written) {
      return undefined;
    }
    if (!this.#flagsOf(written).isInlining) {
      return yield* this.#compiled(copyFunc(written));
    }
    if (this.#source.isOwn(callee.object)) {
      entry.func = written;
    }
    yield;
    yield* this.#inliner.stepsAhead(written);
    const { canInline } = yield* this.#inliner.judging(written);
    yield;
    const literals = closuresIn(written.body);
    if (!canInline) {
      // What nobody inlines need not be kept as it is written.
      entry.verdicts = yield* this.#judgingAll([written, ...literals.filter(isLiteral)]);
      entry.func = undefined;
    }
    // Function literals are inlined as they are written.
    const isLast = !canInline && literals.length === 0;
    return yield* this.#compiled(isLast ? written : copyFunc(written));
  }

  #flagsOf({ compiledIn }: Func): CompilerFlags {
    return this.#source.flagsOf(compiledIn);
  }

  /** The same text for as long as there is an entry. */
  #entry(callee: Callee): Written {
    const { object, compiledIn } = callee;
    const version = object.place?.declaration;
    const key = instanceKey(callee);
    let instances = this.#written.get(object);
    if (!instances) {
      instances = new Map();
      this.#written.set(object, instances);
    }
    let known = instances.get(key);
    if (known?.version !== version || known?.compiledIn !== compiledIn || known === undefined) {
      known = { version, compiledIn, func: undefined, isNotInlined: false, verdicts: undefined };
      instances.set(key, known);
    }
    return known;
  }

  /** A function that may be inlined. */
  #inlinable(callee: Callee): Func | undefined {
    resultOf(this.#stepsToInlinable(callee));
    const { func, isNotInlined } = this.#entry(callee);
    return isNotInlined ? undefined : func;
  }

  *#stepsToInlinable(callee: Callee): Generator<void, void> {
    const entry = this.#entry(callee);
    entry.isNotInlined ||= this.#source.isNotInlined(callee);
    if (entry.isNotInlined || entry.func) {
      return;
    }
    const isWhole = this.#source.isOwn(callee.object) || this.#source.isHot(callee);
    const maximum = isWhole ? undefined : MAXIMUM_INLINED_EXPRESSIONS;
    const made = yield* this.#making(callee, maximum);
    // It may have been edited in the meantime, or made and judged for somebody else.
    const now = this.#entry(callee);
    if (now === entry && !now.isNotInlined) {
      now.func ??= made;
      now.isNotInlined = now.func === undefined;
    }
  }

  /** Of such functions in dependencies nothing is kept for long but that. */
  #isNotInlined(callee: Callee, func: Func): void {
    const entry = this.#entry(callee);
    if (entry.func !== func) {
      return;
    }
    entry.isNotInlined = true;
    if (!this.#source.isOwn(callee.object)) {
      entry.func = undefined;
      this.#judged.set(entry, func);
    }
  }

  #use(object: FuncObject, user: FuncObject | undefined): void {
    let users = this.#users.get(object);
    if (!users) {
      users = new Set();
      this.#users.set(object, users);
    }
    users.add(user);
  }

  /** Whether a function was found not to be inlined by anybody. */
  isKnownNotInlined(callee: Callee): boolean {
    return this.#written.get(callee.object)?.get(instanceKey(callee))?.isNotInlined === true;
  }

  /**
   * Functions that are other code if a function can be inlined, or could be before; undefined among
   * them for what sets variables.
   */
  usersOf(object: FuncObject): Iterable<FuncObject | undefined> {
    return this.#users.get(object) ?? [];
  }

  /** What a function calls is something else now: it is made, and judged, anew. */
  forget(object: FuncObject): void {
    this.#written.delete(object);
  }

  verdictOf(func: Func): InlineVerdict {
    return this.#inliner.verdictOf(func);
  }

  /** What the inliner says of a function as it is written, and of the function literals in it. */
  verdictsOn(callee: Callee): readonly NamedVerdict[] {
    const { verdicts } = this.#entry(callee);
    const written = verdicts ? undefined : this.written(callee);
    return (
      verdicts ?? (written ? resultOf(this.#judgingAll([written, ...literalsWithin(written)])) : [])
    );
  }

  /** The same of the function literals in the values of variables. */
  verdictsIn(body: VariablesBody): readonly NamedVerdict[] {
    return resultOf(this.#judgingAll(literalsWithin(this.writtenInitialization(body))));
  }

  *#judgingAll(funcs: readonly Func[]): Generator<void, readonly NamedVerdict[]> {
    const verdicts: NamedVerdict[] = [];
    // Without inlining the compiler says nothing of it.
    for (const func of funcs.filter((each) => this.#flagsOf(each).isInlining)) {
      verdicts.push(withoutCode({ func, verdict: yield* this.#inliner.judging(func) }));
      yield;
    }
    return verdicts;
  }

  /** What inlining a function costs, in steps; undefined if it is not inlined. */
  *costOf(callee: Callee): Generator<void, number | undefined> {
    const code = this.#inlinable(callee);
    const verdict = code && (yield* this.#inliner.judging(code));
    return verdict?.canInline ? verdict.cost : undefined;
  }

  /** What sets variables of a package, as it is written. */
  writtenInitialization(body: VariablesBody): Func {
    return initializationCode(body, this.#source.sizes);
  }

  /**
   * What runs to set variables of a package, and the function literals in it, those included that
   * the compiler lays out without running anything.
   */
  initialization(body: VariablesBody): readonly Func[] {
    const init = this.writtenInitialization(body);
    if (isInitializationBig(body.package, this.#source.sizes)) {
      this.#inliner.takeAsBig(init);
    }
    noteLiterals(init);
    resultOf(inlineCalls(init, this.#inliner));
    separateLoopVariables(init);
    // Those that are called where they stand are compiled by themselves as well.
    const literals = new Set([...init.literals, ...withClosures(init).flatMap(literalsIn)]);
    init.written = init.body;
    const isFips = /^crypto\/internal\/fips140(?:\/|$)/.test(body.package.path);
    init.body = dynamicInitialization(init.body, { func: init, hasNoAddresses: isFips });
    if (this.#flagsOf(init).isOptimizing) {
      removeDeadLocals(init);
      // Those that capture something are looked at with what they are in.
      [...literals].filter(({ isCapturing }) => !isCapturing).forEach(removeDeadLocalsIn);
    }
    return [init, ...literals];
  }

  /** What others than the user's own cost is not known to the last digit. */
  *#firstOf(group: readonly Func[]): Generator<void, Func | undefined> {
    const callee = group.find((each) => each.callee)?.callee;
    return callee?.object.package && this.#source.isOwn(callee.object)
      ? yield* this.#order.firstOf(group, callee.object.package)
      : undefined;
  }

  /** First what its expressions are, then its code. */
  *#making(callee: Callee, maximumExpressions?: number): Generator<void, Func | undefined> {
    const { object } = callee;
    yield* this.#source.readingFor?.(object) ?? [];
    const body = this.#source.bodyOf(object, maximumExpressions);
    if (!body) {
      return undefined;
    }
    yield;
    const { file, declaration, syntax, types, text, hasLoopVariables } = body;
    return functionCode(
      { object, source: { file, declaration }, syntax, types, text, hasLoopVariables },
      callee,
      this.#source.sizes,
    );
  }

  *#compiled(func: Func, assumed?: Func): Generator<void, Func> {
    noteLiterals(func);
    yield* inlineCalls(func, this.#inliner, assumed);
    separateLoopVariables(func);
    yield;
    if (this.#flagsOf(func).isOptimizing) {
      removeDeadLocalsIn(func);
      yield;
    }
    return func;
  }
}

/** At any depth, before any of them is inlined away: all are compiled by themselves. */
function noteLiterals(func: Func): void {
  func.literals = withClosures(func).flatMap(literalsIn);
  func.literals.forEach(noteLiterals);
}

/** In the literals as well, each for itself: one whose calls were all inlined is not in the code any more. */
function removeDeadLocalsIn(func: Func): void {
  removeDeadLocals(func);
  func.literals.forEach(removeDeadLocalsIn);
}

/** At any depth. */
function literalsWithin({ body }: Func): readonly Func[] {
  return closuresIn(body).filter(isLiteral);
}

/** Bodies of ranges over functions are as well; what `go` and `defer` are wrapped in is not. */
function isLiteral({ closureOrigin }: Func): boolean {
  return closureOrigin === 'literal' || closureOrigin === 'rangeFunc';
}
