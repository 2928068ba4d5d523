/** Which functions are inlined, and at which calls: cmd/compile/internal/inline/inl.go (Go 1.26). */
import {
  type CompilerFlags,
  isNoRacePackage,
  isRuntimePackage,
  isUninstrumented,
} from '../ir/compilerFlags.ts';
import type { Callee, Func } from '../ir/func.ts';
import { linkName } from '../ir/callProfile.ts';
import { mentionsIn } from '../ir/mentions.ts';
import type { CallExpression } from '../ir/nodes.ts';
import type { Frame, Position } from '../ir/position.ts';
import { staticCallee } from '../ir/staticValue.ts';
import { type Search, Searches } from '../ir/searches.ts';
import { resultOf } from '../ir/steps.ts';
import { closuresIn, forEachNode } from '../ir/walk.ts';
import type { GoSizes } from '../layout/sizes.ts';
import type { Package } from '../types/package.ts';
import { isBig } from './bigFunctions.ts';
import { costOf, TooHairy, wrapperCost } from './cost.ts';
import { impossible } from './impossible.ts';
import { isIntrinsic, qualifiedName } from './intrinsics.ts';
import { type Called, type Judging, Looking } from './judging.ts';
import { inOrderOfVisit } from './recursion.ts';
import {
  BIG_FUNCTION_MAXIMUM_COST,
  callCost,
  CLOSURE_CALLED_ONCE_COST,
  HOT_MAXIMUM_COST,
  MAXIMUM_COST,
} from './limits.ts';

export interface InlineSurroundings {
  readonly sizes: GoSizes;
  /** The flags that a package is compiled with. */
  flagsOf(compiled: Package | undefined): CompilerFlags;
  /** The line of a position in its file. */
  lineOf(position: Position): number;
  /** The code of a function as it is written; undefined where there is none to be had. */
  codeOf(callee: Callee): Func | undefined;
  /** Whether `codeOf` has its answer at hand. */
  isAtHand(callee: Callee): boolean;
  /** Steps after which it has. */
  stepsToCode(callee: Callee): Generator<void, void>;
  /** Whether the compiler has a function's body when it compiles a package. */
  hasBody(callee: Callee, compiled: Package): boolean;
  /** Steps after which `hasBody` has its answer at hand. */
  stepsToBody(callee: Callee, compiled: Package): Generator<void, unknown>;
  /** Steps to which of the user's own functions that call each other the compiler comes first. */
  firstOf(group: readonly Func[]): Generator<void, Func | undefined>;
  /** Whether somebody may ask what a function costs, or a literal in it, that is not inlined for that. */
  isCostShown(callee: Callee): boolean;
  /**
   * Told of each function whose code or verdict counts in another one, or, without a caller, in what
   * sets variables; function literals are left aside.
   */
  used?(callee: Callee, caller: Callee | undefined): void;
  /** Takes the verdict on a function as soon as it is known. */
  judged?(func: Func, verdict: InlineVerdict): void;
}

export type InlineVerdict =
  | { readonly canInline: true; readonly cost: number }
  /** `reason` in the compiler's words; the cost where it is that. */
  | { readonly canInline: false; readonly reason: string; readonly cost?: number };

/** Whether a function can be put in the place of a call. */
export interface JudgedFunc {
  readonly func: Func;
  readonly verdict: InlineVerdict;
}

/** The same without its code, which takes much more room. */
export interface NamedVerdict extends Position {
  readonly name: string;
  readonly verdict: InlineVerdict;
}

export function withoutCode({ func, verdict }: JudgedFunc): NamedVerdict {
  const { name, frame, offset } = func;
  return { name, frame, offset, verdict };
}

/** What a verdict on one function counts on beside the verdicts that are given. */
interface Beside {
  readonly looking?: Looking;
  /** Verdicts on functions of its group, before they are given. */
  readonly judged?: ReadonlyMap<Func, InlineVerdict>;
}

export class Inliner {
  readonly #surroundings: InlineSurroundings;
  readonly #verdicts = new WeakMap<Func, InlineVerdict>();
  readonly #big = new WeakMap<Func, boolean>();
  readonly #searches = new Searches<Func, Search<Func>>();

