/** What goes on for as long as the program, or a connection, is there. */
import type { FunctionDeclaration } from '../syntax/ast.ts';
import { type AstNode, forEachChild } from '../syntax/walk.ts';

/**
 * Whether a function gives nothing and waits in a loop that has no end of its own: what is around that loop happens once
 * for all that comes while it goes on.
 */
export function serves({ type, body }: FunctionDeclaration): boolean {
  return type.results.length === 0 && body !== undefined && hasWaitingLoop(body);
}

function hasWaitingLoop(node: AstNode): boolean {
  if (node.kind === 'function') {
    return false;
  }
  const isEndless = node.kind === 'for' && node.condition === undefined;
  return (isEndless && waits(node.body)) || someChild(node, hasWaitingLoop);
}

function waits(node: AstNode): boolean {
  switch (node.kind) {
    case 'function':
      return false;
    case 'select':
      return node.clauses.every(({ communication }) => communication !== undefined);
    case 'unary':
      return node.operator === '<-';
    default:
      return someChild(node, waits);
  }
}

function someChild(node: AstNode, test: (child: AstNode) => boolean): boolean {
  let isFound = false;
  forEachChild(node, (child) => {
    isFound ||= test(child);
  });
  return isFound;
}
