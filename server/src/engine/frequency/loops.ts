/** What is run again and again, and what only looks so, since the loop is left right after it. */
import type { Statement } from '../syntax/ast.ts';
import type { DeclarationTree } from '../syntax/declarationTree.ts';
import type { Enclosed, Part } from '../syntax/enclosed.ts';
import { lastStatement } from './statements.ts';
import { listOf, type Step } from './step.ts';

/** Whether what `child` is part of is run each time round the loop `parent`. */
export function repeats({ anchor, child, parent: { node } }: Step): boolean {
  const part = child?.node;
  if (part === undefined) {
    return false;
  }
  switch (node.kind) {
    case 'for':
      return part === node.initial ? isVariable(node.initial, anchor) : true;
    case 'range':
      return part !== node.operand;
    default:
      return false;
  }
}

/**
 * Whether a part is in the body of a loop of its own function. With `since`, a place before the
 * part, only loops whose body begins after it count, those around a function literal included.
 */
export function isInLoop(part: Enclosed, since?: number): boolean {
  let child = part;
  for (let parent = child.around; parent !== undefined; parent = child.around) {
    if (since === undefined ? parent.node.kind === 'function' : child.node.start < since) {
      return false;
    }
    if (isLoop(parent.node) && child.node === parent.node.body) {
      return true;
    }
    child = parent;
  }
  return false;
}

function isLoop(node: Part): node is Extract<Part, { kind: 'for' | 'range' }> {
  return node.kind === 'for' || node.kind === 'range';
}

/** Each iteration has a variable of its own, while its first value is made once. */
function isVariable(initial: Statement, anchor: number): boolean {
  return (
    initial.kind === 'assignment' &&
    initial.isDefinition &&
    anchor < (initial.left.at(-1)?.end ?? 0)
  );
}

/** A list of statements that ends by leaving a statement around it. */
interface Exit {
  /** Where the list's last statement begins. */
  readonly start: number;
  /** Of `break L` and `continue L`. */
  readonly label: string | undefined;
  readonly kind: 'return' | 'break' | 'continue';
}

/** What a plain `break` ends. */
const BREAKABLE = new Set<Part['kind']>(['for', 'range', 'switch', 'typeSwitch', 'select']);

/** The exits that lie ahead of a place, as one climbs from it. */
export class LoopExits {
  readonly #tree: DeclarationTree;
  readonly #anchor: number;
  #ahead: Exit[] = [];

  constructor(tree: DeclarationTree, anchor: number) {
    this.#tree = tree;
    this.#anchor = anchor;
  }

  /** Whether the loop that the step enters is left for good by what follows the place in it. */
  leave({ child, parent }: Step): boolean {
    const isBody = isLoop(parent.node) && child?.node === parent.node.body;
    return (
      isBody &&
      this.#ahead.some(
        (exit) =>
          !(exit.kind === 'continue' && exit.label === labelOf(parent)) && this.#holds(exit),
      )
    );
  }

  climb(step: Step): void {
    const { parent } = step;
    const exit = exitOf(listOf(step) ?? []);
    if (exit !== undefined) {
      this.#ahead.push(exit);
    } else if (this.#ahead.length > 0 && BREAKABLE.has(parent.node.kind)) {
      const name = labelOf(parent);
      this.#ahead = this.#ahead.filter(
        ({ kind, label }) => kind === 'return' || (label !== undefined && label !== name),
      );
    }
  }

  clear(): void {
    this.#ahead = [];
  }

  /** Between the place and the exit nothing goes back to the loop's head. */
  #holds({ start }: Exit): boolean {
    return !GOES_BACK.test(this.#tree.text.slice(this.#anchor, start));
  }
}

function exitOf(list: readonly Statement[]): Exit | undefined {
  const last = lastStatement(list);
  if (last?.kind === 'return') {
    return { start: last.start, label: undefined, kind: 'return' };
  }
  if (last?.kind !== 'branch') {
    return undefined;
  }
  const { start, keyword } = last;
  const label = last.label?.name;
  // A plain `continue` is the next iteration of the nearest loop.
  return keyword === 'break' || (keyword === 'continue' && label !== undefined)
    ? { start, label, kind: keyword }
    : undefined;
}

/** Looked for in the text: in a comment or an inner loop it does no harm but to be careful. */
const GOES_BACK = /\b(?:continue|goto)\b/;

function labelOf({ around }: Enclosed): string | undefined {
  return around?.node.kind === 'labeled' ? around.node.label.name : undefined;
}
