/** Variables that have to do with the memory of what a pool gave. */
import type { Expression } from '../../syntax/ast.ts';
import { unparenthesized } from '../../syntax/treeBuilder.ts';
import type { AstNode } from '../../syntax/walk.ts';
import type { VarObject } from '../../types/objects.ts';
import { underlying } from '../../types/types.ts';
import { namedType, type Subject } from '../subject.ts';

/**
 * The variable whose memory an expression is: `x`, of a slice `x[:n]`, of a pointer to one `*x`, of a
 * bytes.Buffer `x.Bytes()`. Undefined for copies and for all else.
 */
export function memoryOf(subject: Subject, expression: Expression): VarObject | undefined {
  const bare = unparenthesized(expression);
  switch (bare.kind) {
    case 'identifier':
      return isReference(subject, bare) ? subject.variableOf(bare) : undefined;
    case 'slice':
    case 'star':
      return isReference(subject, bare) ? memoryOf(subject, bare.operand) : undefined;
    case 'call':
      return subject.calleeOf(bare) === 'bytes.Buffer.Bytes' && bare.callee.kind === 'selector'
        ? memoryOf(subject, bare.callee.operand)
        : undefined;
    default:
      return undefined;
  }
}

/** Local variables that share the memory of one from their only assignment on, and that one. */
export function sharersOf(subject: Subject, variable: VarObject): ReadonlySet<VarObject> {
  const sharers = new Set([variable]);
  for (const { isDefinition, left, right } of subject.all('assignment')) {
    const [name] = left;
    const [value] = right;
    const shared = value && left.length === right.length ? memoryOf(subject, value) : undefined;
    const sharer = name && subject.variableOf(name);
    if (isDefinition && left.length === 1 && sharer && shared && sharers.has(shared)) {
      sharers.add(sharer);
    }
  }
  return sharers;
}

function isReference(subject: Subject, expression: Expression): boolean {
  const type = subject.typeOf(expression);
  const kind = type && underlying(type).kind;
  return kind === 'pointer' || kind === 'slice';
}

/** Whether a variable is a bytes.Buffer or points to one. */
export function isBuffer({ type }: VarObject): boolean {
  return namedType(type) === 'bytes.Buffer';
}

/** Whether anything in the function asks how large it is. */
export function isMeasured(subject: Subject, variable: VarObject): boolean {
  return [...sharersOf(subject, variable)].some((sharer) =>
    subject.usesOf(sharer).some((use) => {
      for (const parent of subject.parentsOf(use)) {
        if (asksSize(subject, parent)) {
          return true;
        }
        if (parent.kind === 'block') {
          break;
        }
      }
      return false;
    }),
  );
}

const SIZES = new Set(['len', 'cap']);
const SIZE_METHODS = new Set(['Cap', 'Len']);

function asksSize(subject: Subject, node: AstNode): boolean {
  return (
    node.kind === 'call' &&
    (SIZES.has(subject.calleeOf(node) ?? '') ||
      (node.callee.kind === 'selector' && SIZE_METHODS.has(node.callee.selector.name)))
  );
}
