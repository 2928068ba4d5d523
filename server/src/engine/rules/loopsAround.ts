import type { AstNode } from '../syntax/walk.ts';
import type { Subject } from './subject.ts';

export function isLoop({ kind }: AstNode): boolean {
  return kind === 'for' || kind === 'range';
}

/** Whether a loop is around a node: anywhere in its declaration, or within one of the nodes that it is in. */
export function isInLoop(subject: Subject, node: AstNode, within?: AstNode): boolean {
  for (const parent of subject.parentsOf(node)) {
    if (parent === within) {
      return false;
    }
    if (isLoop(parent)) {
      return true;
    }
  }
  return false;
}
