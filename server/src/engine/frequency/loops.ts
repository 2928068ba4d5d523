/** What is run again and again, and what only looks so, since the loop is left right after it. */
import type { SyntaxNode, SyntaxTree } from '../syntax/cursor.ts';
import { lastStatement } from './statements.ts';
import type { Step } from './step.ts';

/** Whether what `child` is part of is run each time round the loop `parent`. */
export function repeats({ anchor, child, parent }: Step): boolean {
  switch (parent.kind) {
    case 'for_statement':
      // The clauses have steps of their own; what else is named is the condition, or the body.
      return child.isNamed && !CLAUSES.has(child.kind);
    case 'for_clause':
      return child.field === 'initializer'
        ? isVariable(child, anchor)
        : child.field === 'condition' || child.field === 'update';
    case 'range_clause':
      return child.field === 'left';
    default:
      return false;
  }
}

/**
 * Whether a node is in the body of a loop of its own function. With `since`, a place before the
 * node, only loops whose body begins after it count, those around a function literal included.
 */
export function isInLoop(node: SyntaxNode, since?: number): boolean {
  let child = node;
  for (let { parent } = child; parent !== undefined; { parent } = child) {
    if (since === undefined ? parent.kind === 'func_literal' : child.start < since) {
      return false;
    }
    if (parent.kind === 'for_statement' && child.field === 'body') {
      return true;
    }
    child = parent;
  }
  return false;
}

const CLAUSES = new Set(['for_clause', 'range_clause', 'comment']);

/** Each iteration has a variable of its own, while its first value is made once. */
function isVariable(initializer: SyntaxNode, anchor: number): boolean {
  const names = initializer.kind === 'short_var_declaration' ? initializer.get('left') : undefined;
  return names !== undefined && anchor < names.end;
}

/** A list of statements that ends by leaving a statement around it. */
interface Exit {
  readonly list: SyntaxNode;
  /** Of `break L` and `continue L`. */
  readonly label: string | undefined;
  readonly kind: 'return' | 'break' | 'continue';
}

const EXITS: Readonly<Record<string, Exit['kind']>> = {
  return_statement: 'return',
  break_statement: 'break',
  continue_statement: 'continue',
};

/** What a plain `break` ends. */
const BREAKABLE = new Set([
  'for_statement',
  'expression_switch_statement',
  'type_switch_statement',
  'select_statement',
]);

/** The exits that lie ahead of a place, as one climbs from it. */
export class LoopExits {
  readonly #tree: SyntaxTree;
  readonly #anchor: number;
  #ahead: Exit[] = [];

  constructor(tree: SyntaxTree, anchor: number) {
    this.#tree = tree;
    this.#anchor = anchor;
  }

  /** Whether the loop that the step enters is left for good by what follows the place in it. */
  leave({ child, parent }: Step): boolean {
    return (
      child.field === 'body' &&
      this.#ahead.some(
        (exit) =>
          !(exit.kind === 'continue' && exit.label === labelOf(parent)) && this.#holds(exit),
      )
    );
  }

  climb({ parent }: Step): void {
    if (parent.kind === 'statement_list') {
      const last = lastStatement(parent);
      const kind = EXITS[last?.kind ?? ''];
      const label = last?.namedChildren.find((node) => node.kind === 'label_name')?.text;
      // A plain `continue` is the next iteration of the nearest loop.
      if (kind !== undefined && !(kind === 'continue' && label === undefined)) {
        this.#ahead.push({ list: parent, label, kind });
      }
    } else if (this.#ahead.length > 0 && BREAKABLE.has(parent.kind)) {
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
  #holds({ list }: Exit): boolean {
    const end = lastStatement(list)?.start ?? list.end;
    return !GOES_BACK.test(this.#tree.text.slice(this.#anchor, end));
  }
}

/** Looked for in the text: in a comment or an inner loop it does no harm but to be careful. */
const GOES_BACK = /\b(?:continue|goto)\b/;

function labelOf({ parent }: SyntaxNode): string | undefined {
  return parent?.kind === 'labeled_statement' ? parent.get('label')?.text : undefined;
}
