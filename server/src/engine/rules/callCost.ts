/**
 * What one call of a function allocates as far as it can be told without asking far: its own objects, those of
 * functions of the user's own that it calls, and those that functions of the standard library make for it, also by way
 * of functions of the user's own and of dependencies.
 */
import type { Allocation } from '../alloc/allocations.ts';
import { bytesEachTime, TIMES } from '../alloc/estimate.ts';
import { looksStandard } from '../build/modulePath.ts';
import { bodyOf, type CheckedBody } from '../checker/packageChecker.ts';
import type { DeclarationTypes } from '../checker/declarationTypes.ts';
import { frequencyAt, type Frequency } from '../frequency/frequency.ts';
import type { Call, Span } from '../syntax/ast.ts';
import { positionOf } from '../syntax/positions.ts';
import { forEachNode } from '../syntax/walk.ts';
import type { FuncObject } from '../types/objects.ts';
import { calledFunction, calleeOf } from './callee.ts';
import { standardCostOf } from './standardCosts.ts';
import type { Subject } from './subject.ts';
import { treeOf } from './typedCode.ts';
import { AT_START, holds, WaysThrough } from './waysThrough.ts';

/** About as much. */
export interface CallCost {
  readonly objects: number;
  readonly bytes: number;
}

const NOTHING: CallCost = { objects: 0, bytes: 0 };

/** How many functions are looked at for one, and how many calls lead to the farthest. */
const MAXIMUM_FUNCTIONS = 30;
const MAXIMUM_DEPTH = 4;
/** Of one that is looked at: most are far smaller, and a table of values calls nothing. */
const MAXIMUM_EXPRESSIONS = 5_000;

export class CallCosts {
  readonly #subject: Subject;
  readonly #ways: WaysThrough;
  readonly #calls: readonly PlacedCall[];
  /** What others cost from their start; 0 of those that are under way. */
  readonly #others = new Map<FuncObject, CallCost>();

  constructor(subject: Subject) {
    const { syntax, frequencyAt: often } = subject.source;
    this.#subject = subject;
    this.#ways = new WaysThrough(syntax, often);
    this.#calls = subject.all('call').map((call) => placed(call, often));
  }

  /** Whether it comes by one place in any case where it comes by another one. */
  comesBy(place: number, from: number): boolean {
    return this.#ways.timesAt(place, from) > 0;
  }

  /** What is done as often as what is found: a round of the innermost loop around it, or a call of the function. */
  scopeOf(at: number, isEachRound: boolean): Span {
    const round = isEachRound ? this.#ways.roundAround(at) : undefined;
    return round ?? this.#subject.source.syntax;
  }

  /**
   * Of a call of the function, or of a round of a loop in it, that comes by a place, of its own: what it may pass by is
   * not counted.
   */
  ownFrom(from: number, scope: Span): CallCost {
    const { allocations } = this.#subject.source;
    return sumOf(
      allocations.filter(({ offset }) => holds(scope, offset)),
      this.#ways,
      from,
    );
  }

  /** Of what it calls. */
  calledFrom(from: number, scope: Span): CallCost {
    const { types } = this.#subject.source;
    const calls = this.#calls.filter(({ at }) => holds(scope, at));
    return this.#sumOf(calls, types, this.#ways, from, MAXIMUM_DEPTH);
  }

  #sumOf(
    calls: readonly PlacedCall[],
    types: DeclarationTypes,
    ways: WaysThrough,
    from: number,
    depth: number,
  ): CallCost {
    return calls
      .map(({ call, at, isUsual }) => {
        const times = isUsual ? ways.timesAt(at, from) : 0;
        return times === 0 ? NOTHING : multiplied(this.#costOf(call, types, depth), times);
      })
      .reduce(plus, NOTHING);
  }

  #costOf(call: Call, types: DeclarationTypes, depth: number): CallCost {
    const known = standardCostOf(calleeOf(types, call) ?? '');
    const callee = known ? undefined : calledFunction(types, call);
    return known ?? (callee && depth > 0 ? this.#costOfOther(callee, depth) : NOTHING);
  }

  #costOfOther(callee: FuncObject, depth: number): CallCost {
    const known = this.#others.get(callee);
    const { package: owner } = callee;
    const isFollowed =
      owner !== undefined &&
      (owner === this.#subject.source.package || !looksStandard(owner.path)) &&
      this.#others.size < MAXIMUM_FUNCTIONS;
    if (known || !isFollowed) {
      return known ?? NOTHING;
    }
    this.#others.set(callee, NOTHING);
    const body = bodyOf(callee.origin, MAXIMUM_EXPRESSIONS);
    const cost = body ? this.#costOfBody(body, depth - 1) : NOTHING;
    this.#others.set(callee, cost);
    return cost;
  }

  #costOfBody(body: CheckedBody, depth: number): CallCost {
    const { text, syntax, types } = body;
    const tree = treeOf(text, syntax, types);
    const often = (offset: number) => frequencyAt(tree, offset);
    const calls: PlacedCall[] = [];
    forEachNode(syntax, (node) => {
      if (node.kind === 'call') {
        calls.push(placed(node, often));
      }
    });
    const ways = new WaysThrough(syntax, often);
    const own = sumOf(this.#subject.source.allocationsIn(body), ways, AT_START);
    return plus(own, this.#sumOf(calls, types, ways, AT_START, depth));
  }
}

/** Of those that a way comes by in any case, where it comes by `from`. */
function sumOf(allocations: readonly Allocation[], ways: WaysThrough, from: number): CallCost {
  return allocations
    .map((allocation) => {
      const { offset, countObjects, frequency } = allocation;
      const isUsual = frequency === 'call' || frequency === 'iteration';
      const rounds = ways.timesAt(offset, from);
      const times = isUsual ? rounds : Math.min(1, rounds) * TIMES[frequency];
      return times === 0
        ? NOTHING
        : { objects: times * countObjects, bytes: times * bytesEachTime(allocation) };
    })
    .reduce(plus, NOTHING);
}

interface PlacedCall {
  readonly call: Call;
  readonly at: number;
  /** With each call or round. */
  readonly isUsual: boolean;
}

function placed(call: Call, often: (offset: number) => Frequency): PlacedCall {
  const at = positionOf(call);
  const frequency = often(at);
  return { call, at, isUsual: frequency === 'call' || frequency === 'iteration' };
}

export function plus(a: CallCost, b: CallCost): CallCost {
  return { objects: a.objects + b.objects, bytes: a.bytes + b.bytes };
}

function multiplied({ objects, bytes }: CallCost, times: number): CallCost {
  return { objects: times * objects, bytes: times * bytes };
}
