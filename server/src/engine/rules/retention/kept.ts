/** Whether a value is put where it stays when its function returns. */
import type { Expression, Index } from '../../syntax/ast.ts';
import { unparenthesized } from '../../syntax/treeBuilder.ts';
import type { AstNode } from '../../syntax/walk.ts';
import { underlying } from '../../types/types.ts';
import { rootOf } from '../preallocation/rounds.ts';
import type { Subject } from '../subject.ts';

/**
 * Set, or appended, to a field of what a parameter, the receiver or a package variable refers to, or put into a map that
 * is one; in a literal, too, that is put there. What is returned or sent may be gone a moment later, and does not count.
 */
export function isKept(subject: Subject, value: Expression): boolean {
  let at: AstNode = value;
  for (const parent of subject.parentsOf(value)) {
    switch (parent.kind) {
      case 'parenthesized':
      case 'composite':
        break;
      case 'unary':
        if (parent.operator !== '&') {
          return false;
        }
        break;
      case 'call':
        if (subject.calleeOf(parent) !== 'append' || parent.hasEllipsis) {
          return false;
        }
        break;
      case 'index':
        return parent.operand !== at && isKeyOfKept(subject, parent);
      case 'assignment': {
        const index = parent.right.findIndex((each) => each === at);
        const target = index < 0 ? undefined : parent.left[index];
        return target !== undefined && outlives(subject, target);
      }
      default:
        return false;
    }
    at = parent;
  }
  return false;
}

/** `cache[text[:16]] = v`: a map holds its keys. */
function isKeyOfKept(subject: Subject, index: Index): boolean {
  const parent = subject.parentOf(index);
  return parent?.kind === 'assignment' && parent.left.includes(index) && outlives(subject, index);
}

/** A place that somebody else has as well: behind a pointer, in a map, or a variable of the package. */
function outlives(subject: Subject, target: Expression): boolean {
  const place = unparenthesized(target);
  const inner = place.kind === 'index' || place.kind === 'selector' ? place.operand : undefined;
  const root = rootOf(subject, inner ?? place);
  switch (root?.role) {
    case 'package':
      return true;
    case 'parameter':
    case 'receiver': {
      const kind = underlying(root.type).kind;
      return inner !== undefined && (kind === 'pointer' || kind === 'map');
    }
    default:
      return false;
  }
}
