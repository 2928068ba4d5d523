/** What a declaration does with a function of its package, or with methods of a name. */
import type { TypedDeclaration } from '../checker/packageChecker.ts';
import type { Span } from '../syntax/ast.ts';
import { type AstNode, forEachNode } from '../syntax/walk.ts';
import { isWithin } from './spans.ts';

export interface Mentions {
  /** Where it is named, but for its own declaration. */
  readonly places: readonly AstNode[];
  /** Whether it is only called, and not in function literals. */
  readonly areDirectCalls: boolean;
}

export function mentionsOf({ syntax, types }: TypedDeclaration, name: string): Mentions {
  const literals: Span[] = [];
  const called = new Set<AstNode>();
  const places: AstNode[] = [];
  forEachNode(syntax, (node) => {
    if (node.kind === 'function') {
      literals.push(node);
    } else if (node.kind === 'call') {
      called.add(node.callee.kind === 'selector' ? node.callee.selector : node.callee);
    } else if (node.kind === 'identifier' && node.name === name) {
      const isOwnName = syntax.kind === 'func' && node === syntax.name;
      if (!isOwnName && types.objectOf(node)?.kind !== 'var') {
        places.push(node);
      }
    }
  });
  return {
    places,
    areDirectCalls: places.every(
      (each) => called.has(each) && !literals.some((literal) => isWithin(each, literal)),
    ),
  };
}