  constructor(surroundings: InlineSurroundings) {
    this.#surroundings = surroundings;
  }

  /** Of a function as it is written: CanInline. */
  verdictOf(func: Func): InlineVerdict {
    return resultOf(this.judging(func));
  }

  /** The same in steps: the functions that a function calls are judged before itself, each in one. */
  *judging(root: Func): Generator<void, InlineVerdict> {
    for (;;) {
      const known = this.#verdicts.get(root);
      if (known) {
        return known;
      }
      const numbers = new Map<Func, number>();
      const search = { isAt: (func: Func) => numbers.has(func) };
      yield* this.#searches.run(search, this.#judgingFrom(root, search, numbers));
    }
  }

  /** By Tarjan's algorithm: `numbers` are those of functions that are open, as they were come to. */
  *#judgingFrom(
    root: Func,
    search: Search<Func>,
    numbers: Map<Func, number>,
  ): Generator<void, void> {
    // Those included whose verdict waits for that on one before.
    const waiting: Func[] = [];
    const frames: Judging[] = [];
    const begin = (func: Func): Generator<void, void> => {
      const number = waiting.push(func);
      numbers.set(func, number);
      frames.push({ func, todo: this.#mentionedIn(func).toReversed(), number, low: number });
      return this.#findingBodies(func);
    };
    yield* this.#searches.awaitOthers(search, root);
    if (!this.#verdicts.has(root)) {
      yield* begin(root);
    }
    for (let frame = frames.at(-1); frame; frame = frames.at(-1)) {
      const { func, todo, number } = frame;
      const next = todo.pop();
      if (next) {
        const callee = yield* this.#making(next);
        const known = callee && numbers.get(callee);
        if (known !== undefined) {
          frame.low = Math.min(frame.low, known);
        } else if (callee && !this.#verdicts.has(callee)) {
          yield* this.#searches.awaitOthers(search, callee);
          if (!this.#verdicts.has(callee)) {
            yield* begin(callee);
            yield;
          }
        }
        continue;
      }
      const looking = new Looking(numbers);
      const verdict = this.#verdicts.get(func) ?? this.#judge(func, { looking });
      if (looking.unknown.length > 0) {
        todo.push(...looking.unknown.reverse());
        continue;
      }
      frame.low = Math.min(frame.low, looking.low);
      frames.pop();
      const caller = frames.at(-1);
      if (caller && frame.low < number) {
        caller.low = Math.min(caller.low, frame.low);
        continue;
      }
      const group = waiting.splice(waiting.indexOf(func));
      if (looking.low === Infinity && group.length === 1) {
        this.#settle(func, verdict);
      } else {
        yield* this.#judgeGroup(group);
      }
      for (const each of group) {
        numbers.delete(each);
      }
      yield;
    }
  }

  /**
   * What is not judged yet is not inlined in what is: so that nobody finds a part of them judged, all verdicts are given
   * at once, after steps of one function.
   */
  *#judgeGroup(group: readonly Func[]): Generator<void, void> {
    const codeOf = (called: Called): Func | readonly Func[] => this.#codeOf(called) ?? [];
    const order: Func[] = [];
    const first = yield* this.#surroundings.firstOf(group);
    const visits = inOrderOfVisit(group, first, {
      calledIn: (func) => this.#calledIn(func).flatMap(codeOf),
      mentionedIn: (func) => [...this.#mentionedIn(func), ...this.#calledIn(func)].flatMap(codeOf),
    });
    for (const func of visits) {
      order.push(func);
      yield;
    }
    const judged = new Map<Func, InlineVerdict>();
    for (const func of order) {
      judged.set(func, this.#judge(func, { judged }));
      yield;
      if (this.#verdicts.has(func)) {
        // Somebody else has judged them all meanwhile.
        return;
      }
    }
    for (const [func, verdict] of judged) {
      this.#settle(func, verdict);
    }
  }

  #settle(func: Func, verdict: InlineVerdict): void {
    if (!this.#verdicts.has(func)) {
      this.#verdicts.set(func, verdict);
      this.#surroundings.judged?.(func, verdict);
    }
  }

  /** In the order of the text, those of closures aside. */
  #calledIn(func: Func): readonly Called[] {
    const found: Called[] = [];
    forEachNode(func.body, (node) => {
      const called = node.op === 'callFunc' ? this.#called(func, node) : undefined;
      if (called) {
        found.push(called);
      }
    });
    return found;
  }

  /**
   * What the compiler judges before a function unless that mentions the function in turn: all of the
   * user's own that it names, called or not. Of functions in dependencies that is not looked for.
   */
  #mentionedIn(func: Func): readonly Called[] {
    const { callee } = func.outermost;
    if (!callee || !this.#surroundings.isCostShown(callee)) {
      return [];
    }
    return mentionsIn(func).filter((each) => {
      if ('body' in each) {
        return true;
      }
      const isShown = this.#surroundings.isCostShown(each);
      if (isShown) {
        this.#surroundings.used?.(each, callee);
      }
      return isShown;
    });
  }

  /**
   * Makes the code of all that a function calls, and judges it, in steps of one function: inlining
   * calls in it has little to find out then.
   */
  *stepsAhead(func: Func): Generator<void, void> {
    const called: Called[] = [];
    for (const each of [func, ...closuresIn(func.body)]) {
      yield* this.#findingBodies(each);
      called.push(...this.#calledIn(each));
    }
    for (const each of called) {
      const callee = yield* this.#making(each);
      if (callee && !this.#verdicts.has(callee)) {
        yield;
        yield* this.judging(callee);
        yield;
      }
    }
  }

  /**
   * Counts on what is known of calls. A first look at a function, with `looking`, takes what is not
   * known to cost nothing: who wants more than a lower bound asks again.
   */
  #judge(func: Func, beside: Beside): InlineVerdict {
    const { looking } = beside;
    const flags = this.#surroundings.flagsOf(func.compiledIn);
    const reason = flags.isInlining ? impossible(func, flags) : 'inlining is off (-l)';
    if (reason !== undefined) {
      return { canInline: false, reason };
    }
    const budget = this.#isHotCallee(func)
      ? HOT_MAXIMUM_COST
      : func.outer
        ? CLOSURE_CALLED_ONCE_COST
        : MAXIMUM_COST;
    const cost = costOf(func, {
      sizes: this.#surroundings.sizes,
      flags,
      inlinedCost: (call) => this.#inlinedCost(func, call, beside),
    });
    if (cost instanceof TooHairy) {
      looking?.settle();
      return { canInline: false, reason: cost.reason };
    }
    const { callee } = func.outermost;
    if (cost > budget && callee && !this.#surroundings.isCostShown(callee)) {
      looking?.settle();
      return { canInline: false, reason: `function too complex: cost exceeds budget ${budget}` };
    }
    return cost <= budget
      ? { canInline: true, cost }
      : {
          canInline: false,
          reason: `function too complex: cost ${cost} exceeds budget ${budget}`,
          cost,
        };
  }

  #inlinedCost(
    caller: Func,
    call: CallExpression,
    { looking, judged }: Beside,
  ): number | undefined {
    const called = this.#called(caller, call);
    if (!called) {
      return undefined;
    }
    const isAtHand = 'body' in called || this.#surroundings.isAtHand(called);
    const callee = isAtHand ? this.#codeOf(called) : undefined;
    const verdict = callee && (this.#verdicts.get(callee) ?? judged?.get(callee));
    if (looking && !verdict && (callee || !isAtHand)) {
      looking.add(called, callee);
      return 0;
    }
    if (!callee || !verdict) {
      return undefined;
    }
    const isValueOfInstance =
      !('body' in called) && called.typeArguments.length > 0 && call.fun.op === 'name';
    const cost = isValueOfInstance
      ? (verdict.canInline ? verdict.cost : this.#callCost(caller)) + wrapperCost(called)
      : verdict.canInline && verdict.cost;
    return cost !== false && this.mayInline(caller, callee, call, cost, false) ? cost : undefined;
  }

  #callCost({ compiledIn }: Func): number {
    return callCost(this.#surroundings.flagsOf(compiledIn));
  }

  /**
   * The function that a call is known to call, as it is written, if it may be inlined: inlCallee.
   * `assumed`, which is not generic, is taken to be one that may.
   */
  calleeOf(caller: Func, call: CallExpression, assumed?: Func): Func | undefined {
    const { isInlining, checkptr } = this.#surroundings.flagsOf(caller.compiledIn);
    const called = isInlining ? this.#called(caller, call) : undefined;
    if (checkptr > 0 && called && isAddressInReflect(called)) {
      return undefined;
    }
    const isAssumed =
      called && !('body' in called) && assumed && called.object === assumed.callee?.object;
    return isAssumed ? assumed : called && this.#codeOf(called);
  }

  #codeOf(called: Called): Func | undefined {
    return 'body' in called ? called : this.#surroundings.codeOf(called);
  }

  /** The same in steps. */
  *#making(called: Called): Generator<void, Func | undefined> {
    if (!('body' in called) && !this.#surroundings.isAtHand(called)) {
      yield* this.#surroundings.stepsToCode(called);
    }
    return this.#codeOf(called);
  }

  #called(caller: Func, call: CallExpression): Called | undefined {
    const value = calledValue(call);
    if (value === undefined) {
      return undefined;
    }
    if (value.op !== 'closure') {
      if (this.#isCompilers(value.callee, caller) || !this.#hasBody(caller, call, value.callee)) {
        return undefined;
      }
      this.#surroundings.used?.(value.callee, caller.outermost.callee);
      return value.callee;
    }
    // Not across the frames of closures.
    const isReachable = !value.func.isCapturing || value.func.outer === caller;
    return isReachable ? value.func : undefined;
  }

  /** Whether the compiler has instructions of its own in the place of a call. */
  #isCompilers({ object }: Callee, { compiledIn }: Func): boolean {
    const { sizes } = this.#surroundings;
    const flags = this.#surroundings.flagsOf(compiledIn);
    return (
      (object.package?.path === 'internal/abi' && object.name === 'EscapeNonString') ||
      isIntrinsic(object, sizes.architecture.goarch, flags)
    );
  }

  /** Steps after which it is at hand whether the compiler has the bodies of what a function calls. */
  *#findingBodies(func: Func): Generator<void, void> {
    const calls: CallExpression[] = [];
    forEachNode(func.body, (node) => {
      if (node.op === 'callFunc') {
        calls.push(node);
      }
    });
    for (const call of calls) {
      const value = calledValue(call);
      if (value && value.op !== 'closure' && !this.#isCompilers(value.callee, func)) {
        for (const compiled of compilersOf(func, call)) {
          yield* this.#surroundings.stepsToBody(value.callee, compiled);
        }
      }
    }
  }

  /**
   * HaveInlineBody. What a call in inlined code calls was inlined where that was compiled as well,
   * and its body handed on with it.
   */
  #hasBody(caller: Func, call: CallExpression, callee: Callee): boolean {
    const compilers = compilersOf(caller, call);
    return (
      compilers.length === 0 ||
      compilers.some((compiled) => this.#surroundings.hasBody(callee, compiled))
    );
  }

  /** Whether a call is cheap enough, and nothing else stands against it: canInlineCallExpr, inlineCostOK. */
  mayInline(
    caller: Func,
    callee: Func,
    call: Position,
    cost: number,
    isCalledOnce: boolean,
  ): boolean {
    return (
      !this.#isKeptApart(caller, callee) &&
      (this.#isCheap(caller, callee, cost, isCalledOnce) ||
        (cost <= HOT_MAXIMUM_COST && !this.#isBig(caller) && this.#isHotCall(caller, call)))
    );
  }

  /** By the profile that its package is compiled with. */
  #isHotCallee(func: Func): boolean {
    const { profile } = this.#surroundings.flagsOf(func.compiledIn);
    const name = profile && linkName(func);
    return name !== undefined && profile?.isHotCallee(name) === true;
  }

  /** Closures that came with inlined code are none that the profile means. */
  #isHotCall(caller: Func, call: Position): boolean {
    const { profile } = this.#surroundings.flagsOf(caller.compiledIn);
    const name = profile && caller.name === caller.asWritten.name ? linkName(caller) : undefined;
    if (!profile || name === undefined || !profile.isHotCaller(name)) {
      return false;
    }
    const lineOffset = this.#surroundings.lineOf(call) - this.#surroundings.lineOf(caller);
    return profile.isHotCall(name, lineOffset);
  }

  /** Whether what is inlined would be instrumented, or checked, though it must not be. */
  #isKeptApart({ compiledIn }: Func, { outermost }: Func): boolean {
    const { sanitizer, checkptr } = this.#surroundings.flagsOf(compiledIn);
    const home = outermost.callee?.object.package ?? outermost.compiledIn;
    return (
      home !== undefined &&
      ((sanitizer !== undefined && isUninstrumented(home.path)) ||
        (sanitizer === 'race' && isNoRacePackage(home.path)) ||
        (checkptr > 0 && isRuntimePackage(home.path)))
    );
  }

  #isCheap(caller: Func, callee: Func, cost: number, isCalledOnce: boolean): boolean {
    let maximum = this.#isBig(caller) ? BIG_FUNCTION_MAXIMUM_COST : MAXIMUM_COST;
    if (callee.outer) {
      maximum *= 2;
      if (isCalledOnce) {
        maximum = Math.max(maximum, CLOSURE_CALLED_ONCE_COST);
      }
    }
    return cost <= maximum;
  }

  /** Of what is a part only of a big function. */
  takeAsBig(func: Func): void {
    this.#big.set(func, true);
  }

  #isBig(func: Func): boolean {
    let big = this.#big.get(func);
    if (big === undefined) {
      big = isBig(func);
      this.#big.set(func, big);
      if (big) {
        const { frame, offset, name } = func;
        const message = `function ${name} considered 'big'; reducing max cost of inlinees`;
        // A copy of what was found to be big has the remark already.
        if (!func.remarks.some((each) => each.message === message)) {
          func.remarks.push({ frame, offset, message });
        }
      }
    }
    return big;
  }
}

