/** One look at the code of a function, inlined code included and function literals left out. */
import type { Variable } from '../ir/func.ts';
import type {
  CallExpression,
  Expression,
  GoDeferStatement,
  InterfaceCallExpression,
  MakeExpression,
  Statement,
} from '../ir/nodes.ts';
import type { Position } from '../ir/position.ts';
import { childrenOf, type IrNode } from '../ir/walk.ts';

type Conditional<Node> = Map<Node, boolean>;

/** How far a statement may lead away from the one behind it. */
const STAYS = 0;
/** Out of the loop, `switch` or `select` around it. */
const LEAVES_AROUND = 1;
/** Out of the function. */
const LEAVES = 2;

export class CodeWalk {
  /** Calls that are made as such, and whether there is a way past each. */
  readonly calls: Conditional<CallExpression | InterfaceCallExpression> = new Map();
  readonly channels: Conditional<MakeExpression> = new Map();
  readonly goroutines: Conditional<GoDeferStatement> = new Map();
  readonly #conditional = new Set<IrNode | Variable>();
  /** Conversions whose result nobody keeps: of these the compiler makes no copy (walk/order.go). */
  readonly #passing = new Set<IrNode>();
  readonly #isUsual: (exit: Position) => boolean;

  /** `isUsual` says of a way out, as `return` or `break`, whether it is no exception: no error, no panic. */
  constructor(body: readonly Statement[], isUsual: (exit: Position) => boolean) {
    this.#isUsual = isUsual;
    this.#list(body, false);
  }

  isConditional(node: Expression | Variable): boolean {
    return this.#conditional.has(node);
  }

  /** Whether a string or slice that is made lives beyond the operation around it. */
  keeps(node: Expression | Variable): boolean {
    return !('op' in node) || !this.#passing.has(node);
  }

  /** One after the other: behind a way out there is a way past. */
  #list(nodes: readonly (IrNode | undefined)[], isConditional: boolean): number {
    let farthest = STAYS;
    for (const node of nodes) {
      if (node) {
        farthest = Math.max(farthest, this.#visit(node, isConditional || farthest > STAYS));
      }
    }
    return farthest;
  }

  #visit(node: IrNode, isConditional: boolean): number {
    if (isConditional) {
      this.#conditional.add(node.op === 'dcl' ? node.variable : node);
    }
    this.#note(node, isConditional);
    switch (node.op) {
      case 'return':
        this.#list(childrenOf(node), isConditional);
        // What is returned says whether it is an error.
        return this.#isUsual(node.results.at(-1) ?? node) ? LEAVES : STAYS;
      case 'goto':
        return this.#isUsual(node) ? LEAVES : STAYS;
      case 'break':
      case 'continue':
        return this.#isUsual(node) ? LEAVES_AROUND : STAYS;
      case 'if':
        this.#list([...(node.init ?? []), node.condition], isConditional);
        return Math.max(this.#list(node.then, true), this.#list(node.otherwise, true));
      case 'logical':
        this.#list([...(node.init ?? []), node.x], isConditional);
        this.#list([node.y], true);
        return STAYS;
      case 'switch':
        this.#list([...(node.init ?? []), node.tag], isConditional);
        return this.#clauses(
          node.clauses.map(({ expressions, body }) => [...expressions, ...body]),
        );
      case 'typeSwitch':
        this.#list([...(node.init ?? []), node.x], isConditional);
        return this.#clauses(node.clauses.map(({ body }) => body));
      case 'select':
        return this.#clauses(
          node.clauses.map(({ communication, body }) => [communication, ...body]),
        );
      case 'for':
      case 'range':
        return outOf(this.#list(childrenOf(node), isConditional));
      case 'callFunc':
        this.#list(childrenOf(node), isConditional);
        return STAYS;
      default:
        return this.#list(childrenOf(node), isConditional);
    }
  }

  #clauses(bodies: readonly (readonly (IrNode | undefined)[])[]): number {
    return outOf(Math.max(STAYS, ...bodies.map((body) => this.#list(body, true))));
  }

  #note(node: IrNode, isConditional: boolean): void {
    switch (node.op) {
      case 'callFunc':
        if (!node.inlined) {
          this.calls.set(node, isConditional);
        }
        return;
      case 'callInter':
        if (!node.devirtualized) {
          this.calls.set(node, isConditional);
        }
        return;
      case 'makeChan':
        this.channels.set(node, isConditional);
        return;
      case 'go':
        this.goroutines.set(node, isConditional);
        return;
      case 'binary':
      case 'addStr':
      case 'indexMap':
      case 'switch':
      case 'range':
        for (const child of childrenOf(node)) {
          this.#passing.add(child);
        }
        return;
      default:
    }
  }
}

/** Seen from behind the statement that a `break` leaves. */
function outOf(farthest: number): number {
  return farthest === LEAVES_AROUND ? STAYS : farthest;
}
