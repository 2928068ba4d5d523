/** Makes code anew with some of its statements replaced. */
import type { Expression, Statement } from './nodes.ts';

/** What a list of statements becomes; the list itself where nothing changes. */
export type RewriteList = (list: readonly Statement[]) => readonly Statement[];

/**
 * A statement with `rewrite` applied to each list of statements directly in it: bodies, branches
 * and clauses. `init` and expressions stay.
 */
export function withLists(statement: Statement, rewrite: RewriteList): Statement {
  switch (statement.op) {
    case 'block':
      return { ...statement, list: rewrite(statement.list) };
    case 'if':
      return {
        ...statement,
        then: rewrite(statement.then),
        otherwise: rewrite(statement.otherwise),
      };
    case 'switch':
    case 'typeSwitch':
      return {
        ...statement,
        clauses: statement.clauses.map((each) => ({ ...each, body: rewrite(each.body) })),
      };
    case 'select':
      return {
        ...statement,
        clauses: statement.clauses.map((each) => ({ ...each, body: rewrite(each.body) })),
      };
    case 'for':
    case 'range':
      return { ...statement, body: rewrite(statement.body) };
    case 'expression':
      return { ...statement, x: withInlinedBody(statement.x, rewrite) };
    default:
      return statement;
  }
}

function withInlinedBody(node: Expression, rewrite: RewriteList): Expression {
  return node.op === 'inlCall' ? { ...node, body: rewrite(node.body) } : node;
}