function calledValue({ fun }: CallExpression): ReturnType<typeof staticCallee> {
  const value = staticCallee(fun);
  return value?.op === 'methodExpr' && value.wrapped ? undefined : value;
}

/** The packages that compile a call: where it is written, and where it is inlined; none if one is not known. */
function compilersOf(caller: Func, { frame }: CallExpression): readonly Package[] {
  const first = firstCompiledIn(caller, frame);
  const { compiledIn } = caller;
  return first && compiledIn ? [first, compiledIn] : [];
}

/**
 * The package that compiled code of that frame first, as it stands in that function now. Generic code is compiled by
 * whoever asks for an instance, with what is around it.
 */
function firstCompiledIn(func: Func, frame: Frame): Package | undefined {
  const writtenAt = ({ inlined = func }: Frame): Func => inlined.asWritten;
  for (let at: Frame | undefined = frame; at;) {
    const { outer, outermost } = writtenAt(at);
    if (!isInstance(outermost)) {
      return outermost.compiledIn;
    }
    // Around a closure is what it is written in, wherever it is called.
    do {
      at = at.inlinedAt?.frame;
    } while (at && outer && writtenAt(at) !== outer);
  }
  return func.outer && func.closure
    ? firstCompiledIn(func.outer, func.closure.frame)
    : func.compiledIn;
}

function isInstance({ callee }: Func): boolean {
  return callee !== undefined && callee.typeArguments.length > 0;
}

/** Methods of reflect.Value that hand out addresses: a call of them is to be seen where pointers are checked. */
function isAddressInReflect(called: Called): boolean {
  if ('body' in called) {
    return false;
  }
  const { object } = called;
  return (
    object.package?.path === 'reflect' &&
    ['Value.UnsafeAddr', 'Value.Pointer'].includes(qualifiedName(object))
  );
}
