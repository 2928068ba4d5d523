import type { Call, Expression } from '../syntax/ast.ts';
import type { Operand } from './operand.ts';

/**
 * How deeply expressions are nested in each other, counted across the declarations that refer to
 * each other: the stack must not overflow, of which this takes two thirds at most. Written code
 * stays far below.
 */
const MAXIMUM_DEPTH = 400;

export class Nesting {
  /** Calls at the beginning of the chain that is being looked at, until they are asked for. */
  readonly #calls = new Map<Expression, Operand>();
  #depth = 0;

  /** What `work` gives, one level down; undefined if that is too deep. */
  within<Result>(work: () => Result): Result | undefined {
    if (this.#depth >= MAXIMUM_DEPTH) {
      return undefined;
    }
    this.#depth++;
    try {
      return work();
    } finally {
      this.#depth--;
    }
  }

  /**
   * What `evaluate` gives for a call, which is asked for those first that its chain begins with,
   * `a().b().c()`: however long that is, it is one level.
   */
  inChain(call: Call, evaluate: (call: Call) => Operand): Operand {
    const known = this.#calls.get(call);
    if (known) {
      return known;
    }
    const before = this.#callsBefore(call);
    try {
      for (const each of before.toReversed()) {
        this.#calls.set(each, evaluate(each));
      }
      return evaluate(call);
    } finally {
      before.forEach((each) => this.#calls.delete(each));
    }
  }

  /** The last one first. */
  #callsBefore(call: Call): readonly Call[] {
    const calls: Call[] = [];
    let each: Expression | undefined = call.callee;
    while (each && !this.#calls.has(each)) {
      if (each.kind === 'call') {
        calls.push(each);
      }
      each = beginningOf(each);
    }
    return calls;
  }
}

function beginningOf(expression: Expression): Expression | undefined {
  switch (expression.kind) {
    case 'call':
      return expression.callee;
    case 'selector':
    case 'index':
    case 'slice':
    case 'assertion':
      return expression.operand;
    default:
      return undefined;
  }
}
