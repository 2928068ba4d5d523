/** Which places of a function one call of it comes by as well, where it comes by one of them. */
import { ROUNDS } from '../alloc/estimate.ts';
import type { Frequency } from '../frequency/frequency.ts';
import type { For, FunctionDeclaration, Range, Return, Span } from '../syntax/ast.ts';
import { positionOf } from '../syntax/positions.ts';
import { unparenthesized } from '../syntax/treeBuilder.ts';
import { type AstNode, forEachNode } from '../syntax/walk.ts';

/** The starts of functions, before anything in them. */
export const AT_START = -1;

export class WaysThrough {
  /** Branches, and bodies of function literals: there is a way past them. */
  readonly #passable: Span[] = [];
  readonly #loops: Span[] = [];
  readonly #literals: Span[] = [];
  readonly #returns: Span[] = [];

  /** Errors are taken not to happen. */
  constructor(syntax: FunctionDeclaration, frequencyAt: (offset: number) => Frequency) {
    forEachNode(syntax, (node) => {
      this.#passable.push(...branchesOf(node));
      if (node.kind === 'function') {
        this.#literals.push(node.body);
      } else if ((node.kind === 'for' || node.kind === 'range') && !isShort(node)) {
        this.#loops.push(node.body);
      } else if (node.kind === 'return' && isUsual(frequencyAt(resultOf(node)))) {
        this.#returns.push(node);
      }
    });
    this.#passable.push(...this.#literals);
  }

  /** How often it comes by `place` in any case, where it comes by `from`: some rounds of a loop. */
  timesAt(place: number, from: number): number {
    const isPassed = this.#passable.some((each) => holds(each, place) && !holds(each, from));
    // Who calls a function literal does not run what is around it once more.
    const isAround = this.#literals.some((each) => holds(each, from) && !holds(each, place));
    if (isPassed || isAround || this.#isLeftBetween(from, place)) {
      return 0;
    }
    return this.#loops.some((loop) => holds(loop, place) && !holds(loop, from)) ? ROUNDS : 1;
  }

  /** The body of the innermost loop around a place, in the same function; undefined in none. */
  roundAround(place: number): Span | undefined {
    const [innermost] = [...this.#loops, ...this.#literals]
      .filter((each) => holds(each, place))
      .sort((a, b) => b.start - a.start);
    return innermost && this.#loops.includes(innermost) ? innermost : undefined;
  }

  #isLeftBetween(from: number, place: number): boolean {
    return this.#returns.some(
      (at) =>
        from < at.start &&
        at.end <= place &&
        !this.#literals.some((literal) => holds(literal, at.start) && !holds(literal, place)),
    );
  }
}

/** `for _, name := range []string{oldName, newName}`: what is in it is done about once. */
function isShort(loop: For | Range): boolean {
  const over = loop.kind === 'range' ? unparenthesized(loop.operand) : undefined;
  return over?.kind === 'composite' && over.elements.length <= FEW;
}

const FEW = 3;

export function holds({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset < end;
}

/** The last one, where errors are. */
function resultOf({ start, results }: Return): number {
  const last = results.at(-1);
  return last ? positionOf(last) : start;
}

function isUsual(frequency: Frequency): boolean {
  return frequency !== 'error' && frequency !== 'panic';
}

function branchesOf(node: AstNode): readonly Span[] {
  switch (node.kind) {
    case 'if':
      return node.otherwise ? [node.then, node.otherwise] : [node.then];
    case 'switch':
    case 'typeSwitch':
    case 'select':
      return node.clauses;
    case 'binary':
      return node.operator === '&&' || node.operator === '||' ? [node.right] : [];
    default:
      return [];
  }
}
