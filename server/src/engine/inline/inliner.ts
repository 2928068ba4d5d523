/** Which functions are inlined, and at which calls: cmd/compile/internal/inline/inl.go (Go 1.26). */
import type { Callee, Func } from '../ir/func.ts';
import type { CallExpression } from '../ir/nodes.ts';
import { staticCallee } from '../ir/staticValue.ts';
import type { GoSizes } from '../layout/sizes.ts';
import { costOf, isBig, TooHairy } from './cost.ts';
import { isIntrinsic } from './intrinsics.ts';
import { BIG_FUNCTION_MAXIMUM_COST, CLOSURE_CALLED_ONCE_COST, MAXIMUM_COST } from './limits.ts';

export interface InlineSurroundings {
  readonly sizes: GoSizes;
  /** The code of a function as it is written; undefined where there is none to be had. */
  codeOf(callee: Callee): Func | undefined;
}

export type InlineVerdict =
  | { readonly canInline: true; readonly cost: number }
  /** `reason` in the compiler's words; the cost where it is that. */
  | { readonly canInline: false; readonly reason: string; readonly cost?: number };

export class Inliner {
  readonly #surroundings: InlineSurroundings;
  readonly #verdicts = new WeakMap<Func, InlineVerdict>();
  readonly #open = new Set<Func>();
  readonly #big = new WeakMap<Func, boolean>();

  constructor(surroundings: InlineSurroundings) {
    this.#surroundings = surroundings;
  }

  /** Of a function as it is written: CanInline. */
  verdictOf(func: Func): InlineVerdict {
    let verdict = this.#verdicts.get(func);
    if (verdict === undefined) {
      // What refers to itself is not inlined on the way there.
      if (this.#open.has(func)) {
        return { canInline: false, reason: 'recursive' };
      }
      this.#open.add(func);
      verdict = this.#judge(func);
      this.#open.delete(func);
      this.#verdicts.set(func, verdict);
    }
    return verdict;
  }

  #judge(func: Func): InlineVerdict {
    const reason = impossible(func);
    if (reason !== undefined) {
      return { canInline: false, reason };
    }
    const budget = func.outer ? CLOSURE_CALLED_ONCE_COST : MAXIMUM_COST;
    const cost = costOf(func, {
      sizes: this.#surroundings.sizes,
      inlinedCost: (call) => this.#inlinedCost(func, call),
    });
    if (cost instanceof TooHairy) {
      return { canInline: false, reason: cost.reason };
    }
    return cost <= budget
      ? { canInline: true, cost }
      : {
          canInline: false,
          reason: `function too complex: cost ${cost} exceeds budget ${budget}`,
          cost,
        };
  }

  #inlinedCost(caller: Func, call: CallExpression): number | undefined {
    const callee = this.calleeOf(caller, call);
    const verdict = callee && this.verdictOf(callee);
    return callee && verdict?.canInline && this.isCostOk(caller, callee, verdict.cost, false)
      ? verdict.cost
      : undefined;
  }

  /** The function that a call is known to call, as it is written: inlCallee. */
  calleeOf(caller: Func, call: CallExpression): Func | undefined {
    const value = staticCallee(call.fun);
    if (value === undefined) {
      return undefined;
    }
    if (value.op !== 'closure') {
      const { object } = value.callee;
      const isCompilers =
        object.package?.path === 'internal/abi' && object.name === 'EscapeNonString';
      return isIntrinsic(object, this.#surroundings.sizes.architecture.goarch) || isCompilers
        ? undefined
        : this.#surroundings.codeOf(value.callee);
    }
    // Not across the frames of closures.
    const isReachable = !value.func.isCapturing || value.func.outer === caller;
    return isReachable ? value.func : undefined;
  }

  /** Whether a call is cheap enough: inlineCostOK. */
  isCostOk(caller: Func, callee: Func, cost: number, isCalledOnce: boolean): boolean {
    let maximum = this.#isBig(caller) ? BIG_FUNCTION_MAXIMUM_COST : MAXIMUM_COST;
    if (callee.outer) {
      maximum *= 2;
      if (isCalledOnce) {
        maximum = Math.max(maximum, CLOSURE_CALLED_ONCE_COST);
      }
    }
    return cost <= maximum;
  }

  #isBig(func: Func): boolean {
    let big = this.#big.get(func);
    if (big === undefined) {
      big = isBig(func);
      this.#big.set(func, big);
    }
    return big;
  }
}

/** What keeps a function from being inlined before anything is counted: InlineImpossible. */
function impossible({ hasBody, pragmas }: Func): string | undefined {
  if (pragmas.has('go:noinline')) {
    return 'marked go:noinline';
  }
  if (pragmas.has('go:cgo_unsafe_args')) {
    return 'marked go:cgo_unsafe_args';
  }
  // What escapes is kept alive as well.
  if (pragmas.has('go:uintptrkeepalive') || pragmas.has('go:uintptrescapes')) {
    return 'marked as having a keep-alive uintptr argument';
  }
  if (pragmas.has('go:yeswritebarrierrec')) {
    return 'marked go:yeswritebarrierrec';
  }
  return hasBody ? undefined : 'no function body';
}
