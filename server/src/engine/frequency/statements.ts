/** Statements in lists, and where a name gets its value. */
import type { SyntaxNode } from '../syntax/cursor.ts';

/** The statements of a block, a case or a list itself. */
export function statementsOf(node: SyntaxNode | undefined): readonly SyntaxNode[] {
  const list =
    node?.kind === 'statement_list'
      ? node
      : node?.children.find(({ kind }) => kind === 'statement_list');
  return list?.namedChildren ?? [];
}

export function lastStatement(list: SyntaxNode): SyntaxNode | undefined {
  return list.children.findLast(({ isNamed, kind }) => isNamed && kind !== 'comment');
}

/** How far back a statement is looked for: further up there is seldom a connection. */
const NEAR = 8;

/** The statements that stand before one in its list, nearest first. */
export function* statementsBefore(statement: SyntaxNode, limit = NEAR): Generator<SyntaxNode> {
  const siblings = statement.parent?.children ?? [];
  let left = limit;
  for (let at = siblings.indexOf(statement) - 1; at >= 0 && left > 0; at--) {
    const sibling = siblings[at];
    if (sibling?.isNamed === true && sibling.kind !== 'comment') {
      left--;
      yield sibling;
    }
  }
}

/** An assignment to a name, new or not. */
export interface Assignment {
  /** The only expression on the right side. */
  readonly value: SyntaxNode;
  /** Which of how many names on the left. */
  readonly index: number;
  readonly count: number;
  /** The first name on the left. */
  readonly first: string;
}

/** The last assignment to `name` that is part of `statement` or stands shortly before it. */
export function assignmentBefore(name: string, statement: SyntaxNode): Assignment | undefined {
  const initializer = statement.get('initializer');
  const inside = initializer && assignmentTo(name, initializer);
  if (inside !== undefined) {
    return inside;
  }
  if (statement.parent?.kind === 'statement_list') {
    for (const before of statementsBefore(statement)) {
      const found = assignmentTo(name, before);
      if (found !== undefined) {
        return found;
      }
    }
  }
  return undefined;
}

const ASSIGNMENTS = new Set(['short_var_declaration', 'assignment_statement']);

export function isAssignment({ kind }: SyntaxNode): boolean {
  return ASSIGNMENTS.has(kind);
}

function assignmentTo(name: string, statement: SyntaxNode): Assignment | undefined {
  if (!isAssignment(statement)) {
    return undefined;
  }
  const names = statement.get('left')?.namedChildren ?? [];
  const index = names.findIndex(({ text }) => text === name);
  const [value, ...others] = statement.get('right')?.namedChildren ?? [];
  return index < 0 || value === undefined || others.length > 0
    ? undefined
    : { value, index, count: names.length, first: names[0]?.text ?? '' };
}

/** Without the parentheses around it. */
export function bare(node: SyntaxNode): SyntaxNode {
  let inner = node;
  while (inner.kind === 'parenthesized_expression' && inner.namedChildren[0] !== undefined) {
    inner = inner.namedChildren[0];
  }
  return inner;
}
