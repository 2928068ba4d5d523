/** Whether bytes that a conversion makes are read and no more, by all who get them. */
import type { Call, Expression } from '../../syntax/ast.ts';
import { isString } from '../../types/predicates.ts';
import { READS_BYTES } from '../readers.ts';
import type { Subject } from '../subject.ts';

const READERS: ReadonlySet<string> = new Set(['len', ...READS_BYTES]);

/** The same, and what makes something that reads them later. */
const KEEPING_READERS: ReadonlySet<string> = new Set([...READERS, 'bytes.NewReader']);

/** The value of a conversion: where it stands, or in the only variable that it is given to. */
export function isOnlyRead(subject: Subject, conversion: Call): boolean {
  if (isRead(subject, conversion, KEEPING_READERS)) {
    return true;
  }
  const statement = subject.parentOf(conversion);
  const [name, ...more] =
    statement?.kind === 'assignment' && statement.isDefinition ? statement.left : [];
  const variable = name && more.length === 0 ? subject.variableOf(name) : undefined;
  const [, ...uses] = variable ? subject.usesOf(variable) : [];
  return areRead(subject, uses, KEEPING_READERS);
}

/** Whether bytes are used at all, and by nobody who keeps them. */
export function areReadAndLetGo(subject: Subject, uses: readonly Expression[]): boolean {
  return areRead(subject, uses, READERS);
}

function areRead(
  subject: Subject,
  uses: readonly Expression[],
  readers: ReadonlySet<string>,
): boolean {
  return uses.length > 0 && uses.every((use) => isRead(subject, use, readers));
}

function isRead(subject: Subject, value: Expression, readers: ReadonlySet<string>): boolean {
  const parent = subject.parentOf(value);
  if (parent?.kind === 'slice') {
    return parent.operand !== value || isRead(subject, parent, readers);
  }
  if (parent?.kind === 'range') {
    return parent.operand === value;
  }
  if (parent?.kind === 'index') {
    return parent.operand === value && isValue(subject, parent);
  }
  return (
    parent?.kind === 'call' &&
    parent.callee !== value &&
    !parent.hasEllipsis &&
    (readers.has(subject.calleeOf(parent) ?? '') ||
      subject.isWrite(parent) ||
      isCopiedToString(subject, parent))
  );
}

/** `b[i]` that is neither set nor pointed to. */
function isValue(subject: Subject, element: Expression): boolean {
  const parent = subject.parentOf(element);
  return !(
    (parent?.kind === 'assignment' && parent.left.includes(element)) ||
    (parent?.kind === 'range' && parent.operand !== element) ||
    parent?.kind === 'increment' ||
    (parent?.kind === 'unary' && parent.operator === '&')
  );
}

function isCopiedToString(subject: Subject, call: Call): boolean {
  const type = subject.isConversion(call) ? subject.typeOf(call) : undefined;
  return type !== undefined && isString(type);
}
