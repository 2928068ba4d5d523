/** One look at the code of a function, inlined code included and function literals left out. */
import type { Variable } from '../ir/func.ts';
import type {
  BlockStatement,
  BranchStatement,
  CallExpression,
  CaseClause,
  Expression,
  GoDeferStatement,
  InterfaceCallExpression,
  MakeExpression,
} from '../ir/nodes.ts';
import type { Position } from '../ir/position.ts';
import { childrenOf, type IrNode } from '../ir/walk.ts';
import {
  type Distance,
  either,
  type Flow,
  LEAVES,
  LEAVES_CLAUSES,
  LEAVES_ROUND,
  optional,
  scope,
  sequence,
  STAYS,
} from './flow.ts';

export type CodeNode = IrNode | Variable;

/** What was walked over. */
interface Way {
  readonly flow: Flow<CodeNode>;
  /** How far one of the ways through it may lead. */
  readonly farthest: Distance;
}

export class CodeWalk {
  /** Calls that are made as such. */
  readonly calls = new Set<CallExpression | InterfaceCallExpression>();
  readonly channels = new Set<MakeExpression>();
  readonly goroutines = new Set<GoDeferStatement>();
  /** What of the function's code one call comes by. */
  readonly flow: Flow<CodeNode>;
  readonly #conditional = new Set<CodeNode>();
  /** What has its place in the flow. */
  readonly #placed = new Set<CodeNode>();
  /** Conversions whose result nobody keeps: of these the compiler makes no copy (walk/order.go). */
  readonly #passing = new Set<IrNode>();
  /** Labels at the ends of the inlined functions around, to which their `return`s lead. */
  readonly #ends: (string | undefined)[] = [];
  readonly #judged: ReadonlySet<CodeNode>;
  readonly #isUsual: (exit: Position) => boolean;

  /**
   * `judged`: what has its place in the flow beside the calls, channels and goroutines. `isUsual` says of a
   * way out, as `return` or `break`, whether it is no exception: no error, no panic.
   */
  constructor(
    body: readonly IrNode[],
    judged: ReadonlySet<CodeNode>,
    isUsual: (exit: Position) => boolean,
  ) {
    this.#judged = judged;
    this.#isUsual = isUsual;
    this.flow = this.#list(body, false).flow;
  }

  /** Whether there is a way past it. */
  isConditional(node: CodeNode): boolean {
    return this.#conditional.has(node);
  }

  isPlaced(node: CodeNode): boolean {
    return this.#placed.has(node);
  }

  /** Whether a string or slice that is made lives beyond the operation around it. */
  keeps(node: Expression | Variable): boolean {
    return !('op' in node) || !this.#passing.has(node);
  }

