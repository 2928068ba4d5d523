/** What stands around a place: syntax knows its parts, and this the way back up. */
import type { CaseClause, CommClause, Element, Span } from './ast.ts';
import { firstWhere } from './firstWhere.ts';
import type { DeclarationTree } from './declarationTree.ts';
import { type AstNode, forEachChild } from './walk.ts';

export type Part = AstNode | CaseClause | CommClause;

/** A part of a declaration, with all that is around it. */
export interface Enclosed<Node extends Part = Part> {
  readonly node: Node;
  readonly around: Enclosed | undefined;
}

/** The innermost part that holds an offset; the declaration itself where none does. */
export function enclosedAt({ parsed }: DeclarationTree, offset: number): Enclosed {
  const { syntax, others } = parsed;
  const node = others.find((other) => holds(other, offset)) ?? syntax;
  let innermost: Enclosed = { node, around: undefined };
  for (let part = partAt(node, offset); part !== undefined; part = partAt(part, offset)) {
    innermost = { node: part, around: innermost };
  }
  return innermost;
}

/** The part directly below that holds an offset. Lists of thousands are searched, and not walked. */
function partAt(node: Part, offset: number): Part | undefined {
  switch (node.kind) {
    case 'block':
      return heldBy(node.statements, offset);
    case 'case':
      return firstHolding(node.expressions, offset) ?? heldBy(node.body, offset);
    case 'comm':
      return firstHolding([node.communication], offset) ?? heldBy(node.body, offset);
    case 'switch':
      return heldBy(node.clauses, offset) ?? firstHolding([node.initial, node.tag], offset);
    case 'typeSwitch':
      return (
        heldBy(node.clauses, offset) ?? firstHolding([node.initial, node.name, node.guard], offset)
      );
    case 'select':
      return heldBy(node.clauses, offset);
    case 'composite': {
      const element = lastStarting(node.elements, offset, startOfElement);
      return firstHolding([node.type, element?.key, element?.value], offset);
    }
    default: {
      let found: Part | undefined;
      forEachChild(node, (child) => {
        if (found === undefined && holds(child, offset)) {
          found = child;
        }
      });
      return found;
    }
  }
}

function heldBy<Node extends Span>(nodes: readonly Node[], offset: number): Node | undefined {
  const node = lastStarting(nodes, offset, startOf);
  return node !== undefined && holds(node, offset) ? node : undefined;
}

function firstHolding<Node extends Span>(
  nodes: readonly (Node | undefined)[],
  offset: number,
): Node | undefined {
  return nodes.find((node) => node !== undefined && holds(node, offset));
}

function holds({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset < end;
}

/** Of a list in the order of the text. */
function lastStarting<Item>(
  items: readonly Item[],
  offset: number,
  startOf: (item: Item) => number,
): Item | undefined {
  return items[firstWhere(items, (item) => startOf(item) > offset) - 1];
}

function startOf({ start }: Span): number {
  return start;
}

function startOfElement({ key, value }: Element): number {
  return (key ?? value).start;
}
