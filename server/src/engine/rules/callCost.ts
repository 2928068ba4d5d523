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
import type { Call, FunctionDeclaration, FunctionLiteral, Span } from '../syntax/ast.ts';
import { positionOf } from '../syntax/positions.ts';
import { unparenthesized } from '../syntax/treeBuilder.ts';
import { forEachNode } from '../syntax/walk.ts';
import type { FuncObject, GoObject } from '../types/objects.ts';
import { calledFunction, calleeOf } from '../checker/callee.ts';
import { localFunctions } from './localFunctions.ts';
import { standardCostOf } from './standardCosts.ts';
import type { Subject, SubjectSource } from './subject.ts';
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

/** The code of one function, as what it costs is told from. */
interface Code extends CodeShape {
  readonly allocations: readonly Allocation[];
}

/** What there is to tell of a function without what it allocates. */
interface CodeShape {
  readonly types: DeclarationTypes;
  readonly ways: WaysThrough;
  readonly calls: readonly PlacedCall[];
  /** Function literals that local variables stand for, and nothing else. */
  readonly literals: ReadonlyMap<GoObject, FunctionLiteral>;
}

export type CostSource = Pick<SubjectSource, 'package' | 'allocationsIn'>;

export class CallCosts {
  readonly #source: CostSource;
  readonly #syntax: FunctionDeclaration;
  readonly #code: Code;
  /** What others cost from their start; 0 of those that are under way. */
  readonly #others = new Map<FuncObject | FunctionLiteral, CallCost>();

  private constructor(source: CostSource, syntax: FunctionDeclaration, code: Code) {
    this.#source = source;
    this.#syntax = syntax;
    this.#code = code;
  }

  static of({ source }: Subject): CallCosts {
    const { syntax, types, allocations, frequencyAt: often } = source;
    return new CallCosts(source, syntax, codeOf(syntax, types, allocations, often));
  }

  /** Of another function of the package. */
  static ofOther(source: CostSource, body: CheckedBody): CallCosts {
    return new CallCosts(source, body.syntax, codeOfBody(source, body));
  }

  /** Whether it comes by one place in any case where it comes by another one. */
  comesBy(place: number, from: number): boolean {
    return this.#code.ways.timesAt(place, from) > 0;
  }

  /** What is done as often as what is found: a round of the innermost loop around it, or a call of the function. */
  scopeOf(at: number, isEachRound: boolean): Span {
    const round = isEachRound ? this.#code.ways.roundAround(at) : undefined;
    return round ?? this.#syntax;
  }

  /**
   * Of a call of the function, or of a round of a loop in it, that comes by a place, of its own: what it may pass by is
   * not counted.
   */
  ownFrom(from: number, scope: Span): CallCost {
    return ownOf(this.#code, from, scope);
  }

  /** Of what it calls. */
  calledFrom(from: number, scope: Span): CallCost {
    return this.#calledIn(this.#code, from, scope, MAXIMUM_DEPTH);
  }

  #calledIn(code: Code, from: number, scope: Span, depth: number): CallCost {
    return code.calls
      .map(({ call, at, isUsual }) => {
        const times = isUsual && holds(scope, at) ? code.ways.timesAt(at, from) : 0;
        return times === 0 ? NOTHING : multiplied(this.#costOf(call, code, depth), times);
      })
      .reduce(plus, NOTHING);
  }

  #costOf(call: Call, code: Code, depth: number): CallCost {
    const known = standardCostOf(calleeOf(code.types, call) ?? '');
    if (known || depth === 0) {
      return known ?? NOTHING;
    }
    const literal = literalOf(call, code);
    if (literal) {
      return this.#once(literal, () => {
        const { body } = literal;
        const from = body.start;
        return plus(ownOf(code, from, body), this.#calledIn(code, from, body, depth - 1));
      });
    }
    const callee = calledFunction(code.types, call);
    return callee && this.#isFollowed(callee)
      ? this.#once(callee, () => {
          const body = bodyOf(callee.origin, MAXIMUM_EXPRESSIONS);
          return body ? this.#costOfBody(body, depth - 1) : NOTHING;
        })
      : NOTHING;
  }

  #isFollowed({ package: owner }: FuncObject): boolean {
    return owner !== undefined && (owner === this.#source.package || !looksStandard(owner.path));
  }

  #once(called: FuncObject | FunctionLiteral, find: () => CallCost): CallCost {
    const known = this.#others.get(called);
    if (known || this.#others.size >= MAXIMUM_FUNCTIONS) {
      return known ?? NOTHING;
    }
    this.#others.set(called, NOTHING);
    const cost = find();
    this.#others.set(called, cost);
    return cost;
  }

  #costOfBody(body: CheckedBody, depth: number): CallCost {
    const code = codeOfBody(this.#source, body);
    const { syntax } = body;
    return plus(ownOf(code, AT_START, syntax), this.#calledIn(code, AT_START, syntax, depth));
  }
}

function codeOfBody(source: CostSource, body: CheckedBody): Code {
  const { text, syntax, types } = body;
  const tree = treeOf(text, syntax, types);
  return codeOf(syntax, types, source.allocationsIn(body), (offset) => frequencyAt(tree, offset));
}

/** Functions are asked for again and again, by each that calls them. */
const shapes = new WeakMap<DeclarationTypes, CodeShape>();

function codeOf(
  syntax: FunctionDeclaration,
  types: DeclarationTypes,
  allocations: readonly Allocation[],
  often: (offset: number) => Frequency,
): Code {
  let shape = shapes.get(types);
  if (!shape) {
    shape = shapeOf(syntax, types, often);
    shapes.set(types, shape);
  }
  return { ...shape, allocations };
}

function shapeOf(
  syntax: FunctionDeclaration,
  types: DeclarationTypes,
  often: (offset: number) => Frequency,
): CodeShape {
  const calls: PlacedCall[] = [];
  forEachNode(syntax, (node) => {
    if (node.kind === 'call') {
      calls.push(placed(node, often));
    }
  });
  const ways = new WaysThrough(syntax, often);
  return { types, ways, calls, literals: localFunctions(syntax, types) };
}

/** `func() { … }()`, and `f()` after `f := func() { … }`. */
function literalOf({ callee }: Call, { types, literals }: Code): FunctionLiteral | undefined {
  const called = unparenthesized(callee);
  const variable = called.kind === 'identifier' ? types.objectOf(called) : undefined;
  return called.kind === 'function' ? called : variable && literals.get(variable);
}

function ownOf({ allocations, ways }: Code, from: number, scope: Span): CallCost {
  return sumOf(
    allocations.filter(({ offset }) => holds(scope, offset)),
    ways,
    from,
  );
}

/** Of those that a way comes by in any case, where it comes by `from`. */
function sumOf(allocations: readonly Allocation[], ways: WaysThrough, from: number): CallCost {
  return allocations
    .map((allocation) => {
      const { offset, countObjects, frequency } = allocation;
      const isUsual = frequency === 'call' || frequency === 'iteration';
      const rounds = ways.timesAt(offset, from);
      const times = isUsual ? rounds : Math.min(1, rounds) * timesInRounds(frequency, rounds);
      return times === 0
        ? NOTHING
        : { objects: times * countObjects, bytes: times * bytesEachTime(allocation) };
    })
    .reduce(plus, NOTHING);
}

/** What is doubled each time that it is full, once for each doubling. */
function timesInRounds(frequency: Frequency, rounds: number): number {
  const countDoublings = frequency === 'growth' ? Math.log2(Math.max(1, rounds)) : 0;
  return TIMES[frequency] * (1 + countDoublings);
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