  /** One after the other: behind a way out there is a way past. */
  #list(nodes: readonly (IrNode | undefined)[], isConditional: boolean): Way {
    let farthest: Distance = STAYS;
    const flows: Flow<CodeNode>[] = [];
    for (const node of nodes) {
      if (node) {
        const way = this.#visit(node, isConditional || farthest > STAYS);
        farthest = larger(farthest, way.farthest);
        flows.push(way.flow);
      }
    }
    return { flow: sequence(flows), farthest };
  }

  #visit(node: IrNode, isConditional: boolean): Way {
    const self = node.op === 'dcl' ? node.variable : node;
    if (isConditional) {
      this.#conditional.add(self);
    }
    const isNoted = this.#note(node);
    const way = this.#within(node, isConditional);
    if (this.#placed.has(self) || !(isNoted || this.#judged.has(self))) {
      return way;
    }
    this.#placed.add(self);
    return { ...way, flow: sequence([{ kind: 'part', part: self }, way.flow]) };
  }

  #within(node: IrNode, isConditional: boolean): Way {
    switch (node.op) {
      case 'return':
        return this.#return(node, node.results, isConditional);
      case 'block': {
        const results = this.#inlinedResults(node);
        return results
          ? this.#return(node, results, isConditional)
          : this.#list(childrenOf(node), isConditional);
      }
      case 'goto':
      case 'break':
      case 'continue':
        return this.#branch(node);
      case 'if': {
        const head = this.#list([...(node.init ?? []), node.condition], isConditional);
        return after(head, [this.#list(node.then, true), this.#list(node.otherwise, true)]);
      }
      case 'logical': {
        const head = this.#list([...(node.init ?? []), node.x], isConditional);
        return { ...head, flow: sequence([head.flow, optional(this.#list([node.y], true).flow)]) };
      }
      case 'switch':
        return this.#cases([...(node.init ?? []), node.tag], node.clauses, isConditional);
      case 'typeSwitch':
        return this.#cases([...(node.init ?? []), node.x], node.clauses, isConditional);
      case 'select': {
        const head = this.#list(node.init ?? [], isConditional);
        const clauses = node.clauses.map(({ communication, body }) =>
          this.#list([communication, ...body], true),
        );
        return outOf(LEAVES_CLAUSES, after(head, clauses));
      }
      case 'for':
      case 'range':
        return outOf(LEAVES_ROUND, this.#list(childrenOf(node), isConditional));
      case 'callFunc': {
        const last = node.inlined?.body.at(-1);
        this.#ends.push(last?.op === 'label' ? last.label : undefined);
        const way = outOf(LEAVES, this.#list(childrenOf(node), isConditional));
        this.#ends.pop();
        return way;
      }
      default:
        return this.#list(childrenOf(node), isConditional);
    }
  }

  /** What is returned says whether it is an error. */
  #return(node: IrNode, results: readonly Expression[], isConditional: boolean): Way {
    const { flow } = this.#list(childrenOf(node), isConditional);
    return this.#exit(results.at(-1) ?? node, LEAVES, flow);
  }

  /** Where a block is what inlining made of a `return`: it sets the results, and goes to the end. */
  #inlinedResults({ list }: BlockStatement): readonly Expression[] | undefined {
    const [first, last] = [list[0], list.at(-1)];
    if (last?.op !== 'goto' || last.label !== this.#ends.at(-1)) {
      return undefined;
    }
    return first?.op === 'as2' ? first.values : [];
  }

  #branch(node: BranchStatement): Way {
    if (node.op === 'goto' && node.label === this.#ends.at(-1)) {
      // Of an inlined `return`, which is over with it.
      return { flow: sequence([]), farthest: STAYS };
    }
    if (node.op !== 'goto' && node.label === undefined) {
      return this.#exit(node, node.op === 'break' ? LEAVES_CLAUSES : LEAVES_ROUND, sequence([]));
    }
    // Where a label is has not been looked for: what follows may be come by or not.
    const { flow, farthest } = this.#exit(node, LEAVES, sequence([]));
    return { flow: optional(flow), farthest };
  }

  /** After an exception the function is over, and what it would have cost is not of interest. */
  #exit(exit: Position, distance: Distance, flow: Flow<CodeNode>): Way {
    return this.#isUsual(exit)
      ? { flow: sequence([flow, { kind: 'exit', distance }]), farthest: distance }
      : { flow, farthest: STAYS };
  }

  #cases(
    head: readonly (IrNode | undefined)[],
    clauses: readonly CaseClause[],
    isConditional: boolean,
  ): Way {
    const first = this.#list(head, isConditional);
    // They are evaluated one after the other, until one is it.
    const expressions = clauses.map((clause) =>
      optional(this.#list(clause.expressions, true).flow),
    );
    const bodies = clauses.map(({ body }) => this.#list(body, true));
    const isFallingThrough = clauses.some(({ body }) => body.at(-1)?.op === 'fallthrough');
    const hasDefault = clauses.some((each) => each.expressions.length + each.types.length === 0);
    const nothing: Way = { flow: sequence([]), farthest: STAYS };
    const asked = { ...first, flow: sequence([first.flow, ...expressions]) };
    return outOf(
      LEAVES_CLAUSES,
      isFallingThrough
        ? bodies.reduce((way, body) => after(way, [body, nothing]), asked)
        : after(asked, hasDefault ? bodies : [...bodies, nothing]),
    );
  }

  #note(node: IrNode): boolean {
    switch (node.op) {
      case 'callFunc':
        if (!node.inlined) {
          this.calls.add(node);
        }
        return !node.inlined;
      case 'callInter':
        if (!node.devirtualized) {
          this.calls.add(node);
        }
        return !node.devirtualized;
      case 'makeChan':
        this.channels.add(node);
        return true;
      case 'go':
        this.goroutines.add(node);
        return true;
      case 'binary':
      case 'addStr':
      case 'indexMap':
      case 'switch':
      case 'range':
        for (const child of childrenOf(node)) {
          this.#passing.add(child);
        }
        return false;
      default:
        return false;
    }
  }
}

/** One of several, after what is done in any case. */
function after(head: Way, arms: readonly Way[]): Way {
  return {
    flow: sequence([head.flow, either(arms.map(({ flow }) => flow))]),
    farthest: arms.reduce<Distance>((far, arm) => larger(far, arm.farthest), head.farthest),
  };
}

/** Seen from behind the statement that a `break`, a `continue` or a `return` of inlined code leaves. */
function outOf(distance: Distance, { flow, farthest }: Way): Way {
  return { flow: scope(distance, flow), farthest: farthest <= distance ? STAYS : farthest };
}

function larger(one: Distance, other: Distance): Distance {
  return one > other ? one : other;
}
